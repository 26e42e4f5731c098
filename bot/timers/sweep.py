"""The sweep: everything that has fallen due on any clock by now, once, over restarts, jumps and replicas.

It takes clocks by the stored instant at which something is due, so its cost follows what is due and not
what is armed. What has been fired is on record; the mark says how far the sweep came and filters nothing, so
that a row which a jumping clock or a late commit puts behind it is not lost (docs/adr/0010).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.storage.events import Crossed
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, unit_of_work
from bot.timers import due_rows, overdue_pauses, risk
from bot.timers.alarms import Alarms, Ladder, alarms
from bot.timers.deadline import timeline_of
from bot.timers.leader import put_mark
from bot.timers.sweep_writes import SweepWrites
from bot.worktime import BusinessCalendar

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


def sweep(office: Office, now: datetime, *, batch: int = BATCH) -> SweepResult:
    """Fires all that is due at `now`, in transactions of `batch` clocks, and records it."""
    result = SweepResult()
    last_batch = False
    while not last_batch:
        with unit_of_work(office, now=now) as uow:
            count = _sweep_batch(uow, batch, result)
            last_batch = count < batch
            if last_batch:
                put_mark(uow, MARK)
                result.next_at = due_rows.earliest(uow)
    return result


def _sweep_batch(uow: UnitOfWork, limit: int, result: SweepResult) -> int:
    rows = due_rows.due_rows(uow, limit)
    if not rows.clocks:
        return 0
    checks = risk.check(uow, rows)
    rules = _Rules(uow)
    decided = SweepWrites(uow)
    for clock in rows.clocks:
        found = _evaluate(uow, clock, rows, rules, result)
        for alarm in found.due:
            decided.fire(clock, alarm, alarm is found.told)
        if found.told:
            ids = (clock.id, clock.request_id, clock.step_id, clock.epoch)
            uow.crossed.append(Crossed(*ids, found.told.turn, found.told.due_at, found.told.threshold))
        asks_at = overdue_pauses.next_return(rows.pauses.get(clock.id, ()), uow.now)
        times = [at for at in (found.next_at, asks_at, checks.next_at.get(clock.id)) if at is not None]
        level = found.level.key if found.level else clock.level
        decided.leave(clock, level, min(times, default=None), found.answered)
    result.fired += decided.write()
    result.asked += overdue_pauses.ask(uow, rows)
    result.looked_at += len(rows.clocks)
    result.told += len(uow.crossed)
    result.turned += checks.turned
    return len(rows.clocks)


class _Rules:
    """By policy version, kind and sort of clock: the calendars and the thresholds."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._known: dict[tuple[str, str, str], tuple[Mapping[str, BusinessCalendar], Ladder]] = {}

    def of(self, clock: due_rows.DueClock) -> tuple[Mapping[str, BusinessCalendar], Ladder]:
        key = (clock.policy_version, clock.kind, clock.measures)
        if key not in self._known:
            rules = self._uow.rules_of(clock)
            self._known[key] = (rules.frozen.calendars, Ladder(rules.thresholds(clock.measures)))
        return self._known[key]


def _evaluate(
    uow: UnitOfWork, clock: due_rows.DueClock, rows: due_rows.DueRows, rules: _Rules, result: SweepResult
) -> Alarms:
    """What is due on the clock; one that cannot be evaluated is reported and put off."""
    try:
        calendars, ladder = rules.of(clock)
        pauses, moves = rows.pauses.get(clock.id, ()), rows.moves.get(clock.id, ())
        timeline = timeline_of(clock, pauses, moves, calendars[clock.calendar])
        return alarms(timeline, clock, ladder, rows.firings.get(clock.id, ()), uow.now)
    except Exception:
        log.exception("clock_not_evaluated", clock=clock.id)
        result.failed.append(clock.id)
        return Alarms([], None, None, False, uow.now + PUT_OFF)
