"""What a sweep decided about a batch of clocks, written in bulk: a statement for each sort of row."""

import json
from datetime import datetime
from functools import cache

from bot.storage.bulk import Bulk, Row
from bot.storage.unit_of_work import UnitOfWork
from bot.timers.alarms import Alarm
from bot.timers.due_rows import CLOCK, FIRING, DueClock
from models import AuditEvent

_AUDIT = AuditEvent.__table__  # type: ignore[attr-defined]
_FIRED = ("clock_id", "threshold", "epoch", "turn", "told", "due_at", "fired_at")
_SAID = ("request_id", "step_id", "action", "data", "at")
_LEFT = ("level", "next_fire_at")
_ANSWERED = ("acknowledged_level", "expected_at", "snoozed_until_at")


class SweepWrites:
    """Collects the rows, plain already, until they are written."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._bulk = Bulk(uow)
        self._fired: list[Row] = []
        self._said: list[Row] = []
        self._left: list[Row] = []
        self._answered: list[Row] = []

    def fire(self, clock: DueClock, alarm: Alarm, is_told: bool) -> None:
        """A firing under its unique key, and its audit event."""
        now, turn = self._bulk.now, alarm.turn
        key, due_at = alarm.threshold.key, self._bulk.at(alarm.due_at)
        self._fired.append((clock.id, key, clock.epoch, turn, is_told, due_at, now))
        data = _said(key, turn, is_told)
        self._said.append((clock.request_id, clock.step_id, "threshold_crossed", data, now))

    def leave(self, clock: DueClock, level: str | None, next_at: datetime | None, is_answered: bool) -> None:
        """How the clock is left; an answer to a reminder that has served its time is taken off."""
        self._left.append((level, self._bulk.at(next_at), clock.id))
        if is_answered:
            self._answered.append((None, None, None, clock.id))

    def write(self) -> int:
        """Writes it all; answers how many firings there were."""
        self._bulk.insert(FIRING, _FIRED, self._fired)
        self._bulk.insert(_AUDIT, _SAID, self._said)
        self._bulk.update(CLOCK, _LEFT, self._left)
        self._bulk.update(CLOCK, _ANSWERED, self._answered)
        return len(self._fired)


@cache
def _said(level: str, turn: int, is_told: bool) -> str:
    return json.dumps({"level": level, "turn": turn, "told": is_told})
