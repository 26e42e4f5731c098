"""The timeline: one sentence for each audit event."""

from datetime import datetime

from bot.policy import Text
from bot.views import TimelineEntry
from messages import labels
from messages.dates import ZONE, day_and_time
from messages.mrkdwn import Mrkdwn, bold, escape, join, md, mention, shorten
from messages.texts import Texts, mark
from models.enums import Reach

SENTENCES: dict[str, str] = {
    "request_opened": mark("{who} opened the request"),
    "step_ready": mark("{step} was assigned to {team}"),
    "step_accepted": mark("{who} accepted {step}"),
    "step_finished": mark("{who} finished {step}: {outcome}"),
    "step_returned": mark("{who} returned {step} with a question: {question}"),
    "return_answered": mark("{who} answered the question about {step}: {answer}"),
    "step_handed_over": mark("{who} handed {step} over to {to}: {reason}"),
    "step_chased": mark("{who} chased {step}"),
    "step_skipped": mark("{step} was not needed"),
    "step_reopened": mark("{who} reopened {step}: {reason}"),
    "step_voided": mark("{step} became void: it has to be done again"),
    "question_withdrawn": mark("A question was withdrawn"),
    "request_reopened": mark("{who} reopened the request: {reason}"),
    "step_cancelled": mark("{step} was cancelled"),
    "pause_expired": mark("The pause of {step} has lasted longer than expected"),
    "request_done": mark("The request is done"),
    "request_declined": mark("The request ended: declined"),
    "request_cancelled": mark("{who} cancelled the request: {reason}"),
    "clock_paused": mark("{who} paused the clock of {step}: {reason}"),
    "clock_resumed": mark("The clock of {step} was resumed"),
    "deadline_moved": mark("{who} moved the deadline of {step} to {due_at}: {reason}"),
    "customer_regraded": mark("{who} changed the customer's grade from {from_grade} to {grade}"),
    "threshold_crossed": mark("{step} reached the threshold “{level}”"),
    "reminder_acknowledged": mark("{who} acknowledged the reminder about {step}"),
    "reminder_snoozed": mark("{who} snoozed the reminder about {step}"),
    "request_at_risk": mark("The request is at risk: expected {finish_at}, due {due_at}"),
    "request_recovered": mark("The request is no longer at risk"),
    "request_linked": mark("{who} linked the request with {other}"),
    "deadline_restated": mark("The holidays were announced: the deadline of {step} is {due_at}"),
}
FAR = mark("{who} opened the request, {reach}")
"""What is said of the opening when the service reaches farther than the city: its limit is another."""
PARTICULARS = (
    "from_grade",
    "team",
    "outcome",
    "question",
    "answer",
    "reason",
    "due_at",
    "finish_at",
    "grade",
    "level",
    "other",
)
PEOPLE = ("person", "from_person", "holder")
GRADES = ("grade", "from_grade")
UNSAID = Mrkdwn("–")


def entry_line(entry: TimelineEntry, t: Texts) -> Mrkdwn:
    """`11-23 10:05  @Li accepted Transport check`."""
    stamp = f"{entry.at.astimezone(ZONE):%m-%d %H:%M}"
    return join([Mrkdwn(f"`{stamp}`"), sentence(entry, t)], " ")


def sentence(entry: TimelineEntry, t: Texts) -> Mrkdwn:
    """What happened, in words; an action that nobody named is said as it is recorded."""
    said = FAR if _is_far(entry) else SENTENCES.get(entry.action)
    step = bold(t.start(entry.step)) if entry.step else md(t("the request"))
    who = mention(entry.actor_id or t("Xieban"))
    if said is None:
        return join([who, escape(entry.action.replace("_", " ")), step if entry.step else ""], " ")
    data = {name: _shown(name, value, t) for name, value in entry.data.items() if value is not None}
    to = data.get("person") or data.get("team") or UNSAID
    return t.md(said, **{**dict.fromkeys(PARTICULARS, UNSAID), "to": to, **data, "who": who, "step": step})


def _is_far(entry: TimelineEntry) -> bool:
    return entry.action == "request_opened" and entry.data.get("reach", Reach.IN_CITY) != Reach.IN_CITY


def _shown(name: str, value: object, t: Texts) -> Mrkdwn:
    """A particular by its name in the event's data."""
    if isinstance(value, Text):
        return escape(t.of(value))
    if name in PEOPLE:
        return mention(str(value))
    if name == "reason" and value in labels.PAUSES:
        return md(t(labels.PAUSES[str(value)]))
    if name == "reach":
        return md(labels.reach(str(value), t))
    if name in GRADES:
        return md(labels.grade(str(value), t))
    if isinstance(value, str) and name.endswith("_at"):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return md(day_and_time(value, t))
    return escape(shorten(" ".join(str(value).split()), 300))
