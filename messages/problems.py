"""What is wrong with a value and what would be right, by the code of `bot.errors.Problem`.

`{example}` is an instant of tomorrow, as it can be typed.
`deadline_…` are the codes of `bot.worktime.phrases.Unreadable`.
"""

from messages.texts import mark

PROBLEMS: dict[str, str] = {
    "required": mark("This is needed."),
    "unknown_choice": mark("“{value}” is not on the list."),
    "unknown_customer": mark("No customer of the registry is called “{value}”; choose one from the list."),
    "ambiguous_customer": mark("Several customers are called so; choose one from the list."),
    "too_long": mark("At most {maximum} characters; these are {length}."),
    "too_short": mark("At least {minimum} characters."),
    "not_a_number": mark("“{value}” is no number; right is e.g. 8 or 2.5."),
    "not_whole": mark("A whole number is wanted, not {value}."),
    "too_small": mark("At least {minimum}."),
    "too_big": mark("At most {maximum}."),
    "not_a_date": mark("“{value}” is no date; right is e.g. 2026-11-27."),
    "not_in_the_future": mark("That is past already; name a time to come, e.g. “{example}”."),
    "needs_consent": mark(
        "Longer than until {latest_at} needs the coordinator's consent; ask there, or name an earlier time."
    ),
    "not_acknowledgeable": mark(
        "At “{level}”, being seen is not enough: finish the step, hand it over, or have the deadline moved."
    ),
    "past_the_deadline": mark("It cannot be put off past the deadline, {due_at}; finish it or hand it over."),
    "snoozed_enough": mark(
        "It has been put off {at_most} times, and that is the most; finish it or hand it over."
    ),
    "person_or_team": mark("Choose either a colleague or a team, not both and not neither."),
    "already_there": mark("The step is there already; choose somebody else."),
    "nobody_to_ask": mark(
        "There is nobody to ask but you, who opened the request; hand the step over instead."
    ),
    "in_no_team": mark("This colleague belongs to none of the teams; choose somebody who does."),
    "deadline_empty": mark("Say until when, e.g. “within 3 working days” or “{example}”."),
    "deadline_unknown": mark(
        "“{phrase}” is not understood as a time; say it e.g. as “Friday 6 pm” or “{example}”."
    ),
    "deadline_vague": mark("“{phrase}” names no time; say it e.g. as “Friday 6 pm” or “{example}”."),
    "deadline_past": mark("That is past already; name a time to come, e.g. “{example}”."),
    "period_future": mark("That is still to come; name a time that is past, e.g. “last month”."),
    "period_unknown": mark(
        "“{phrase}” is not understood as a period; right is e.g. “last month”, “2026-10”."
    ),
    "grade_is_full": mark("{holders} customers hold this grade, and the cap is {cap}; choose another grade."),
    "unknown_kind": mark("No kind of request is called “{value}”."),
    "deadline_impossible": mark("“{phrase}” does not exist; check the day and the hour, e.g. “{example}”."),
    "deadline_conflict": mark(
        "“{phrase}” contradicts itself; name the day and the hour once, e.g. “{example}”."
    ),
    "deadline_too_far": mark("“{phrase}” is too far away; name a time within the coming year."),
    "deadline_too_long": mark("Too long for a time; say it e.g. as “Friday 6 pm” or “{example}”."),
    "deadline_unknown_year": mark("The holidays of that year are not known yet; name an earlier time."),
    "deadline_ambiguous": mark("This can mean {readings}; name the date, e.g. “{example}”."),
}
