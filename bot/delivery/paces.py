"""Rows of the table Pace: who holds the lease of a destination, and when the next call may be made.

Whoever locks several does so in one order, so nobody waits in a ring: rows of the outbox first, then the
paces that all destinations share, by name, then a destination's.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, bindparam, case, select, update
from sqlmodel import Session

from bot.delivery.contract import LOOK_UP, OPEN_DM, UPDATE
from bot.delivery.limits import WORKSPACE, Limits, destination_pace, method_pace
from bot.storage.statements import inserts
from models import Pace

SHARED = (WORKSPACE, *map(method_pace, (UPDATE, OPEN_DM, LOOK_UP)))
"""The names of the paces that all destinations share."""
PACE = Pace.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class PaceState:
    """A row of the table Pace as it stood; one that is missing holds nobody up."""

    free_at: datetime
    leased_until_at: datetime | None = None


@dataclass(frozen=True)
class Lease:
    """Whose a destination and its notices are, from `at` until `until_at`."""

    by: str
    at: datetime
    until_at: datetime


def lock(session: Session, names: Collection[str], now: datetime) -> dict[str, PaceState]:
    """These paces as they stand, by name, and locked; one that is missing is made. Waits for whoever has
    locked one of them."""
    found = _locked(session, names)
    missing = [{"name": name, "free_at": now} for name in sorted(set(names) - set(found))]
    if missing:
        session.connection().execute(_of(session, _MAKE), missing)
        found = _locked(session, names)
    return found


def take(
    session: Session,
    destination: str,
    gates: Iterable[str],
    paces: Mapping[str, PaceState],
    limits: Limits,
    lease: Lease,
) -> None:
    """Passes the gates and leases the destination, in one statement.

    `paces` are the shared ones, locked by the caller (`lock`), and the destination's as it was read since:
    while they are locked nobody else leases it. It may be shut meanwhile, so of two instants the later stays.
    """
    own = destination_pace(destination)
    passed = {name: limits.of(name).take(_free_at(paces, name, lease.at), lease.at) for name in gates}
    own_free_at = passed.pop(own, None) or _free_at(paces, own, lease.at)
    rows = [_row(name, passed[name]) for name in sorted(passed)]
    rows.append(_row(own, own_free_at, lease))
    session.connection().execute(_of(session, _TAKE), rows)


def let_go(session: Session, destination: str, lease_by: str) -> None:
    """Ends the lease of the destination; does nothing where somebody else has taken over."""
    session.connection().execute(_LET_GO, {"pace": destination_pace(destination), "by": lease_by})


def give_back(session: Session, gates: Collection[str], limits: Limits, now: datetime) -> None:
    """As if the gates had not been passed: the call was not made."""
    states = lock(session, gates, now)
    _move(session, {name: limits.of(name).give_back(state.free_at) for name, state in states.items()})


def shut(session: Session, gate: str, limits: Limits, until: datetime, now: datetime) -> None:
    """Keeps everybody from passing until then."""
    state = lock(session, [gate], now)[gate]
    _move(session, {gate: limits.of(gate).shut_until(state.free_at, until)})


def open_now(session: Session, gate: str, now: datetime) -> None:
    """Lets the next call pass at `now`, if it would have had to wait."""
    session.connection().execute(_OPEN, {"pace": gate, "now": now})


def _free_at(paces: Mapping[str, PaceState], name: str, now: datetime) -> datetime:
    return paces[name].free_at if name in paces else now


def _row(name: str, free_at: datetime, lease: Lease | None = None) -> dict[str, Any]:
    by, until_at = (lease.by, lease.until_at) if lease else (None, None)
    return {"name": name, "free_at": free_at, "lease_by": by, "lease_until_at": until_at}


def _locked(session: Session, names: Collection[str]) -> dict[str, PaceState]:
    rows = session.connection().execute(_LOCKED, {"names": list(names)})
    return {name: PaceState(free_at, until_at) for name, free_at, until_at in rows}


def _move(session: Session, instants: Mapping[str, datetime]) -> None:
    session.connection().execute(_MOVE, [{"pace": name, "to_at": at} for name, at in instants.items()])


def _of(session: Session, statements: Mapping[str, Executable]) -> Executable:
    return statements[session.get_bind().dialect.name]


_OWN = PACE.c.name == bindparam("pace")
_LOCKED = (
    select(PACE.c.name, PACE.c.free_at, PACE.c.lease_until_at)
    .where(PACE.c.name.in_(bindparam("names", expanding=True)))
    .order_by(PACE.c.name.startswith(destination_pace("")), PACE.c.name)
    .with_for_update()
)
_MAKE = inserts(PACE, lambda insert: insert.on_conflict_do_nothing())
_TAKE = inserts(
    PACE,
    lambda insert: insert.on_conflict_do_update(
        index_elements=[PACE.c.name],
        set_={
            "free_at": case(
                (PACE.c.free_at > insert.excluded.free_at, PACE.c.free_at), else_=insert.excluded.free_at
            ),
            "lease_by": insert.excluded.lease_by,
            "lease_until_at": insert.excluded.lease_until_at,
        },
    ),
)
_LET_GO = (
    update(PACE).where(_OWN, PACE.c.lease_by == bindparam("by")).values(lease_by=None, lease_until_at=None)
)
_MOVE = update(PACE).where(_OWN).values(free_at=bindparam("to_at"))
_OPEN = update(PACE).where(_OWN, PACE.c.free_at > bindparam("now")).values(free_at=bindparam("now"))
