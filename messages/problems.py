"""What is wrong with a value and what would be right, by the code of `bot.errors.Problem`.

`{example}` is an instant of tomorrow, as it can be typed.
`deadline_…` are the codes of `bot.language.times.Unreadable`.
"""

from messages.texts import mark

PROBLEMS: dict[str, str] = {
    "required": mark("Required."),
    "unknown_choice": mark("“{value}” is not on the list."),
    "unknown_customer": mark("The registry has no customer named “{value}”; choose one from the list."),
    "ambiguous_customer": mark("Several customers have this name; choose one from the list."),
    "too_long": mark("At most {maximum} characters; these are {length}."),
    "too_short": mark("At least {minimum} characters."),
    "not_a_number": mark("“{value}” is not a number; enter e.g. 8 or 2.5."),
    "not_whole": mark("Enter a whole number; {value} is not one."),
    "too_small": mark("At least {minimum}."),
    "too_big": mark("At most {maximum}."),
    "not_a_date": mark("“{value}” is not a date; enter e.g. 2026-11-27."),
    "not_in_the_future": mark("That time has passed; enter a future time, e.g. “{example}”."),
    "needs_consent": mark(
        "A pause beyond {latest_at} needs the coordinator's consent; ask for it, or enter an earlier time."
    ),
    "not_acknowledgeable": mark(
        "At “{level}”, acknowledging is not enough: finish the step, hand it over, or ask for more time."
    ),
    "past_the_deadline": mark(
        "It cannot be snoozed past the deadline, {due_at}; finish the step or hand it over."
    ),
    "snoozed_enough": mark(
        "It has been snoozed {at_most} times, which is the limit; finish the step or hand it over."
    ),
    "person_or_team": mark("Choose either a colleague or a team, not both."),
    "already_there": mark("The step is already there; choose someone else."),
    "nobody_to_ask": mark(
        "There is nobody to ask but you, who opened the request; hand the step over instead."
    ),
    "in_no_team": mark("This colleague is in none of the teams; choose someone who is."),
    "deadline_empty": mark("Enter a deadline, e.g. “within 3 working days” or “{example}”."),
    "deadline_unknown": mark(
        "“{phrase}” is not understood as a time; enter e.g. “Friday 6 pm” or “{example}”."
    ),
    "deadline_vague": mark("“{phrase}” does not say when; enter e.g. “Friday 6 pm” or “{example}”."),
    "deadline_past": mark("That time has passed; enter a future time, e.g. “{example}”."),
    "period_future": mark("That period is in the future; enter a past one, e.g. “last month”."),
    "period_unknown": mark("“{phrase}” is not understood as a period; enter e.g. “last month” or “2026-10”."),
    "grade_is_full": mark(
        "{holders} customers hold this grade, and the limit is {cap}; choose another grade."
    ),
    "unknown_kind": mark("There is no kind of request named “{value}”."),
    "deadline_impossible": mark("“{phrase}” does not exist; check the day and the hour, e.g. “{example}”."),
    "deadline_conflict": mark(
        "“{phrase}” contradicts itself; enter the day and the hour once, e.g. “{example}”."
    ),
    "deadline_too_far": mark("“{phrase}” is too far away; enter a time within the next year."),
    "deadline_too_long": mark("Too long for a time; enter e.g. “Friday 6 pm” or “{example}”."),
    "deadline_unknown_year": mark("The holidays of that year are not known yet; enter an earlier time."),
    "deadline_ambiguous": mark("This can mean {readings}; enter the date, e.g. “{example}”."),
}
