"""The table of a step's transitions, walked against the running verbs: one truth for verbs and buttons."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.coordination import clock_verbs
from bot.coordination.chasing import chase_step
from bot.coordination.clock_verbs import PauseWish
from bot.coordination.closing import cancel_request
from bot.coordination.handover import hand_over_step
from bot.coordination.returns import answer_return, return_step
from bot.coordination.steps import accept_step, finish_step
from bot.course.transitions import (
    ASKED,
    CARD,
    DETAILS,
    QUESTION,
    STEP,
    Transition,
    next_state,
    offered,
    offered_for_request,
    transitions,
)
from bot.errors import OutOfDate
from bot.insight.views import request_view
from bot.storage.unit_of_work import UnitOfWork
from models import Step
from models.enums import RequestState, StepState
from tests.coordination.clock_scene import COORDINATOR, ENGINEER, LEAD, at
from tests.office import TestOffice

CONSTRUCTION_LEAD = "U0MAZY"
WISH = PauseWish("customer_unreachable")
Act = Callable[[UnitOfWork, int], object]
ACTS: dict[str, tuple[str, Act]] = {
    "accept_step": (ENGINEER, accept_step),
    "finish_step": (LEAD, lambda uow, id: finish_step(uow, id, "available", {"reserved": "port 7"})),
    "return_step": (LEAD, lambda uow, id: return_step(uow, id, "which floor?")),
    "answer_return": (COORDINATOR, lambda uow, id: answer_return(uow, id, "the fifth")),
    "hand_over_step": (LEAD, lambda uow, id: hand_over_step(uow, id, reason="r", person_id="U0PETER")),
    "hand_over_step to a team": (LEAD, lambda uow, id: hand_over_step(uow, id, reason="r", team_id="data")),
    "chase_step": (COORDINATOR, chase_step),
    "pause_step": (LEAD, lambda uow, id: clock_verbs.pause_step(uow, id, WISH)),
    "resume_step": (LEAD, clock_verbs.resume_step),
    "move_step_deadline": (
        COORDINATOR,
        lambda uow, id: clock_verbs.move_step_deadline(uow, id, at("12-04 18:00"), "agreed"),
    ),
    "reopen_step": (COORDINATOR, lambda uow, id: clock_verbs.reopen_step(uow, id, "not so")),
}
"""By act: somebody who may do it, and how."""


def in_state(office: TestOffice, state: StepState) -> tuple[int, int]:
    """A request whose transport check is in that state, by the verbs alone: its id and the step's."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    if state == StepState.SKIPPED:
        office.finishes(xb, "transport", "available", by=ENGINEER)
        office.finishes(xb, "data", "available", by="U0WUQIAN")
        return xb, office.step(xb, "construction").id or 0
    step_id = office.step(xb, "transport").id or 0
    steps = {
        StepState.ACCEPTED: ["accept_step"],
        StepState.RETURNED: ["accept_step", "return_step"],
        StepState.DONE: ["accept_step", "finish_step"],
        StepState.VOID: ["accept_step", "finish_step", "reopen_step"],
    }
    for act in steps.get(state, []):
        person, verb = ACTS[act]
        with office.by(person) as uow:
            verb(uow, step_id)
    if state == StepState.CANCELLED:
        with office.by("U0LINQ") as uow:
            cancel_request(uow, xb, "not wanted")
    return xb, step_id


def state_of(office: TestOffice, step_id: int) -> StepState:
    with office.by(None) as uow:
        return StepState(uow.session.get_one(Step, step_id).state)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", [state for state in StepState if state != StepState.WAITING])
def test_a_verb_does_what_the_table_says(office: TestOffice, state: StepState, act: str) -> None:
    """From each state each act leads to the table's state, or is refused and changes nothing."""
    xb, step_id = in_state(office, state)
    assert state_of(office, step_id) == state
    before = office.actions(xb)
    expected = next_state("transport", state, act.split()[0], to_team=act.endswith("to a team"))
    person, verb = ACTS[act]
    if state == StepState.SKIPPED and person in (ENGINEER, LEAD):
        person = CONSTRUCTION_LEAD
    if expected is None:
        with pytest.raises(OutOfDate) as refused, office.by(person) as uow:
            verb(uow, step_id)
        assert refused.value.state in (state, RequestState.CANCELLED)
        assert (state_of(office, step_id), office.actions(xb)) == (state, before)
    else:
        with office.by(person) as uow:
            verb(uow, step_id)
        assert state_of(office, step_id) == expected


@pytest.mark.parametrize("state", [state for state in StepState if state != StepState.WAITING])
def test_buttons_are_what_the_table_allows(office: TestOffice, state: StepState) -> None:
    """A card offers exactly the acts that its state allows, and so do its details."""
    xb, step_id = in_state(office, state)
    with office.by(None) as uow:
        view = next(each for each in request_view(uow, xb).steps if each.id == step_id)
    is_open = office.request(xb).state == "open"
    allowed = set(STEP[state])
    assert set(view.actions) == (allowed & set(CARD) if is_open else set())
    expected = allowed & set(DETAILS) - {"resume_step"} if state != StepState.CANCELLED else set()
    assert set(view.more) == expected


def test_resuming_is_offered_only_while_a_clock_is_paused() -> None:
    """The other acts of the details stay as they are."""
    assert "resume_step" not in offered("transport", "accepted", DETAILS)
    assert offered("transport", "accepted", DETAILS, is_paused=True) == DETAILS[:3]
    assert "resume_request" not in offered_for_request("open")
    assert "resume_request" in offered_for_request("open", is_paused=True)
    assert offered_for_request("done") == offered_for_request("cancelled") == ()


def test_a_question_is_answered_or_taken_back() -> None:
    """Whoever was asked holds the question from the beginning: nobody accepts it or hands it over."""
    acts = {row.act for row in transitions(QUESTION)}
    assert acts == {"answer_return", "chase_step", "cancel", "void"}
    assert next_state(QUESTION, "accepted", "answer_return") == StepState.DONE
    assert next_state(QUESTION, "done", "answer_return") is None
    assert set(ASKED) == {StepState.ACCEPTED, StepState.DONE, StepState.CANCELLED, StepState.VOID}


def test_the_documentation_shows_the_table() -> None:
    """docs/architecture.md has every transition, and none besides."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| ((?:`\w+`(?: or )?)+) \|", text, re.MULTILINE)
    shown = {(state, act, tuple(re.findall(r"`(\w+)`", to))) for state, act, to in rows}
    assert shown == {_plain(row) for row in transitions()}


def _plain(row: Transition) -> tuple[str, str, tuple[str, ...]]:
    return str(row.state), row.act, tuple(map(str, row.to))
