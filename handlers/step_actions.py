"""What the buttons of a step's card do: accept, finish, return, answer, hand over, chase."""

from bot.coordination import chasing, handover, returns, steps
from bot.coordination.course import require_state
from bot.errors import NotFound
from bot.insight.views import request_view
from bot.people import access
from bot.storage.unit_of_work import UnitOfWork
from bot.views import RequestView, StepView
from handlers.interaction import Interaction
from handlers.parsing import carried, target_id, values_of
from messages.modals import step_forms


def accept_step(interaction: Interaction) -> None:
    """Accept (接单)."""
    with interaction.acting() as uow:
        steps.accept_step(uow, target_id(interaction.action))
    interaction.ack()


def chase_step(interaction: Interaction) -> None:
    """Chase (催办)."""
    with interaction.acting() as uow:
        chasing.chase_step(uow, target_id(interaction.action))
    interaction.ack()


def _seen(uow: UnitOfWork, verb: str, step_id: int) -> tuple[RequestView, StepView]:
    """A step as it stands, for a form that the acting person may use on it; else says so at once."""
    request, step = access.step_for(uow, verb, step_id, lock=False)
    require_state(request, step, verb)
    view = request_view(uow, request.id or 0)
    return view, view.step(step_id)


def ask_finish(interaction: Interaction) -> None:
    """Finish (办结): a form with the outcomes and fields that the matrix names."""
    with interaction.looking() as uow:
        _, step = _seen(uow, "finish_step", target_id(interaction.action))
        outcomes = steps.rule_of(uow, step.id).outcomes
    interaction.open_view(step_forms.finish_form(step, outcomes, interaction.language))
    interaction.ack()


def choose_outcome(interaction: Interaction) -> None:
    """Another outcome has other fields; what was typed in those that it shares stays."""
    chosen = interaction.action["selected_option"]["value"]
    with interaction.looking() as uow:
        _, step = _seen(uow, "finish_step", carried(interaction.view)["step"])
        outcomes = steps.rule_of(uow, step.id).outcomes
    view = step_forms.finish_form(
        step, outcomes, interaction.language, outcome=chosen, values=values_of(interaction.view)
    )
    interaction.update_view(view)
    interaction.ack()


def submit_finish(interaction: Interaction) -> None:
    """The step is done; what follows from it happens in the same transaction."""
    values = values_of(interaction.view)
    outcome = values.pop("outcome", "")
    with interaction.acting() as uow:
        steps.finish_step(uow, carried(interaction.view)["step"], outcome, values)
    interaction.ack()


def ask_return(interaction: Interaction) -> None:
    """Return (退回): what does the team need to know?"""
    with interaction.looking() as uow:
        _, step = _seen(uow, "return_step", target_id(interaction.action))
    interaction.open_view(step_forms.return_form(step, interaction.language))
    interaction.ack()


def submit_return(interaction: Interaction) -> None:
    """The requester is asked."""
    with interaction.acting() as uow:
        returns.return_step(
            uow, carried(interaction.view)["step"], values_of(interaction.view).get("question", "")
        )
    interaction.ack()


def ask_answer(interaction: Interaction) -> None:
    """Answer: the question and room for the answer."""
    with interaction.looking() as uow:
        request, step = _seen(uow, "answer_return", target_id(interaction.action))
    if not step.exchanges:
        raise NotFound(request.label)
    interaction.open_view(step_forms.answer_form(step, step.exchanges[-1], interaction.language))
    interaction.ack()


def submit_answer(interaction: Interaction) -> None:
    """The step goes back to who asked."""
    with interaction.acting() as uow:
        returns.answer_return(
            uow, carried(interaction.view)["step"], values_of(interaction.view).get("answer", "")
        )
    interaction.ack()


def ask_hand_over(interaction: Interaction) -> None:
    """Hand over (转派): to whom, and why?"""
    with interaction.looking() as uow:
        _, step = _seen(uow, "hand_over_step", target_id(interaction.action))
    teams = [
        team for team in interaction.context.office.branch.policy.teams.values() if team.id != step.team_id
    ]
    interaction.open_view(step_forms.hand_over_form(step, teams, interaction.language))
    interaction.ack()


def submit_hand_over(interaction: Interaction) -> None:
    """The step goes to a colleague or another team."""
    values = values_of(interaction.view)
    with interaction.acting() as uow:
        handover.hand_over_step(
            uow,
            carried(interaction.view)["step"],
            reason=values.get("reason", ""),
            person_id=values.get("person"),
            team_id=values.get("team"),
        )
    interaction.ack()
