"""The facts about the thresholds that a sweep has fired, a whole batch with one statement."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from bot.delivery.facts import Facts, RequestFacts
from bot.policy import Listener
from bot.storage.events import Crossed, Event
from bot.storage.unit_of_work import UnitOfWork
from bot.timers.due_rows import CLOCK, FIRING, REQUEST, STEP

LeadsOf = Callable[[str], tuple[str, ...]]
HeldUntil = Callable[[Iterable[Listener], RequestFacts], Mapping[Listener, datetime]]


class _Request(NamedTuple):
    id: int
    kind: str
    grade: str
    assurance: str
    opened_by_id: str
    coordinator_id: str | None
    policy_version: str


class _Step(NamedTuple):
    id: int
    key: str
    team_id: str
    holder_id: str | None


_KEY = ("clock_id", "threshold", "epoch", "turn")
_FACTS = (
    select(
        *(FIRING.c[name] for name in (*_KEY, "id")),
        *(REQUEST.c[name] for name in _Request._fields),
        *(STEP.c[name] for name in _Step._fields),
    )
    .join(CLOCK, CLOCK.c.id == FIRING.c.clock_id)
    .join(REQUEST, REQUEST.c.id == CLOCK.c.request_id)
    .outerjoin(STEP, STEP.c.id == CLOCK.c.step_id)
    .where(FIRING.c.clock_id.in_(bindparam("clock_ids", expanding=True)))
    .where(FIRING.c.fired_at == bindparam("now"), FIRING.c.told)
)
"""What this sweep has just written, and whom it concerns."""


def crossed_facts(
    uow: UnitOfWork, crossed: Sequence[Crossed], leads: LeadsOf, held_until: HeldUntil
) -> Iterator[tuple[Event, Facts]]:
    """Each crossed threshold as an event with its facts."""
    hub, rows = uow.branch.hub.id, _rows(uow, crossed)
    for each in crossed:
        firing_id, request, step = rows[each.clock_id, each.threshold.key, each.epoch, each.turn]
        listeners = each.threshold.tell
        at_work = step.team_id if step else hub
        yield (
            Event("threshold_crossed", request, step),
            Facts(
                hub=hub,
                request=request,
                step=step,
                leads=leads(at_work) if Listener.LEAD in listeners else (),
                listeners=listeners,
                held_until=held_until(listeners, request),
                firing_id=firing_id,
                threshold=each.threshold,
            ),
        )


def _rows(
    uow: UnitOfWork, crossed: Sequence[Crossed]
) -> dict[tuple[Any, ...], tuple[int, _Request, _Step | None]]:
    """By what makes a firing unique: its id, its request and its step."""
    asked = {"clock_ids": [each.clock_id for each in crossed], "now": uow.now}
    width = len(_Request._fields)
    found: dict[tuple[Any, ...], tuple[int, _Request, _Step | None]] = {}
    for row in map(tuple, uow.session.execute(_FACTS, asked)):
        key, firing_id, about = row[:4], row[4], row[5:]
        step = _Step._make(about[width:])
        found[key] = firing_id, _Request._make(about[:width]), (step if step.id is not None else None)
    return found
