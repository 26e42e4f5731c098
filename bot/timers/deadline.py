"""A clock's deadline, a pure function of start, target, pauses, moves and calendar (design idea 1)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from bot.worktime import BusinessCalendar, Interval


class ClockFacts(Protocol):
    """What of a clock's row the arithmetic reads; a `Clock` or a plain row of the database."""

    @property
    def started_at(self) -> datetime: ...
    @property
    def target_seconds(self) -> int: ...
    @property
    def carried_seconds(self) -> int: ...


class PauseFacts(Protocol):
    """What of a pause's row the arithmetic reads."""

    @property
    def from_at(self) -> datetime: ...
    @property
    def to_at(self) -> datetime | None: ...


class MoveFacts(Protocol):
    """What of a moved deadline the arithmetic reads."""

    @property
    def due_at(self) -> datetime: ...
    @property
    def moved_at(self) -> datetime: ...


class ClockTimeline(NamedTuple):
    """A clock's facts, resolved.

    `whole` is the working time that may be consumed until it is due; `carried` of it was consumed before the
    clock started.

    `fixed_due_at` is the very instant that a coordinator named, as long as no later pause has pushed it.
    """

    calendar: BusinessCalendar
    started_at: datetime
    whole: timedelta
    pauses: tuple[Interval, ...] = ()
    paused_at: datetime | None = None
    fixed_due_at: datetime | None = None
    carried: timedelta = timedelta(0)

    def reached_at(self, consumed: timedelta) -> datetime | None:
        """When so much working time is consumed; None while a pause leaves that open."""
        left = max(consumed - self.carried, timedelta(0))
        at = self.calendar.add(self.started_at, left, self.pauses)
        if self.fixed_due_at is not None and consumed == self.whole:
            at = self.fixed_due_at
        return at if self.paused_at is None or at <= self.paused_at else None

    @property
    def due_at(self) -> datetime | None:
        """The deadline in UTC; None while the clock is paused, unless it had passed before."""
        return self.reached_at(self.whole)

    def consumed(self, at: datetime) -> timedelta:
        """Working time consumed from the start until `at`; never below 0."""
        until = at if self.paused_at is None else min(at, self.paused_at)
        return max(self.carried + self.calendar.between(self.started_at, until, self.pauses), timedelta(0))

    def remaining(self, at: datetime) -> timedelta:
        """Working time left at `at`; 0 once it is used up."""
        return max(self.whole - self.consumed(at), timedelta(0))


def timeline_of(
    clock: ClockFacts, pauses: Sequence[PauseFacts], moves: Sequence[MoveFacts], calendar: BusinessCalendar
) -> ClockTimeline:
    """Resolves a clock's facts. Of several moves the newest counts; a pause still open stops the clock."""
    target, carried = timedelta(seconds=clock.target_seconds), timedelta(seconds=clock.carried_seconds)
    if not pauses and not moves:  # nearly every clock
        return ClockTimeline(calendar, clock.started_at, target, carried=carried)
    ended = tuple(Interval(pause.from_at, pause.to_at) for pause in pauses if pause.to_at is not None)
    paused_at = min((pause.from_at for pause in pauses if pause.to_at is None), default=None)
    if not moves:
        return ClockTimeline(calendar, clock.started_at, target, ended, paused_at, carried=carried)
    move = max(moves, key=lambda each: each.moved_at)
    whole = carried + _whole_after(move, clock.started_at, ended, paused_at, calendar)
    pushed = any(
        calendar.between(max(pause.start, move.moved_at), min(pause.end, move.due_at))
        for pause in ended
        if pause.end > move.moved_at and pause.start < move.due_at
    )
    fixed = None if pushed else move.due_at
    return ClockTimeline(calendar, clock.started_at, whole, ended, paused_at, fixed, carried)


def due_of(
    clock: ClockFacts, pauses: Sequence[PauseFacts], moves: Sequence[MoveFacts], calendar: BusinessCalendar
) -> datetime | None:
    """The deadline in UTC; None while the clock is paused."""
    return timeline_of(clock, pauses, moves, calendar).due_at


def _whole_after(
    move: MoveFacts,
    started_at: datetime,
    ended: tuple[Interval, ...],
    paused_at: datetime | None,
    calendar: BusinessCalendar,
) -> timedelta:
    """What the clock may consume in all, once its deadline was moved: pauses after the move push it anew."""
    before = [Interval(p.start, min(p.end, move.moved_at)) for p in ended if p.start < move.moved_at]
    if paused_at is not None and paused_at < move.moved_at:
        before.append(Interval(paused_at, move.moved_at))
    return max(calendar.between(started_at, move.due_at, before), timedelta(0))
