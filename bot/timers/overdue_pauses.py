"""Pauses whose expected return has passed: whoever paused is asked, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.storage.audit import record
from bot.storage.unit_of_work import UnitOfWork
from bot.timers.due_rows import DueRows
from models import Pause, Request, Step


def next_return(pauses: Sequence[Any], now: datetime) -> datetime | None:
    """When an open pause is to be asked about; None when it has been, or is now."""
    if not pauses:  # nearly every clock
        return None
    times = [p.expected_at for p in pauses if p.to_at is None and p.asked_at is None and p.expected_at]
    return min((at for at in times if at > now), default=None)


def ask(uow: UnitOfWork, rows: DueRows) -> int:
    """Records each open pause of the batch whose return is overdue; returns how many."""
    overdue = [
        (clock, pause.id)
        for clock in rows.clocks
        for pause in rows.pauses.get(clock.id, ())
        if pause.to_at is None and pause.asked_at is None and pause.expected_at
        if pause.expected_at <= uow.now
    ]
    for clock, pause_id in overdue:
        request, pause = uow.session.get_one(Request, clock.request_id), uow.session.get_one(Pause, pause_id)
        step = uow.session.get_one(Step, clock.step_id) if clock.step_id is not None else None
        pause.asked_at = uow.now
        uow.session.add(pause)
        record(
            uow, "pause_expired", request, step, pause=pause.id, reason=pause.reason, paused_by=pause.by_id
        )
    return len(overdue)
