"""Claiming: one destination and its next message, with a lease (design idea 7)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.delivery import outbox, paces
from bot.delivery.addresses import Address, address_of
from bot.delivery.due import next_head, of_one_message
from bot.delivery.limits import Limits
from bot.delivery.paces import Lease, PaceState
from bot.delivery.queue import Action, Waiting, opens_at
from bot.storage.office import Office
from models import Card, Outbox, OutboxState


@dataclass(frozen=True)
class Claim:
    """What one worker has leased: the notices of one message (several where reminders fall together)."""

    worker: str
    action: Action
    destination: str
    notices: tuple[Outbox, ...]
    address: Address
    card: Card | None
    thread_ts: str | None
    gates: tuple[str, ...]
    superseded: int = 0

    @property
    def head(self) -> Outbox:
        """The notice that is sent first."""
        return self.notices[0]

    @property
    def ids(self) -> tuple[int, ...]:
        """The outbox ids, as the message's metadata carries them."""
        return tuple(notice.id or 0 for notice in self.notices)


@contextmanager
def taking(office: Office, now: datetime) -> Iterator[tuple[Session, dict[str, PaceState]]]:
    """A transaction in which nobody else claims: whose turn it is when it is surveyed, has it still.

    Yields its session, and the paces that all destinations share, by name: whoever claims holds their lock.
    Replicas that survey at once would all go for the same destination, and all but one in vain.
    """
    with Session(office.engine, expire_on_commit=False) as session, session.begin():
        yield session, paces.lock(session, paces.SHARED, now)


def claim(
    session: Session,
    office: Office,
    waiting_row: Waiting,
    limits: Limits,
    *,
    shared: Mapping[str, PaceState],
    lease: Lease,
) -> Claim | None:
    """Takes the destination and its next notice. `session` and `shared` are those of `taking`.

    None, and nothing taken, if what others have recorded since the survey stands against it: a lease, a post
    whose outcome is unknown, a gate that was shut.
    """
    head = next_head(session, waiting_row, lease.at)
    if head is None:
        return None
    known = {**shared, **head.pace}
    if opens_at(waiting_row, known, limits) > lease.at:
        return None
    notices, superseded = of_one_message(session, waiting_row, head, lease.at)
    for notice in notices:
        _take(notice, waiting_row.action, lease)
    for older in superseded:
        outbox.supersede(older)
    paces.take(session, waiting_row.destination, waiting_row.gates(), known, limits, lease)
    return Claim(
        worker=lease.by,
        action=waiting_row.action,
        destination=waiting_row.destination,
        notices=tuple(notices),
        address=address_of(office, waiting_row.destination, head.channel_id, head.language),
        card=head.card,
        thread_ts=head.thread_ts,
        gates=waiting_row.gates(),
        superseded=len(superseded),
    )


def _take(notice: Outbox, action: Action, lease: Lease) -> None:
    notice.state = OutboxState.SENDING
    notice.lease_by, notice.lease_until_at = lease.by, lease.until_at
    notice.attempts += 1
    if action == Action.POST:
        notice.first_tried_at = notice.first_tried_at or lease.at
