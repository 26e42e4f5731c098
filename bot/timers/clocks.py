"""Starts, stops, pauses and re-targets clocks. Facts are written; what follows from them is only computed.

`rearm` is the one place that writes `due_at`, `is_provisional` and `next_fire_at` outside the sweep.
"""

from datetime import datetime

from sqlmodel import select

from bot.course import Target
from bot.policy import Threshold, thresholds_for
from bot.timers.alarms import Ladder, alarms
from bot.timers.clock_facts import clock_of as clock_of
from bot.timers.clock_facts import open_pause as open_pause
from bot.timers.clock_facts import pauses_of as pauses_of
from bot.timers.clock_facts import request_clock_of
from bot.timers.clock_facts import thresholds_of as thresholds_of
from bot.timers.clock_facts import timeline_of_clock as timeline_of_clock
from bot.timers.deadline import ClockTimeline, timeline_of
from bot.unit_of_work import UnitOfWork
from models import Clock, DeadlineMove, Firing, Pause, Request, Step


def start_clock(uow: UnitOfWork, request: Request, step: Step | None, target: Target) -> Clock:
    """Starts the request's clock (no step) or a step's at the unit's instant; it never ran before.

    A step that becomes ready while the whole request is paused is paused with it.
    """
    clock = _new_clock(uow, request, step, target)
    uow.session.add(clock)
    if step is not None:
        _with_the_request(uow, clock)
    return clock


def take_up_clock(uow: UnitOfWork, request: Request, step: Step, target: Target) -> Clock:
    """The clock of a step whose turn comes again (it waited for one that was re-opened) runs on."""
    clock = clock_of(uow, request, step)
    if clock is None:
        return start_clock(uow, request, step, target)
    restart_clock(uow, clock, reason="waited")
    _with_the_request(uow, clock)
    return clock


def _with_the_request(uow: UnitOfWork, clock: Clock) -> None:
    """A step's clock stands while the request's does, and what it adds changes the request's forecast."""
    own = request_clock_of(uow, clock)
    if own is None:
        return
    if pause := open_pause(uow, own):
        uow.session.flush()
        pause_clock(uow, clock, reason=pause.reason, evidence=pause.evidence)
    _look_at_forecast(uow, own)


def _new_clock(uow: UnitOfWork, request: Request, step: Step | None, target: Target) -> Clock:
    """With what follows for a clock of which there are no other facts yet."""
    policy = uow.policy_of(request)
    calendar = policy.calendars[target.calendar]
    due_at = calendar.add(uow.now, target.working)
    clock = Clock(
        request_id=request.id or 0,
        step_id=step.id if step else None,
        team_id=step.team_id if step else None,
        calendar=target.calendar,
        target_seconds=int(target.working.total_seconds()),
        rule=target.rule,
        started_at=uow.now,
        original_due_at=due_at,
        due_at=due_at,
        is_provisional=calendar.is_provisional(uow.now, due_at),
    )
    ladder = Ladder(thresholds_for(policy, request.kind, step is None))
    found = alarms(timeline_of(clock, (), (), calendar), clock, ladder, (), uow.now)
    clock.next_fire_at = uow.now if found.due or step is None else found.next_at
    return clock


def hand_clock_over(uow: UnitOfWork, request: Request, step: Step) -> None:
    """The step has come to another team; what its clock has consumed stays consumed."""
    if clock := clock_of(uow, request, step):
        clock.team_id = step.team_id


def stop_clock(uow: UnitOfWork, clock: Clock) -> None:
    """What the clock measured has ended. Stopping it again changes nothing."""
    if clock.stopped_at is not None:
        return
    if pause := open_pause(uow, clock):
        pause.to_at = uow.now
    clock.stopped_at = uow.now
    rearm(uow, clock)


def restart_clock(uow: UnitOfWork, clock: Clock, reason: str = "reopened") -> None:
    """Lets a stopped clock run on: what was consumed stays, the stretch since it stopped becomes a pause."""
    if clock.stopped_at is None:
        return
    pause = Pause(
        clock_id=clock.id or 0, reason=reason, from_at=clock.stopped_at, to_at=uow.now, by_id=uow.actor_id
    )
    uow.session.add(pause)
    clock.stopped_at = None
    _begin_epoch(uow, clock)


