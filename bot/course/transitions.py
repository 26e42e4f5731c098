"""What can be done to a visit or a request in each state, and which state that leads to. Pure.

This table is what verbs check, buttons are made from, and the documentation shows (docs/architecture.md).
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from models.enums import RequestState, StepState

READY, ACCEPTED, RETURNED = StepState.READY, StepState.ACCEPTED, StepState.RETURNED
DONE, SKIPPED, CANCELLED, VOID = StepState.DONE, StepState.SKIPPED, StepState.CANCELLED, StepState.VOID
OPEN = RequestState.OPEN

QUESTION = "question"
"""The key of a visit that is a question to a person; its `item` is the asking visit's id."""

STEP: Mapping[StepState, Mapping[str, tuple[StepState, ...]]] = {
    READY: {
        "accept_step": (ACCEPTED,),
        "return_step": (RETURNED,),
        "hand_over_step": (ACCEPTED, READY),
        "chase_step": (READY,),
        "pause_step": (READY,),
        "resume_step": (READY,),
        "move_step_deadline": (READY,),
        "cancel": (CANCELLED,),
        "void": (VOID,),
    },
    ACCEPTED: {
        "finish_step": (DONE,),
        "return_step": (RETURNED,),
        "hand_over_step": (ACCEPTED, READY),
        "chase_step": (ACCEPTED,),
        "pause_step": (ACCEPTED,),
        "resume_step": (ACCEPTED,),
        "move_step_deadline": (ACCEPTED,),
        "cancel": (CANCELLED,),
        "void": (VOID,),
    },
    RETURNED: {
        "answer_return": (ACCEPTED,),
        "chase_step": (RETURNED,),
        "cancel": (CANCELLED,),
        "void": (VOID,),
    },
    DONE: {"reopen_step": (VOID,), "void": (VOID,)},
    SKIPPED: {"void": (VOID,)},
    CANCELLED: {"void": (VOID,)},
    VOID: {},
}
"""By state and act: the next state. Handing over leads to the first with a person, to the second with a team.

`cancel` and `void` are acts of the engine: the request ended, or an answer that the visit rests on was
withdrawn. Re-opening makes the visit void and visits the step again.
"""

ASKED: Mapping[StepState, Mapping[str, tuple[StepState, ...]]] = {
    ACCEPTED: {
        "answer_return": (DONE,),
        "chase_step": (ACCEPTED,),
        "cancel": (CANCELLED,),
        "void": (VOID,),
    },
    DONE: {"void": (VOID,)},
    CANCELLED: {"void": (VOID,)},
    VOID: {},
}
"""The same for a visit that is a question: the person who was asked holds it from the beginning."""

REQUEST: Mapping[RequestState, Mapping[str, RequestState]] = {
    OPEN: {
        "move_deadline": OPEN,
        "pause_request": OPEN,
        "resume_request": OPEN,
        "regrade_customer": OPEN,
        "cancel_request": RequestState.CANCELLED,
    },
    RequestState.DONE: {"reopen_step": OPEN},
    RequestState.DECLINED: {"reopen_step": OPEN},
    RequestState.CANCELLED: {},
}
"""By state and act: the next state of a request. A cancelled one stays as it is."""

CARD = ("accept_step", "finish_step", "return_step", "answer_return", "hand_over_step")
"""The acts that a step's card offers, in the order of its buttons."""
DETAILS = ("resume_step", "pause_step", "move_step_deadline", "reopen_step")
"""The acts that are seldom wanted: a step's details offer them."""
REQUEST_DETAILS = ("move_deadline", "resume_request", "pause_request", "regrade_customer")
RESUMES = ("resume_step", "resume_request")
"""Acts that mean something only while a clock is paused."""


class Transition(NamedTuple):
    """One row of the table."""

    state: StepState
    act: str
    to: tuple[StepState, ...]


def transitions(key: str = "") -> Iterator[Transition]:
    """All rows for a step of the matrix, or for a question (`key` is QUESTION)."""
    for state, acts in _table(key).items():
        for act, to in acts.items():
            yield Transition(state, act, to)


def next_state(key: str, state: str, act: str, *, to_team: bool = False) -> StepState | None:
    """The state of the visit `key` after the act; None where the act cannot be done from this state."""
    to = _table(key).get(StepState(state), {}).get(act, ())
    return to[-1 if to_team else 0] if to else None


def offered(key: str, state: str, acts: tuple[str, ...], *, is_paused: bool = False) -> tuple[str, ...]:
    """Which of these acts can be done to the visit now, in their order."""
    possible = _table(key).get(StepState(state), {})
    return tuple(act for act in acts if act in possible and (is_paused or act not in RESUMES))


def offered_for_request(state: str, *, is_paused: bool = False) -> tuple[str, ...]:
    """Which acts a request's details offer now."""
    possible = REQUEST[RequestState(state)]
    return tuple(act for act in REQUEST_DETAILS if act in possible and (is_paused or act not in RESUMES))


def _table(key: str) -> Mapping[StepState, Mapping[str, tuple[StepState, ...]]]:
    return ASKED if key == QUESTION else STEP
