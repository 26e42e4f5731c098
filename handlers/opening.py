"""Opening a request (开单): the form, its preview, and sending it."""

from datetime import datetime
from typing import Any

from bot import access
from bot.coordination.drafts import command_of, draft_of, save_draft, send_draft
from bot.coordination.one_line import say_back
from bot.coordination.opening import plan_intent, read_intent
from bot.insight.views import request_view
from bot.unit_of_work import UnitOfWork
from bot.worktime.phrases import absolute
from handlers.parsing import carried, names_of, values_of
from handlers.turn import Turn
from messages.elements import option
from messages.modals import note, open_form, preview
from messages.modals.fields import Chosen
from models import Customer, Draft

SUGGESTIONS = 20


def form(
    turn: Turn,
    *,
    kind: str | None = None,
    values: dict[str, Any] | None = None,
    source_url: str | None = None,
) -> dict[str, Any]:
    """The form in the acting person's language, filled with what is known already."""
    policy = turn.desk.office.branch.policy
    return open_form.open_form(
        tuple(policy.kinds.values()),
        tuple(policy.services.values()),
        turn.language,
        kind=kind,
        values=values,
        source_url=source_url,
        metadata={"source_url": source_url} if source_url else None,
    )


def open_request_form(turn: Turn) -> None:
    """The global shortcut, App Home's button, `/coord open`; whoever may open none hears it at once."""
    with turn.looking() as uow:
        access.require(uow, "open_request")
    turn.open_view(form(turn))
    turn.ack()


def choose_kind(turn: Turn) -> None:
    """Another kind has other fields; what was typed in those that it shares stays."""
    view = form(
        turn,
        kind=turn.action["selected_option"]["value"],
        values=typed(turn.view),
        source_url=carried(turn.view).get("source_url"),
    )
    turn.update_view(view)
    turn.ack()


def typed(view: dict[str, Any]) -> dict[str, Any]:
    """A form's values as a form takes them back: the customer with its name."""
    values, names = values_of(view), names_of(view)
    if "customer" in values:
        values["customer"] = Chosen(values["customer"], names["customer"])
    return values


def suggest_customers(turn: Turn) -> None:
    """Type-ahead over the registry, tolerant of slips; the answer comes with the ack."""
    with turn.looking() as uow:
        access.require(uow, "open_request")
        hits = turn.desk.customers(uow).find(turn.body.get("value", ""), limit=SUGGESTIONS).hits
    turn.ack(options=[option(hit.name, str(hit.id)) for hit in hits])


def submit_form(turn: Turn) -> None:
    """Preview: what was typed is kept as a draft, and its route is shown before anything is sent."""
    values = values_of(turn.view)
    kind, source_url = values.pop("kind"), carried(turn.view).get("source_url")
    with turn.acting(once=False) as uow:
        draft = save_draft(uow, kind, values, source_url=source_url)
        view = preview_of(turn, uow, draft)
    turn.ack(response_action="push", view=view)


def preview_of(turn: Turn, uow: UnitOfWork, draft: Draft) -> dict[str, Any]:
    """The route of a draft; raises Invalid with a problem at each field."""
    policy = turn.desk.office.branch.policy
    intent = read_intent(uow, command_of(draft))
    return preview.preview(
        plan_intent(policy, intent, uow.now),
        policy,
        turn.language,
        customer=intent.customer.name,
        service=intent.service,
        grade=intent.grade,
        access_points=intent.access_points,
        reach=intent.reach,
        wished=say_back(uow, intent.wished_at, turn.language) if intent.wished_at else None,
        metadata={"draft": draft.id},
    )


def send_request(turn: Turn) -> None:
    """Send: the draft becomes a request."""
    with turn.acting(once=False) as uow:
        request = send_draft(uow, carried(turn.view)["draft"])
        view = request_view(uow, request.id or 0)
    turn.ack(response_action="update", view=note.request_opened(view, turn.language))


def customer_chosen(uow: UnitOfWork, customer_id: object) -> Chosen | None:
    """A draft's customer as a form shows it."""
    customer = uow.session.get(Customer, int(str(customer_id))) if customer_id else None
    return Chosen(str(customer.id), customer.name) if customer else None


def edit_values(uow: UnitOfWork, draft_id: int, language: str) -> tuple[Draft, dict[str, Any]]:
    """A draft's values as the form takes them back; a wished instant in words that read back to it."""
    draft = draft_of(uow, draft_id)
    values = dict(draft.details)
    values["customer"] = customer_chosen(uow, values.get("customer"))
    if draft.line and "wished" in values:
        at = datetime.fromisoformat(values["wished"])
        values["wished"] = absolute(at, uow.branch.office_calendar, language)
    return draft, values
