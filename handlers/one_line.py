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
from handlers.parsing import target_id, typed_text
from handlers.turn import Turn
from messages import confirm_card
from messages.modals import note
from models import Draft

log = structlog.get_logger(__name__)


def ask(turn: Turn, text: str, *, source_url: str | None = None) -> None:
    """Shows what was understood of a line; nothing is opened before Confirm."""
    customers = _customers(turn)
    with turn.acting() as uow:
        draft = one_line.draft_line(uow, text, customers, source_url=source_url)
        card = _card(turn, uow, draft)
    turn.tell(card.text, card.blocks)


def _customers(turn: Turn) -> CustomerIndex:
    """The registry by name, made before anything is written: while it takes its time, others may write."""
    with turn.looking() as uow:
        return turn.desk.customers(uow)


def _card(turn: Turn, uow: UnitOfWork, draft: Draft) -> Rendered:
    view = one_line.draft_view(uow, draft, turn.language)
    return confirm_card.confirm_card(view, turn.desk.office.branch.policy, turn.language, uow.now)


def _replace(turn: Turn, card: Rendered) -> None:
    """The confirm card is its reader's alone; it is replaced where it stands.

    By now the act is done: where Slack does not take the card (its URL serves for half an hour and five
    times), the person must not hear that nothing was changed, so a window says what the card would.
    """
    try:
        turn.args.respond(text=card.text, blocks=card.blocks, replace_original=True)
    except Exception:
        log.warning("card_not_replaced", exc_info=True)
        turn.open_view(note.note(card.text, turn.language))
    turn.ack()


def choose(turn: Turn) -> None:
    """One of the card's choices."""
    _, draft_id, field = turn.action["block_id"].split(":", 2)
    with turn.acting() as uow:
        value = turn.action["selected_option"]["value"]
        card = _card(turn, uow, one_line.choose(uow, int(draft_id), field, value))
    _replace(turn, card)


def confirm(turn: Turn) -> None:
    """Confirm: the draft becomes a request; pressed twice, it is the same one."""
    with turn.acting() as uow:
        request = send_draft(uow, target_id(turn.action))
        view = request_view(uow, request.id or 0)
    _replace(turn, confirm_card.opened(view, turn.language))


def edit(turn: Turn) -> None:
    """Edit: the form, filled in."""
    with turn.looking() as uow:
        draft = draft_of(uow, target_id(turn.action))
        filled = from_line(uow.branch, draft, turn.language)
        customer = opening.customer_chosen(uow, filled.values.get("customer"))
        view = opening.form(turn, filled, customer, draft.source_url, draft.id)
    turn.open_view(view)
    turn.ack()


def cancel(turn: Turn) -> None:
    """Cancel: nothing is opened; what was typed stays to be copied."""
    with turn.acting() as uow:
        draft = draft_of(uow, target_id(turn.action))
        line = draft.line
        uow.session.delete(draft)
    _replace(turn, confirm_card.cancelled(line, turn.language))


def open_from_message(turn: Turn) -> None:
    """The message shortcut: the form, filled with what the message tells; its text and link come along."""
    message, channel = turn.body["message"], turn.body["channel"]["id"]
    text = typed_text(message.get("text", ""))
    link = turn.args.client.chat_getPermalink(channel=channel, message_ts=message["ts"])
    turn.open_view(prefilled(turn, text, link["permalink"]))
    turn.ack()


def permalink(turn: Turn) -> str:
    """Where the message stands that mentions the bot."""
    event = turn.body["event"]
    link = turn.args.client.chat_getPermalink(channel=event["channel"], message_ts=event["ts"])
    return str(link["permalink"])


def prefilled(turn: Turn, text: str, source_url: str) -> dict[str, Any]:
    """The form with what a message tells: the kind, the values that are certain, and all of its text."""
    customers = _customers(turn)
    with turn.acting() as uow:
        draft = one_line.draft_line(uow, text, customers)
        filled = from_line(uow.branch, draft, turn.language, whole=True)
        customer = opening.customer_chosen(uow, filled.values.get("customer"))
        uow.session.delete(draft)
        kept = opening.keep_form(uow, filled, source_url)
    return opening.form(turn, filled, customer, source_url, kept.id)
