"""Opening a request (开单): the form, its preview, and sending it."""

from typing import Any

from bot.coordination.drafts import command_of, save_draft, send_draft
from bot.coordination.filling import Filled
from bot.coordination.form_state import from_form
from bot.coordination.one_line import say_back
from bot.coordination.opening import plan_intent, read_intent
from bot.insight.views import request_view
from bot.people import access
from bot.storage.unit_of_work import UnitOfWork
from handlers.parsing import carried, sent_form
from handlers.turn import Turn
from messages.elements import option
from messages.modals import note, open_form, preview
from messages.modals.fields import Chosen
from models import Customer, Draft

SUGGESTIONS = 20


def form(
    turn: Turn,
    filled: Filled | None = None,
    customer: Chosen | None = None,
    source_url: str | None = None,
    draft_id: int | None = None,
) -> dict[str, Any]:
    """The form in the acting person's language, filled with what is known already.

    It carries along which kind it shows, and the draft that keeps what it has no field for.
    """
    policy = turn.desk.office.branch.policy
    kind = filled.kind.id if filled else next(iter(policy.kinds))
    carries = {"kind": kind, "draft": draft_id, "source_url": source_url}
    return open_form.open_form(
        tuple(policy.kinds.values()),
        tuple(policy.services.values()),
        turn.language,
        kind=kind,
        values={**filled.values, "customer": customer} if filled else None,
        not_taken=filled.not_taken if filled else (),
        changed={"description", *filled.aside} if filled and draft_id else (),
        source_url=source_url,
        metadata={name: value for name, value in carries.items() if value is not None},
    )


def open_request_form(turn: Turn) -> None:
    """The global shortcut, App Home's button, `/coord open`; whoever may open none hears it at once."""
    with turn.looking() as uow:
        access.require(uow, "open_request")
    turn.open_view(form(turn))
    turn.ack()


def choose_kind(turn: Turn) -> None:
    """Another kind has other fields; what was typed stays, in its field or in the description."""
    sent, source_url = sent_form(turn.view), carried(turn.view).get("source_url")
    with turn.acting() as uow:
        filled = from_form(uow, sent, turn.language)
        is_kept = bool(filled.aside or filled.left or sent.draft_id)
        draft_id = keep_form(uow, filled, source_url).id if is_kept else None
        customer = customer_chosen(uow, filled.values.get("customer"))
    turn.update_view(form(turn, filled, customer, source_url, draft_id))
    turn.ack()


def keep_form(uow: UnitOfWork, filled: Filled, source_url: str | None) -> Draft:
    """The draft that keeps a form's values, with those that it has no field for."""
    return save_draft(uow, filled.kind.id, dict(filled.values), read=filled.to_json(), source_url=source_url)


def suggest_customers(turn: Turn) -> None:
    """Type-ahead over the registry, tolerant of slips; the answer comes with the ack."""
    with turn.looking() as uow:
        access.require(uow, "open_request")
        hits = turn.desk.customers(uow).find(turn.body.get("value", ""), limit=SUGGESTIONS).hits
    turn.ack(options=[option(hit.name, str(hit.id)) for hit in hits])


def submit_form(turn: Turn) -> None:
    """Preview: what was typed is kept as a draft, and its route is shown before anything is sent.

    The kind may have been changed just before, so that the fields are still another kind's.
    """
    source_url = carried(turn.view).get("source_url")
    with turn.acting(once=False) as uow:
        filled = from_form(uow, sent_form(turn.view), turn.language)
        view = preview_of(turn, uow, keep_form(uow, filled, source_url), filled.not_taken)
    turn.ack(response_action="push", view=view)


def preview_of(turn: Turn, uow: UnitOfWork, draft: Draft, not_taken: tuple[str, ...]) -> dict[str, Any]:
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
        not_taken=not_taken,
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
    text = str(customer_id or "")
    customer = uow.session.get(Customer, int(text)) if text.isdecimal() else None
    return Chosen(str(customer.id), customer.name) if customer else None
