"""Starts, stops, pauses and re-targets clocks: writes facts; `bot.timers.rearm` computes what follows."""

from datetime import datetime, timedelta

from bot.course import Target
from bot.storage.unit_of_work import UnitOfWork
from bot.timers.alarms import Ladder, alarms
from bot.timers.clock_facts import clock_of as clock_of
from bot.timers.clock_facts import open_pause as open_pause
from bot.timers.clock_facts import open_pauses as open_pauses
from bot.timers.clock_facts import pauses_of as pauses_of
from bot.timers.clock_facts import request_clock_of
from bot.timers.clock_facts import thresholds_of as thresholds_of
from bot.timers.clock_facts import timeline_of_clock as timeline_of_clock
from bot.timers.deadline import timeline_of
from bot.timers.rearm import begin_epoch, cross_silently, look_at_forecast
from bot.timers.rearm import rearm as rearm
from models import Clock, DeadlineMove, Pause, Request, Step
from models.enums import Measured, PauseCause

REOPENED = "reopened"
"""The pause reason for the time between a request's end and its re-opening."""


def start_clock(
    uow: UnitOfWork,
    request: Request,
    step: Step | None,
    target: Target,
    *,
    measures: Measured = Measured.STEP,
    carried: timedelta = timedelta(0),
) -> Clock:
    """Starts the request's clock (no step) or a visit's at the unit's instant; it never ran before.

    `carried` of the target's working time has been consumed already. A visit that begins while the whole
    request is paused is paused with it.
    """
    clock = _new_clock(uow, request, step, target, measures if step else Measured.REQUEST, carried)
    uow.session.add(clock)
    if step is not None:
        _with_the_request(uow, clock)
    return clock


def continue_clock(uow: UnitOfWork, request: Request, step: Step, target: Target, before: Step) -> Clock:
    """Starts the clock of a visit that goes on with the work of an earlier one: what remained, remains.

    Thresholds that the earlier clock had crossed are not crossed again, unless they lie ahead now.
    """
    old = clock_of(uow, request, before)
    if old is None:
        return start_clock(uow, request, step, target)
    timeline = timeline_of_clock(uow, old)
    remains = timeline.whole - timeline.consumed(old.stopped_at or uow.now)
    clock = start_clock(uow, request, step, target, carried=target.working - remains)
    uow.session.flush()
    cross_silently(uow, clock, old.level)
    rearm(uow, clock)
    return clock


def _with_the_request(uow: UnitOfWork, clock: Clock) -> None:
    """A visit's clock stands while the request's does, and what it adds changes the request's forecast."""
    own = request_clock_of(uow, clock)
    if own is None:
        return
    if pause := open_pause(uow, own):
        uow.session.flush()
        pause_clock(uow, clock, cause=PauseCause.REQUEST, reason=pause.reason, evidence=pause.evidence)
    look_at_forecast(uow, own)


def _new_clock(
    uow: UnitOfWork,
    request: Request,
    step: Step | None,
    target: Target,
    measures: Measured,
    carried: timedelta,
) -> Clock:
    """With what follows for a clock of which there are no other facts yet."""
    rules = uow.rules_of(request)
    calendar = rules.frozen.calendars[target.calendar]
    due_at = calendar.add(uow.now, max(target.working - carried, timedelta(0)))
    clock = Clock(
        request_id=request.id or 0,
        step_id=step.id if step else None,
        team_id=step.team_id if step else None,
        measures=measures,
        calendar=target.calendar,
        target_seconds=int(target.working.total_seconds()),
        carried_seconds=int(carried.total_seconds()),
        rule=target.rule,
        started_at=uow.now,
        original_due_at=due_at,
        due_at=due_at,
        is_provisional=calendar.is_provisional(uow.now, due_at),
    )
    ladder = Ladder(rules.thresholds(measures))
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
    for pause in open_pauses(uow, clock):
        pause.to_at = uow.now
    clock.stopped_at = uow.now
    rearm(uow, clock)


def restart_clock(uow: UnitOfWork, clock: Clock) -> None:
    """Lets the clock of a request that had ended run on; the time since it stopped becomes a pause."""
    if clock.stopped_at is None:
        return
    pause = Pause(
        clock_id=clock.id or 0, reason=REOPENED, from_at=clock.stopped_at, to_at=uow.now, by_id=uow.actor_id
    )
    uow.session.add(pause)
    clock.stopped_at = None
    begin_epoch(uow, clock)


def pause_clock(
    uow: UnitOfWork,
    clock: Clock,
    *,
    reason: str,
    cause: PauseCause = PauseCause.OWN,
    evidence: str = "",
    expected_at: datetime | None = None,
    consented_by_id: str | None = None,
) -> Pause:
    """Takes the time from now on out of the clock; one that is paused for this cause keeps that pause."""
    if clock.stopped_at is not None:
        raise RuntimeError(f"clock {clock.id} has stopped; there is nothing to pause")
    if pause := open_pause(uow, clock, cause):
        return pause
    pause = Pause(
        clock_id=clock.id or 0,
        cause=cause,
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


def resume_clock(uow: UnitOfWork, clock: Clock, cause: PauseCause = PauseCause.OWN) -> None:
    """Ends the pause of this cause; the clock runs on when no other is open."""
    if pause := open_pause(uow, clock, cause):
        pause.to_at = uow.now
        rearm(uow, clock)


def retarget_clock(uow: UnitOfWork, clock: Clock, target: Target) -> None:
    """Gives the clock another target; what it consumed stays consumed, a deadline moved by hand stands."""
    clock.calendar, clock.rule = target.calendar, target.rule
    clock.target_seconds = int(target.working.total_seconds())
    begin_epoch(uow, clock)


def move_deadline(uow: UnitOfWork, clock: Clock, due_at: datetime, reason: str) -> DeadlineMove:
    """Sets the deadline by hand, on record, beside the original; later pauses push it from there."""
    move = DeadlineMove(
        clock_id=clock.id or 0, due_at=due_at, reason=reason, by_id=uow.actor, moved_at=uow.now
    )
    uow.session.add(move)
    begin_epoch(uow, clock)
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
