"""The sweep: everything that has fallen due on any clock by now, once, over restarts, jumps and replicas.

It takes clocks by the stored instant at which something is due, so its cost follows what is due and not
what is armed. What has been fired is on record; the mark says how far the sweep came and filters nothing, so
that a row which a jumping clock or a late commit puts behind it is not lost (docs/adr/0010).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.office import Office
from bot.policy import Threshold, thresholds_for
from bot.timers import due_rows, expired, risk
from bot.timers.alarms import Alarm, Alarms, alarms
from bot.timers.deadline import course_of
from bot.timers.telling import Fired, Silent, Tell
from bot.unit_of_work import UnitOfWork, unit_of_work
from models import Mark

MARK = "sweep"
BATCH = 1_000
PUT_OFF = timedelta(hours=1)
"""For how long a clock that cannot be evaluated is left alone, so that it holds nobody else up."""

log = structlog.get_logger(__name__)


@dataclass
class SweepResult:
    """What one sweep did; `next_at` is when the next one has something to do."""

    looked_at: int = 0
    fired: int = 0
    told: int = 0
    asked: int = 0
    turned: int = 0
    failed: list[int] = field(default_factory=list)
    next_at: datetime | None = None


@dataclass
class _Batch:
    """What a batch decided, to be written at once."""

    firings: list[dict[str, Any]] = field(default_factory=list)
    audit: list[dict[str, Any]] = field(default_factory=list)
    clocks: list[dict[str, Any]] = field(default_factory=list)
    told: list[Fired] = field(default_factory=list)


def sweep(office: Office, now: datetime, tell: Tell | None = None, *, batch: int = BATCH) -> SweepResult:
    """Fires all that is due at `now`, in transactions of `batch` clocks, and tells it through `tell`."""
    result = SweepResult()
    tell = tell or Silent()
    last_batch = False
    while not last_batch:
        with unit_of_work(office, now=now) as uow:
            count = _sweep_batch(uow, tell, batch, result)
            last_batch = count < batch
            if last_batch:
                uow.session.merge(Mark(name=MARK, at=now))
                result.next_at = due_rows.earliest(uow)
    return result


def _sweep_batch(uow: UnitOfWork, tell: Tell, limit: int, result: SweepResult) -> int:
    rows = due_rows.due_rows(uow, limit)
    if not rows.clocks:
        return 0
    thresholds: dict[tuple[str, str, bool], tuple[Threshold, ...]] = {}
    checks = risk.check(uow, rows, tell)
    decided = _Batch()
    for clock in rows.clocks:
        try:
            found = _evaluate(uow, clock, rows, thresholds)
        except Exception:
            log.exception("clock_not_evaluated", clock=clock.id)
            result.failed.append(clock.id)
            found = Alarms((), None, None, False, uow.now + PUT_OFF)
        asks_at = expired.next_return(rows.pauses.get(clock.id, ()), uow.now)
        _decide(uow, clock, found, decided, (asks_at, checks.next_at.get(clock.id)))
    due_rows.write_firings(uow, decided.firings)
    due_rows.write_audit(uow, decided.audit)
    due_rows.write_clocks(uow, decided.clocks)
    if decided.told:
        tell.clocks_fired(uow, decided.told)
    result.asked += expired.ask(uow, rows, tell)
    result.looked_at += len(rows.clocks)
    result.fired += len(decided.firings)
    result.told += len(decided.told)
    result.turned += checks.turned
    return len(rows.clocks)


def _evaluate(
    uow: UnitOfWork,
    clock: Any,
    rows: due_rows.DueRows,
    known: dict[tuple[str, str, bool], tuple[Threshold, ...]],
) -> Alarms:
    policy = uow.office.policy_of(uow.session, clock.policy_version)
    key = (clock.policy_version, clock.kind, clock.step_id is None)
    if key not in known:
        known[key] = thresholds_for(policy, clock.kind, clock.step_id is None)
    pauses, moves = rows.pauses.get(clock.id, ()), rows.moves.get(clock.id, ())
    course = course_of(clock, pauses, moves, policy.calendars[clock.calendar])
    return alarms(course, clock, known[key], rows.firings.get(clock.id, ()), uow.now)


def _decide(
    uow: UnitOfWork, clock: Any, found: Alarms, decided: _Batch, others: tuple[datetime | None, ...]
) -> None:
    for alarm in found.due:
        is_told = alarm is found.told
        decided.firings.append(_firing(uow, clock, alarm, is_told))
        decided.audit.append(_event(uow, clock, alarm, is_told))
    if found.told:
        told = found.told
        ids = (clock.id, clock.request_id, clock.step_id, clock.epoch)
        decided.told.append(Fired(*ids, told.turn, told.due_at, told.threshold))
    keeps = not found.answered
    decided.clocks.append(
        {
            "clock_id": clock.id,
            "next_at": min((at for at in (found.next_at, *others) if at is not None), default=None),
            "new_level": found.level.key if found.level else clock.level,
            "ack_level": clock.acknowledged_level if keeps else None,
            "ack_until": clock.expected_at if keeps else None,
            "snoozed_until": clock.snoozed_until_at if keeps else None,
        }
    )


def _firing(uow: UnitOfWork, clock: Any, alarm: Alarm, is_told: bool) -> dict[str, Any]:
    return {
        "clock_id": clock.id,
        "threshold": alarm.threshold.key,
        "epoch": clock.epoch,
        "turn": alarm.turn,
        "due_at": alarm.due_at,
        "fired_at": uow.now,
        "told": is_told,
    }


def _event(uow: UnitOfWork, clock: Any, alarm: Alarm, is_told: bool) -> dict[str, Any]:
    said = {"level": alarm.threshold.key, "turn": alarm.turn, "told": is_told}
    return {
        "at": uow.now,
        "action": "threshold_crossed",
        "actor_id": None,
        "request_id": clock.request_id,
        "step_id": clock.step_id,
        "data": said | {"due_at": alarm.due_at.isoformat()},
    }
