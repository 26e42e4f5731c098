"""A request's own buttons: details, why this deadline, cancel; and App Home."""

from typing import Any

from bot.coordination import closing
from bot.errors import OutOfDate
from bot.insight import worklist
from bot.insight.time_lines import held_lines
from bot.insight.timeline import timeline
from bot.insight.views import request_view
from bot.people import access
from handlers.interaction import Interaction
from handlers.parsing import carried, target_id, values_of
from messages.home import home
from messages.modals import details, step_forms
from models.enums import RequestState


def request_details(interaction: Interaction) -> None:
    """The timeline, by a request's button."""
    interaction.open_view(_details(interaction, target_id(interaction.action)))
    interaction.ack()


def step_details(interaction: Interaction) -> None:
    """The timeline, by a step's button; the step comes first."""
    step_id = target_id(interaction.action)
    with interaction.looking() as uow:
        request, _ = access.step_for(uow, "view_request", step_id, lock=False)
    interaction.open_view(_details(interaction, request.id or 0, step_id))
    interaction.ack()


def turn_page(interaction: Interaction) -> None:
    """Another page of the timeline; the button's value is `REQUEST:PAGE` or `REQUEST:PAGE:STEP`."""
    request_id, page, *step = (int(part) for part in interaction.action["value"].split(":"))
    view = _details(interaction, request_id, step[0] if step else None, page)
    interaction.update_view(view)
    interaction.ack()


def _details(
    interaction: Interaction, request_id: int, step_id: int | None = None, page: int | None = None
) -> dict[str, Any]:
    with interaction.looking() as uow:
        request = access.request_for(uow, "view_request", request_id, lock=False)
        view, entries, held = (
            request_view(uow, request_id),
            timeline(uow, request_id),
            held_lines(uow, request),
        )
    return details.details(
        view, entries, interaction.language, uow.now, step_id=step_id, page=page, held=held
    )


def ask_cancel(interaction: Interaction) -> None:
    """Cancel: why is it not wanted any more?"""
    with interaction.looking() as uow:
        request = access.request_for(uow, "cancel_request", target_id(interaction.action), lock=False)
        if request.state != RequestState.OPEN:
            raise OutOfDate(request.label, request.state)
        view = request_view(uow, request.id or 0)
    interaction.open_view(step_forms.cancel_form(view, interaction.language))
    interaction.ack()


def submit_cancel(interaction: Interaction) -> None:
    """The request ends; every team at work on it hears of it."""
    with interaction.acting() as uow:
        closing.cancel_request(
            uow, carried(interaction.view)["request"], values_of(interaction.view).get("reason", "")
        )
    interaction.ack()


def app_home_opened(interaction: Interaction) -> None:
    """App Home: my steps by due time, my requests, the status for managers."""
    if interaction.body["event"].get("tab") == "home":
        show_home(interaction)
    interaction.ack()


def show_home(interaction: Interaction) -> None:
    """Publishes the acting person's home as things stand now."""
    with interaction.looking() as uow:
        view = worklist.home(uow)
    interaction.args.client.views_publish(
        user_id=interaction.actor_id, view=home(view, interaction.language, uow.now)
    )
