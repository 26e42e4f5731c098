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
from handlers.interaction import Interaction
from handlers.parsing import carried, sent_form
from messages.elements import option
from messages.modals import note, open_form, preview
from messages.modals.fields import Chosen
from models import Customer, Draft

SUGGESTIONS = 20


def form(
    interaction: Interaction,
    filled: Filled | None = None,
    customer: Chosen | None = None,
    source_url: str | None = None,
    draft_id: int | None = None,
) -> dict[str, Any]:
    """The form in the acting person's language, filled with what is known already.

    It carries along which kind it shows, and the draft that keeps what it has no field for.
    """
    policy = interaction.context.office.branch.policy
    kind = filled.kind.id if filled else next(iter(policy.kinds))
    carries = {"kind": kind, "draft": draft_id, "source_url": source_url}
    return open_form.open_form(
        tuple(policy.kinds.values()),
        tuple(policy.services.values()),
        interaction.language,
        kind=kind,
        values={**filled.values, "customer": customer} if filled else None,
        not_taken=filled.not_taken if filled else (),
        changed={"description", *filled.aside} if filled and draft_id else (),
        source_url=source_url,
        metadata={name: value for name, value in carries.items() if value is not None},
    )


def open_request_form(interaction: Interaction) -> None:
    """The global shortcut, App Home's button, `/coord open`; whoever may open none hears it at once."""
    with interaction.looking() as uow:
        access.require(uow, "open_request")
    interaction.open_view(form(interaction))
    interaction.ack()


def choose_kind(interaction: Interaction) -> None:
    """Another kind has other fields; what was typed stays, in its field or in the description."""
    sent, source_url = sent_form(interaction.view), carried(interaction.view).get("source_url")
    with interaction.acting() as uow:
        filled = from_form(uow, sent, interaction.language)
        is_kept = bool(filled.aside or filled.left or sent.draft_id)
        draft_id = keep_form(uow, filled, source_url).id if is_kept else None
        customer = customer_chosen(uow, filled.values.get("customer"))
    interaction.update_view(form(interaction, filled, customer, source_url, draft_id))
    interaction.ack()


def keep_form(uow: UnitOfWork, filled: Filled, source_url: str | None) -> Draft:
    """The draft that keeps a form's values, with those that it has no field for."""
    return save_draft(uow, filled.kind.id, dict(filled.values), read=filled.to_json(), source_url=source_url)


def suggest_customers(interaction: Interaction) -> None:
    """Type-ahead over the registry, tolerant of slips; the answer comes with the ack."""
    with interaction.looking() as uow:
        access.require(uow, "open_request")
        hits = (
            interaction.context.customers(uow).find(interaction.body.get("value", ""), limit=SUGGESTIONS).hits
        )
    interaction.ack(options=[option(hit.name, str(hit.id)) for hit in hits])


def submit_form(interaction: Interaction) -> None:
    """Preview: what was typed is kept as a draft, and its route is shown before anything is sent.

    The kind may have been changed just before, so that the fields are still another kind's.
    """
    source_url = carried(interaction.view).get("source_url")
    with interaction.acting(once=False) as uow:
        filled = from_form(uow, sent_form(interaction.view), interaction.language)
        view = preview_of(interaction, uow, keep_form(uow, filled, source_url), filled.not_taken)
    interaction.ack(response_action="push", view=view)


def preview_of(
    interaction: Interaction, uow: UnitOfWork, draft: Draft, not_taken: tuple[str, ...]
) -> dict[str, Any]:
    """The route of a draft; raises Invalid with a problem at each field."""
    policy = interaction.context.office.branch.policy
    intent = read_intent(uow, command_of(draft))
    return preview.preview(
        plan_intent(policy, intent, uow.now),
        policy,
        interaction.language,
        customer=intent.customer.name,
        service=intent.service,
        grade=intent.grade,
        access_points=intent.access_points,
        reach=intent.reach,
        wished=say_back(uow, intent.wished_at, interaction.language) if intent.wished_at else None,
        not_taken=not_taken,
        metadata={"draft": draft.id},
    )


def send_request(interaction: Interaction) -> None:
    """Send: the draft becomes a request."""
    with interaction.acting(once=False) as uow:
        request = send_draft(uow, carried(interaction.view)["draft"])
        view = request_view(uow, request.id or 0)
    interaction.ack(response_action="update", view=note.request_opened(view, interaction.language))


def customer_chosen(uow: UnitOfWork, customer_id: object) -> Chosen | None:
    """A draft's customer as a form shows it."""
    text = str(customer_id or "")
    customer = uow.session.get(Customer, int(text)) if text.isdecimal() else None
    return Chosen(str(customer.id), customer.name) if customer else None