def pause_clock(
    uow: UnitOfWork,
    clock: Clock,
    *,
    reason: str,
    evidence: str = "",
    expected_at: datetime | None = None,
    consented_by_id: str | None = None,
) -> Pause:
    """Takes the time from now on out of the clock; a clock that is paused keeps the pause that it has."""
    if clock.stopped_at is not None:
        raise RuntimeError(f"clock {clock.id} has stopped; there is nothing to pause")
    if pause := open_pause(uow, clock):
        return pause
    pause = Pause(
        clock_id=clock.id or 0,
        reason=reason,
        evidence=evidence,
        from_at=uow.now,
        expected_at=expected_at,
        by_id=uow.actor_id,
        consented_by_id=consented_by_id,
    )
    uow.session.add(pause)
    rearm(uow, clock)
    return pause


def extend_pause(
    uow: UnitOfWork, clock: Clock, pause: Pause, expected_at: datetime, consented_by_id: str | None
) -> None:
    """Moves the expected return of an open pause; when that has passed, it is asked about once more."""
    pause.expected_at, pause.asked_at = expected_at, None
    pause.consented_by_id = consented_by_id or pause.consented_by_id
    uow.session.add(pause)
    rearm(uow, clock)


def resume_clock(uow: UnitOfWork, clock: Clock) -> None:
    """Ends the pause; a clock that is not paused runs on as it does."""
    if pause := open_pause(uow, clock):
        pause.to_at = uow.now
        rearm(uow, clock)


def retarget_clock(uow: UnitOfWork, clock: Clock, target: Target) -> None:
    """Gives the clock another target; what it consumed stays consumed, a deadline moved by hand stands."""
    clock.calendar, clock.rule = target.calendar, target.rule
    clock.target_seconds = int(target.working.total_seconds())
    _begin_epoch(uow, clock)


def move_deadline(uow: UnitOfWork, clock: Clock, due_at: datetime, reason: str) -> DeadlineMove:
    """Sets the deadline by hand, on record, beside the original; later pauses push it from there."""
    move = DeadlineMove(
        clock_id=clock.id or 0, due_at=due_at, reason=reason, by_id=uow.actor, moved_at=uow.now
    )
    uow.session.add(move)
    _begin_epoch(uow, clock)
    return move


def acknowledge(uow: UnitOfWork, clock: Clock, expected_at: datetime | None) -> None:
    """Somebody is on it: no repeats until the next level, or until what they expect has passed."""
    clock.acknowledged_level, clock.acknowledged_by_id = clock.level, uow.actor_id
    clock.expected_at, clock.snoozed_until_at = expected_at, None
    rearm(uow, clock)


def snooze(uow: UnitOfWork, clock: Clock, until_at: datetime) -> None:
    """Puts the present level off: it is told once more then, and the next level comes in any case."""
    clock.acknowledged_level = clock.acknowledged_by_id = clock.expected_at = None
    clock.snoozed_until_at = until_at
    rearm(uow, clock)


def rearm(uow: UnitOfWork, clock: Clock) -> None:
    """Computes deadline and next alarm from the facts, and lets the sweep look at the request's forecast."""
    timeline = timeline_of_clock(uow, clock)
    clock.due_at = timeline.due_at
    clock.is_provisional = timeline.calendar.is_provisional(clock.started_at, clock.due_at or uow.now)
    clock.next_fire_at = None if clock.stopped_at else _next_fire_at(uow, clock, timeline)
    uow.session.add(clock)
    own = clock if clock.step_id is None else request_clock_of(uow, clock)
    if own is not None:
        _look_at_forecast(uow, own)


def _look_at_forecast(uow: UnitOfWork, own: Clock) -> None:
    """Lets the next sweep look at the request of this clock."""
    if own.stopped_at is None:
        own.next_fire_at = min(own.next_fire_at or uow.now, uow.now)
        uow.session.add(own)


def _begin_epoch(uow: UnitOfWork, clock: Clock) -> None:
    """The deadline was changed by a decision: thresholds are crossed anew.

    Those that lie behind already are not told again, unless they are worse than all that was told before.
    """
    thresholds = thresholds_of(uow, clock)
    told = next((each.level for each in thresholds if each.key == clock.level), 0)
    clock.epoch += 1
    clock.level = clock.acknowledged_level = clock.acknowledged_by_id = None
    clock.expected_at = clock.snoozed_until_at = None
    uow.session.flush()
    timeline = timeline_of_clock(uow, clock)
    for threshold in thresholds[:told]:
        at = timeline.reached_at(threshold.crossed_after(timeline.whole))
        if at is not None and at <= uow.now:
            clock.level = threshold.key
            uow.session.add(_firing(uow, clock, threshold))
    uow.session.flush()
    rearm(uow, clock)


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
    pause = open_pause(uow, clock)
    returns = pause.expected_at if pause and pause.asked_at is None else None
    times = [uow.now if found.due else None, found.next_at, returns]
    return min((at for at in times if at is not None), default=None)
