"""The buttons of cards: an action id is the verb's name, the value is the id of what it acts on."""

from collections.abc import Iterable

from bot.views import RequestView, StepView
from messages.blocks import Block, actions
from messages.elements import button
from messages.texts import Texts, mark

STEP_DETAILS = "step_details"
REQUEST_DETAILS = "request_details"
EXPLAIN_REQUEST = "explain_request"
EXPLAIN_STEP = "explain_step"
CANCEL_REQUEST = "cancel_request"
CHASE_STEP = "chase_step"

LABELS: dict[str, str] = {
    "accept_step": mark("Accept"),
    "finish_step": mark("Finish"),
    "return_step": mark("Return"),
    "answer_return": mark("Answer"),
    "hand_over_step": mark("Hand over"),
    "pause_step": mark("Pause"),
    "resume_step": mark("Resume"),
    "reopen_step": mark("Reopen"),
    "move_deadline": mark("Move deadline"),
    "move_step_deadline": mark("Move deadline"),
    "pause_request": mark("Pause"),
    "resume_request": mark("Resume"),
    "regrade_customer": mark("Change the grade"),
    CHASE_STEP: mark("Chase"),
    STEP_DETAILS: mark("Details"),
    REQUEST_DETAILS: mark("Details"),
    EXPLAIN_REQUEST: mark("Why this deadline"),
    EXPLAIN_STEP: mark("Why this deadline"),
    CANCEL_REQUEST: mark("Cancel request"),
    "acknowledge_reminder": mark("Acknowledge"),
    "snooze_reminder": mark("Remind me next morning"),
}
STYLES = {"accept_step": "primary", "finish_step": "primary", "answer_return": "primary"}


def button_for(action: str, value: int | str, t: Texts, *, style: str | None = None) -> Block:
    """One button with the label that its verb always has."""
    return button(t(LABELS[action]), action, str(value), style=style)


def step_row(step: StepView, verbs: Iterable[str], t: Texts) -> Block:
    """A step's buttons, the first that moves it on made prominent, Details last."""
    row = [*verb_buttons(step, verbs, t), button_for(STEP_DETAILS, step.id, t)]
    return actions(row, block_id=f"step:{step.id}")


def verb_buttons(step: StepView, verbs: Iterable[str], t: Texts) -> list[Block]:
    """The buttons of what can be done to a step, the first that moves it on made prominent."""
    known = [verb for verb in verbs if verb in LABELS]
    first = next((verb for verb in known if verb in STYLES), None)
    return [button_for(verb, step.id, t, style=STYLES[verb] if verb == first else None) for verb in known]


def request_row(request: RequestView, verbs: Iterable[str], t: Texts) -> Block:
    """A request's buttons."""
    row = [button_for(verb, request.id, t) for verb in verbs]
    return actions(row, block_id=f"request:{request.id}")
