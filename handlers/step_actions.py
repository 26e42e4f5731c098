"""What the buttons of a step's card do: accept, finish, return, answer, hand over, chase."""

from bot.coordination import hands, returns, steps
from bot.coordination.course import require_state
from bot.errors import NotFound
from bot.insight.views import request_view
from bot.people import access
from bot.storage.unit_of_work import UnitOfWork
from bot.views import RequestView, StepView
from handlers.parsing import carried, target_id, values_of
from handlers.turn import Turn
from messages.modals import step_forms


def accept_step(turn: Turn) -> None:
    """Accept (接单)."""
    with turn.acting() as uow:
        steps.accept_step(uow, target_id(turn.action))
    turn.ack()


def chase_step(turn: Turn) -> None:
    """Chase (催办)."""
    with turn.acting() as uow:
        hands.chase_step(uow, target_id(turn.action))
    turn.ack()


def _seen(uow: UnitOfWork, verb: str, step_id: int) -> tuple[RequestView, StepView]:
    """A step as it stands, for a form that the acting person may use on it; else says so at once."""
    request, step = access.step_for(uow, verb, step_id, lock=False)
    require_state(request, step, verb)
    view = request_view(uow, request.id or 0)
    return view, view.step(step_id)


def ask_finish(turn: Turn) -> None:
    """Finish (办结): a form with the outcomes and fields that the matrix names."""
    with turn.looking() as uow:
        _, step = _seen(uow, "finish_step", target_id(turn.action))
        outcomes = steps.rule_of(uow, step.id).outcomes
    turn.open_view(step_forms.finish_form(step, outcomes, turn.language))
    turn.ack()


def choose_outcome(turn: Turn) -> None:
    """Another outcome has other fields; what was typed in those that it shares stays."""
    chosen = turn.action["selected_option"]["value"]
    with turn.looking() as uow:
        _, step = _seen(uow, "finish_step", carried(turn.view)["step"])
        outcomes = steps.rule_of(uow, step.id).outcomes
    view = step_forms.finish_form(step, outcomes, turn.language, outcome=chosen, values=values_of(turn.view))
    turn.update_view(view)
    turn.ack()


def submit_finish(turn: Turn) -> None:
    """The step is done; what follows from it happens in the same transaction."""
    values = values_of(turn.view)
    outcome = values.pop("outcome", "")
    with turn.acting() as uow:
        steps.finish_step(uow, carried(turn.view)["step"], outcome, values)
    turn.ack()


def ask_return(turn: Turn) -> None:
    """Return (退回): what does the team need to know?"""
    with turn.looking() as uow:
        _, step = _seen(uow, "return_step", target_id(turn.action))
    turn.open_view(step_forms.return_form(step, turn.language))
    turn.ack()


def submit_return(turn: Turn) -> None:
    """The requester is asked."""
    with turn.acting() as uow:
        returns.return_step(uow, carried(turn.view)["step"], values_of(turn.view).get("question", ""))
    turn.ack()


def ask_answer(turn: Turn) -> None:
    """Answer: the question and room for the answer."""
    with turn.looking() as uow:
        request, step = _seen(uow, "answer_return", target_id(turn.action))
    if not step.exchanges:
        raise NotFound(request.label)
    turn.open_view(step_forms.answer_form(step, step.exchanges[-1], turn.language))
    turn.ack()


def submit_answer(turn: Turn) -> None:
    """The step goes back to who asked."""
    with turn.acting() as uow:
        returns.answer_return(uow, carried(turn.view)["step"], values_of(turn.view).get("answer", ""))
    turn.ack()


def ask_hand_over(turn: Turn) -> None:
    """Hand over (转派): to whom, and why?"""
    with turn.looking() as uow:
        _, step = _seen(uow, "hand_over_step", target_id(turn.action))
    teams = [team for team in turn.desk.office.branch.policy.teams.values() if team.id != step.team_id]
    turn.open_view(step_forms.hand_over_form(step, teams, turn.language))
    turn.ack()


def submit_hand_over(turn: Turn) -> None:
    """The step changes hands."""
    values = values_of(turn.view)
    with turn.acting() as uow:
        hands.hand_over_step(
            uow,
            carried(turn.view)["step"],
            reason=values.get("reason", ""),
            person_id=values.get("person"),
            team_id=values.get("team"),
        )
    turn.ack()
