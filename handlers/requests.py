"""A request's own buttons: details, why this deadline, cancel; and App Home."""

from typing import Any

from bot.coordination import closing
from bot.errors import OutOfDate
from bot.insight import desk
from bot.insight.held import held_lines
from bot.insight.timeline import timeline
from bot.insight.views import request_view
from bot.people import access
from handlers.parsing import carried, target_id, values_of
from handlers.turn import Turn
from messages.home import home
from messages.modals import details, step_forms
from models.enums import RequestState


def request_details(turn: Turn) -> None:
    """The timeline, by a request's button."""
    turn.open_view(_details(turn, target_id(turn.action)))
    turn.ack()


def step_details(turn: Turn) -> None:
    """The timeline, by a step's button; the step comes first."""
    step_id = target_id(turn.action)
    with turn.looking() as uow:
        request, _ = access.step_for(uow, "view_request", step_id, lock=False)
    turn.open_view(_details(turn, request.id or 0, step_id))
    turn.ack()


def turn_page(turn: Turn) -> None:
    """Another page of the timeline; the button's value is `REQUEST:PAGE` or `REQUEST:PAGE:STEP`."""
    request_id, page, *step = (int(part) for part in turn.action["value"].split(":"))
    view = _details(turn, request_id, step[0] if step else None, page)
    turn.update_view(view)
    turn.ack()


def _details(
    turn: Turn, request_id: int, step_id: int | None = None, page: int | None = None
) -> dict[str, Any]:
    with turn.looking() as uow:
        request = access.request_for(uow, "view_request", request_id, lock=False)
        view, entries, held = (
            request_view(uow, request_id),
            timeline(uow, request_id),
            held_lines(uow, request),
        )
    return details.details(view, entries, turn.language, uow.now, step_id=step_id, page=page, held=held)


def ask_cancel(turn: Turn) -> None:
    """Cancel: why is it not wanted any more?"""
    with turn.looking() as uow:
        request = access.request_for(uow, "cancel_request", target_id(turn.action), lock=False)
        if request.state != RequestState.OPEN:
            raise OutOfDate(request.label, request.state)
        view = request_view(uow, request.id or 0)
    turn.open_view(step_forms.cancel_form(view, turn.language))
    turn.ack()


def submit_cancel(turn: Turn) -> None:
    """The request ends; every team at work on it hears of it."""
    with turn.acting() as uow:
        closing.cancel_request(uow, carried(turn.view)["request"], values_of(turn.view).get("reason", ""))
    turn.ack()


def app_home_opened(turn: Turn) -> None:
    """App Home: my steps by due time, my requests, the status for managers."""
    if turn.body["event"].get("tab") == "home":
        show_home(turn)
    turn.ack()


def show_home(turn: Turn) -> None:
    """Publishes the acting person's home as things stand now."""
    with turn.looking() as uow:
        view = desk.home(uow)
    turn.args.client.views_publish(user_id=turn.actor_id, view=home(view, turn.language, uow.now))
