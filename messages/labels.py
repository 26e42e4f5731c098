"""The words for what rows hold as codes: grades, assurance levels, stages, states; and their marks.

A state is told by a mark and a word, never by colour alone.
"""

import re

from messages.texts import Texts, mark
from models.enums import AssuranceLevel, Grade, Reach, RequestState, Stage, StepState

GRADES: dict[str, str] = {
    Grade.KEY: mark("key customer"),
    Grade.DIAMOND: mark("diamond"),
    Grade.GOLD: mark("gold"),
    Grade.SILVER: mark("silver"),
    Grade.BRONZE: mark("bronze"),
}
REACHES: dict[str, str] = {
    Reach.IN_CITY: mark("in the city"),
    Reach.ACROSS_CITIES: mark("across cities"),
    Reach.ACROSS_PROVINCES: mark("across provinces"),
}
STAGES: dict[str, str] = {
    Stage.PRE_SALE: mark("pre-sale"),
    Stage.IN_SALE: mark("in-sale"),
    Stage.AFTER_SALE: mark("after-sale"),
}
REQUEST_STATES: dict[str, str] = {
    RequestState.OPEN: mark("open"),
    RequestState.DONE: mark("done"),
    RequestState.DECLINED: mark("declined"),
    RequestState.CANCELLED: mark("cancelled"),
}
STEP_STATES: dict[str, str] = {
    StepState.WAITING: mark("not started"),
    StepState.READY: mark("waiting for acceptance"),
    StepState.ACCEPTED: mark("in progress"),
    StepState.RETURNED: mark("returned with a question"),
    StepState.DONE: mark("done"),
    StepState.SKIPPED: mark("not needed"),
    StepState.CANCELLED: mark("cancelled"),
    StepState.VOID: mark("void"),
}
MARKS: dict[str, str] = {
    StepState.WAITING: "⚪",
    StepState.READY: "🟡",
    StepState.ACCEPTED: "🔵",
    StepState.RETURNED: "❓",
    StepState.DONE: "✅",
    StepState.SKIPPED: "⏩",
    StepState.CANCELLED: "🚫",
    StepState.VOID: "↩️",
    RequestState.OPEN: "🔵",
    RequestState.DECLINED: "🚫",
}
OVERDUE, AT_RISK, PAUSED, PROVISIONAL = "🔴", "⚠️", "⏸️", "🗓️"

PAUSES: dict[str, str] = {
    "returned": mark("waiting for an answer"),
    "reopened": mark("time between completion and re-opening"),
}
"""Why a clock stood still, where it was the engine that paused it; all other reasons are the policy's."""

CAPACITIES: dict[str, str] = {
    "holder": mark("the person who holds the step"),
    "team_member": mark("a member of the team"),
    "team_lead": mark("the team's lead"),
    "coordinator": mark("the coordinators of the support office"),
    "requester": mark("the requester"),
    "manager": mark("a manager"),
}
VERBS: dict[str, str] = {
    "open_request": mark("open a request"),
    "accept_step": mark("accept this step"),
    "finish_step": mark("finish this step"),
    "return_step": mark("return this step"),
    "answer_return": mark("answer this question"),
    "hand_over_step": mark("hand this step over"),
    "chase_step": mark("chase this step"),
    "cancel_request": mark("cancel this request"),
    "pause_step": mark("pause this clock"),
    "resume_step": mark("resume this clock"),
    "move_deadline": mark("move this deadline"),
    "regrade_customer": mark("change this customer's grade"),
    "reopen_step": mark("reopen this step"),
    "acknowledge_reminder": mark("acknowledge this reminder"),
    "snooze_reminder": mark("snooze this reminder"),
    "view_request": mark("see this request"),
    "view_status": mark("see the status"),
}
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)([dhm])")
_UNITS = {"d": mark("{n} working days"), "h": mark("{n} hours"), "m": mark("{n} minutes")}
_ONE = {"d": mark("1 working day"), "h": mark("1 hour"), "m": mark("1 minute")}


def word(table: dict[str, str], code: str, t: Texts) -> str:
    """The word for a code; a code that nobody named is said as it is."""
    return t(table[code]) if code in table else code


def grade(code: str, t: Texts) -> str:
    """The customer service grade."""
    return word(GRADES, code, t)


def reach(code: str, t: Texts) -> str:
    """How far the service reaches."""
    return word(REACHES, code, t)


def assurance(code: str, t: Texts) -> str:
    """The assurance level; AAA, AA and A are their own names."""
    return t("normal") if code == AssuranceLevel.NORMAL else code


def amount(text: str, t: Texts) -> str:
    """`6.5d`, `2h30m` in words; a text of any other form as it is."""
    parts = _AMOUNT.findall(text)
    if not parts or _AMOUNT.sub("", text).strip():
        return text
    return " ".join(t(_ONE[unit]) if n == "1" else t(_UNITS[unit], n=n) for n, unit in parts)
