"""What follows from a clock's facts: its deadline, and when something is due on it next.

`rearm` is the one place that writes `due_at`, `is_provisional` and `next_fire_at` outside the sweep.
"""

from datetime import datetime

from sqlmodel import select

from bot.policy import Threshold
from bot.storage.unit_of_work import UnitOfWork
from bot.timers.alarms import Ladder, alarms
from bot.timers.clock_facts import open_pause, request_clock_of, thresholds_of, timeline_of_clock
from bot.timers.deadline import ClockTimeline
from models import Clock, Firing


def rearm(uow: UnitOfWork, clock: Clock) -> None:
    """Computes deadline and next alarm from the facts, and lets the sweep look at the request's forecast."""
    timeline = timeline_of_clock(uow, clock)
    clock.due_at = timeline.due_at
    clock.is_provisional = timeline.calendar.is_provisional(clock.started_at, clock.due_at or uow.now)
    clock.next_fire_at = None if clock.stopped_at else _next_fire_at(uow, clock, timeline)
    uow.session.add(clock)
    own = clock if clock.step_id is None else request_clock_of(uow, clock)
    if own is not None:
        look_at_forecast(uow, own)


def look_at_forecast(uow: UnitOfWork, own: Clock) -> None:
    """Lets the next sweep look at the request of this clock."""
    if own.stopped_at is None:
        own.next_fire_at = min(own.next_fire_at or uow.now, uow.now)
        uow.session.add(own)


def begin_epoch(uow: UnitOfWork, clock: Clock) -> None:
    """The deadline was changed by a decision: thresholds are crossed again.

    Those that lie behind already are not told again, unless they are worse than all that was told before.
    """
    level = clock.level
    clock.epoch += 1
    clock.level = clock.acknowledged_level = clock.acknowledged_by_id = None
    clock.expected_at = clock.snoozed_until_at = None
    uow.session.flush()
    cross_silently(uow, clock, level)
    rearm(uow, clock)


def cross_silently(uow: UnitOfWork, clock: Clock, up_to: str | None) -> None:
    """Crosses the thresholds up to this level that lie behind already, without telling anybody."""
    thresholds = thresholds_of(uow, clock)
    height = next((each.level for each in thresholds if each.key == up_to), 0)
    timeline = timeline_of_clock(uow, clock)
    for threshold in thresholds[:height]:
        at = timeline.reached_at(threshold.crossed_after(timeline.whole))
        if at is not None and at <= uow.now:
            clock.level = threshold.key
            uow.session.add(_firing(uow, clock, threshold))
    uow.session.flush()


def _firing(uow: UnitOfWork, clock: Clock, threshold: Threshold) -> Firing:
    """Nobody is told; repeats are counted from now."""
    return Firing(
        clock_id=clock.id or 0,
        threshold=threshold.key,
        epoch=clock.epoch,
        due_at=uow.now,
        fired_at=uow.now,
        told=False,
    )


def _next_fire_at(uow: UnitOfWork, clock: Clock, timeline: ClockTimeline) -> datetime | None:
    """The next instant of anything; now, when something has fallen due that the sweep has yet to tell."""
    query = select(Firing).where(Firing.clock_id == clock.id, Firing.epoch == clock.epoch)
    found = alarms(timeline, clock, Ladder(thresholds_of(uow, clock)), uow.session.exec(query).all(), uow.now)
    pause = open_pause(uow, clock)  # only a pause of its own has an expected return
    returns = pause.expected_at if pause and pause.asked_at is None else None
    times = [uow.now if found.due else None, found.next_at, returns]
    return min((at for at in times if at is not None), default=None)
