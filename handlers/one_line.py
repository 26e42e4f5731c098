"""`/coord open …` in one line, or a mention of the bot: a confirm card, and what its buttons do."""

from typing import Any

import structlog

from bot.coordination import one_line
from bot.coordination.drafts import draft_of, send_draft
from bot.coordination.form_state import from_line
from bot.delivery.rendered import Rendered
from bot.insight.views import request_view
from bot.language.customers import CustomerIndex
from bot.storage.unit_of_work import UnitOfWork
from handlers import opening
from handlers.interaction import Interaction
from handlers.parsing import target_id, typed_text
from messages import confirm_card
from messages.modals import note
from models import Draft

log = structlog.get_logger(__name__)


def ask(interaction: Interaction, text: str, *, source_url: str | None = None) -> None:
    """Shows what was understood of a line; nothing is opened before Confirm."""
    customers = _customers(interaction)
    with interaction.acting() as uow:
        draft = one_line.draft_line(uow, text, customers, source_url=source_url)
        card = _card(interaction, uow, draft)
    interaction.tell(card.text, card.blocks)


def _customers(interaction: Interaction) -> CustomerIndex:
    """The registry by name, made before anything is written: while it takes its time, others may write."""
    with interaction.looking() as uow:
        return interaction.context.customers(uow)


def _card(interaction: Interaction, uow: UnitOfWork, draft: Draft) -> Rendered:
    view = one_line.draft_view(uow, draft, interaction.language)
    return confirm_card.confirm_card(
        view, interaction.context.office.branch.policy, interaction.language, uow.now
    )


def _replace(interaction: Interaction, card: Rendered) -> None:
    """The confirm card is its reader's alone; it is replaced where it stands.

    By now the act is done: where Slack does not take the card (its URL serves for half an hour and five
    times), the person must not hear that nothing was changed, so a window says what the card would.
    """
    try:
        interaction.args.respond(text=card.text, blocks=card.blocks, replace_original=True)
    except Exception:
        log.warning("card_not_replaced", exc_info=True)
        interaction.open_view(note.note(card.text, interaction.language))
    interaction.ack()


def choose(interaction: Interaction) -> None:
    """One of the card's choices."""
    _, draft_id, field = interaction.action["block_id"].split(":", 2)
    with interaction.acting() as uow:
        value = interaction.action["selected_option"]["value"]
        card = _card(interaction, uow, one_line.choose(uow, int(draft_id), field, value))
    _replace(interaction, card)


def confirm(interaction: Interaction) -> None:
    """Confirm: the draft becomes a request; pressed twice, it is the same one."""
    with interaction.acting() as uow:
        request = send_draft(uow, target_id(interaction.action))
        view = request_view(uow, request.id or 0)
    _replace(interaction, confirm_card.opened(view, interaction.language))


def edit(interaction: Interaction) -> None:
    """Edit: the form, filled in."""
    with interaction.looking() as uow:
        draft = draft_of(uow, target_id(interaction.action))
        filled = from_line(uow.branch, draft, interaction.language)
        customer = opening.customer_chosen(uow, filled.values.get("customer"))
        view = opening.form(interaction, filled, customer, draft.source_url, draft.id)
    interaction.open_view(view)
    interaction.ack()


def cancel(interaction: Interaction) -> None:
    """Cancel: nothing is opened; what was typed stays to be copied."""
    with interaction.acting() as uow:
        draft = draft_of(uow, target_id(interaction.action))
        line = draft.line
        uow.session.delete(draft)
    _replace(interaction, confirm_card.cancelled(line, interaction.language))


def open_from_message(interaction: Interaction) -> None:
    """The message shortcut: the form, filled with what the message tells; its text and link come along."""
    message, channel = interaction.body["message"], interaction.body["channel"]["id"]
    text = typed_text(message.get("text", ""))
    link = interaction.args.client.chat_getPermalink(channel=channel, message_ts=message["ts"])
    interaction.open_view(prefilled(interaction, text, link["permalink"]))
    interaction.ack()


def permalink(interaction: Interaction) -> str:
    """Where the message stands that mentions the bot."""
    event = interaction.body["event"]
    link = interaction.args.client.chat_getPermalink(channel=event["channel"], message_ts=event["ts"])
    return str(link["permalink"])


def prefilled(interaction: Interaction, text: str, source_url: str) -> dict[str, Any]:
    """The form with what a message tells: the kind, the values that are certain, and all of its text."""
    customers = _customers(interaction)
    with interaction.acting() as uow:
        draft = one_line.draft_line(uow, text, customers)
        filled = from_line(uow.branch, draft, interaction.language, whole=True)
        customer = opening.customer_chosen(uow, filled.values.get("customer"))
        uow.session.delete(draft)
        kept = opening.keep_form(uow, filled, source_url)
    return opening.form(interaction, filled, customer, source_url, kept.id)
