"""Whether each card in Slack is what the state would show: rendered anew and compared."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.delivery.addresses import PERSON, address_of
from bot.delivery.loading import load
from bot.delivery.rendered import Rendered
from bot.storage.office import Office
from bot.storage.unit_of_work import reading
from messages import render
from models import Card, Outbox, OutboxState, Person
from tests.soak.ledger import Findings
from tests.soak.pace import CALL_TIMEOUT_S

Json = dict[str, Any]
BARE = re.compile(r"&(?!(?:amp|lt|gt);)")


def compare_cards(office: Office, messages: Mapping[tuple[str, str], Json], findings: Findings) -> None:
    """Each card's blocks and fallback text are those of the state as of when it was shown last."""
    with Session(office.engine) as session:
        cards = session.exec(select(Card)).all()
        newest = _newest(session)
    for card in cards:
        message = messages.get((card.channel_id, card.ts))
        if message is None:
            findings.differ(f"card {card.key} of {card.destination} is not in {card.channel_id}")
            continue
        findings.counts["cards compared with the state"] += 1
        row = newest[card.destination, card.key]
        if not any(_is_as(message, _rendered(office, row, at)) for at in _instants(card)):
            found = _difference(message, _rendered(office, row, card.rendered_at))
            findings.differ(f"card {card.key} of {card.destination}: {found}")


def _newest(session: Session) -> dict[tuple[str, str], Outbox]:
    sent = select(Outbox).where(Outbox.state == OutboxState.SENT, col(Outbox.card_key).is_not(None))
    return {(row.destination, row.card_key or ""): row for row in session.exec(sent.order_by(col(Outbox.id)))}


def _instants(card: Card) -> Iterator[datetime]:
    """When it may have been rendered: a post that was looked up is on record later than it was made."""
    yield card.rendered_at
    posted_at = datetime.fromtimestamp(float(card.ts), UTC)
    yield from (posted_at - timedelta(seconds=back / 2) for back in range(2 * (CALL_TIMEOUT_S + 2)))


def _rendered(office: Office, row: Outbox, at: datetime) -> Rendered:
    with reading(office, now=at) as uow:
        view = load(uow, row)
        person = uow.session.get(Person, row.destination.removeprefix(PERSON))
        known = person.language if person else None
        language = address_of(office, row.destination, None, known).language
    return render(row.kind, view, language, at)


def _is_as(message: Json, rendered: Rendered) -> bool:
    return BARE.sub("&amp;", rendered.text) == message["text"] and _covers(message["blocks"], rendered.blocks)


def _difference(message: Json, rendered: Rendered) -> str:
    """The first line that differs, as it is and as it should be."""
    pairs = zip([message["text"], *message["blocks"]], [rendered.text, *rendered.blocks], strict=False)
    return next(
        (f"{is_} should be {ought}" for is_, ought in pairs if not _covers(is_, ought)), "a block more"
    )


def _covers(shown: Any, ours: Any) -> bool:
    """Whether `shown` is `ours`, but for the ids that Slack hands out itself."""
    if isinstance(ours, dict):
        return isinstance(shown, dict) and all(_covers(shown.get(key), value) for key, value in ours.items())
    if isinstance(ours, list):
        return len(shown or ()) == len(ours) and all(map(_covers, shown or (), ours))
    return bool(shown == ours)
