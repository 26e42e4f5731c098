"""Why this deadline? From a request's card the customer's and the steps'; from a step's card that step's."""

from bot.coordination.course import steps_of
from bot.errors import OutOfDate
from bot.insight.explain import explain
from bot.people import access
from bot.timers.clock_facts import clock_of
from handlers.interaction import Interaction
from handlers.parsing import target_id
from messages.modals.explanation import explanation
from models.enums import StepState


def explain_request(interaction: Interaction) -> None:
    """The customer's deadline first, then those of the visits that hold and have a clock."""
    with interaction.looking() as uow:
        request = access.request_for(uow, "view_request", target_id(interaction.action), lock=False)
        steps = (step for step in steps_of(uow, request) if step.state != StepState.VOID)
        started = [step for step in steps if clock_of(uow, request, step)]
        found = [explain(uow, request), *(explain(uow, request, step) for step in started)]
    interaction.open_view(explanation(found, interaction.language))
    interaction.ack()


def explain_step(interaction: Interaction) -> None:
    """One step's deadline."""
    with interaction.looking() as uow:
        request, step = access.step_for(uow, "view_request", target_id(interaction.action), lock=False)
        if clock_of(uow, request, step) is None:  # an old card: its turn has not come (again)
            raise OutOfDate(request.label, step.state)
        found = [explain(uow, request, step)]
    interaction.open_view(explanation(found, interaction.language))
    interaction.ack()
