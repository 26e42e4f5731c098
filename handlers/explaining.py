"""Why this deadline? From a request's card the customer's and the steps'; from a step's card that step's."""

from bot.coordination.course import steps_of
from bot.errors import OutOfDate
from bot.insight.explain import explain
from bot.people import access
from bot.timers.clock_facts import clock_of
from handlers.parsing import target_id
from handlers.turn import Turn
from messages.modals.explanation import explanation
from models.enums import StepState


def explain_request(turn: Turn) -> None:
    """The customer's deadline first, then those of the visits that hold and have a clock."""
    with turn.looking() as uow:
        request = access.request_for(uow, "view_request", target_id(turn.action), lock=False)
        steps = (step for step in steps_of(uow, request) if step.state != StepState.VOID)
        started = [step for step in steps if clock_of(uow, request, step)]
        found = [explain(uow, request), *(explain(uow, request, step) for step in started)]
    turn.open_view(explanation(found, turn.language))
    turn.ack()


def explain_step(turn: Turn) -> None:
    """One step's deadline."""
    with turn.looking() as uow:
        request, step = access.step_for(uow, "view_request", target_id(turn.action), lock=False)
        if clock_of(uow, request, step) is None:  # an old card: its turn has not come (again)
            raise OutOfDate(request.label, step.state)
        found = [explain(uow, request, step)]
    turn.open_view(explanation(found, turn.language))
    turn.ack()
