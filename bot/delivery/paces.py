"""Rows of the table Pace under lock: who has a destination in hand, and when the next call may be made."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import Session, col, select

from bot.delivery.limits import Limits
from models import Pace


def lock_hand(session: Session, name: str, now: datetime) -> Pace | None:
    """The destination's pace, locked; None if another replica has it or is just taking it."""
    pace = _locked(session, name, skip=True)
    if pace is None:
        _make(session, name, now)
        pace = _locked(session, name, skip=True)
    if pace is None or (pace.lease_until_at is not None and pace.lease_until_at > now):
        return None
    return pace


def lock_gate(session: Session, name: str, now: datetime) -> Pace:
    """A gate that all destinations share, locked; waits for the replica that is passing it."""
    pace = _locked(session, name, skip=False)
    if pace is None:
        _make(session, name, now)
        pace = _locked(session, name, skip=False)
    assert pace is not None, "nobody removes a pace"
    return pace


def take_gates(session: Session, names: tuple[str, ...], limits: Limits, now: datetime) -> bool:
    """Passes every gate, or none if one is shut by now; always in one order: nobody waits in a ring."""
    gates = [(limits.of(name), lock_gate(session, name, now)) for name in sorted(names)]
    if any(limit.opens_at(pace.free_at) > now for limit, pace in gates):
        return False
    for limit, pace in gates:
        pace.free_at = limit.take(pace.free_at, now)
    return True


def give_gates_back(session: Session, names: tuple[str, ...], limits: Limits, now: datetime) -> None:
    """As if the gates had not been passed: the call was not made."""
    for name in sorted(names):
        pace = lock_gate(session, name, now)
        pace.free_at = limits.of(name).give_back(pace.free_at)


def shut_gate(session: Session, name: str, limits: Limits, until: datetime, now: datetime) -> None:
    """Keeps everybody from passing until then."""
    pace = lock_gate(session, name, now)
    pace.free_at = limits.of(name).shut_until(pace.free_at, until)


_PACE = select(Pace).where(col(Pace.name) == bindparam("name")).execution_options(populate_existing=True)
_WAIT_FOR, _SKIP_LOCKED = _PACE.with_for_update(), _PACE.with_for_update(skip_locked=True)
"""Statements are made once: building one costs as much as running it."""


def _locked(session: Session, name: str, *, skip: bool) -> Pace | None:
    return session.exec(_SKIP_LOCKED if skip else _WAIT_FOR, params={"name": name}).first()


def _make(session: Session, name: str, now: datetime) -> None:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = insert_sqlite(Pace) if is_sqlite else insert_postgresql(Pace)
    session.execute(insert.values(name=name, free_at=now).on_conflict_do_nothing())
