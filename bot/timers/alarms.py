"""What has fallen due on one clock by an instant, and when the next thing does. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from bot.policy import Threshold
from bot.timers.deadline import ClockTimeline


class ClockMarks(Protocol):
    """What of a clock's row says how people answered its reminders."""

    @property
    def acknowledged_level(self) -> str | None: ...
    @property
    def expected_at(self) -> datetime | None: ...
    @property
    def snoozed_until_at(self) -> datetime | None: ...


class FiringFacts(Protocol):
    """What of a firing's row counts; rows of the clock's present epoch only."""

    @property
    def threshold(self) -> str: ...
    @property
    def turn(self) -> int: ...
    @property
    def due_at(self) -> datetime: ...


class Alarm(NamedTuple):
    """A threshold crossed (`turn` 0) or told again (`turn` 1, 2, …), and when that was due."""

    threshold: Threshold
    turn: int
    due_at: datetime


class Alarms(NamedTuple):
    """All that fell due; of it only `told` is said. `level` is the highest threshold crossed so far.

    `answered` says that an acknowledgment or a snooze has served its time and is to be taken off the clock.
    """

    due: list[Alarm]
    told: Alarm | None
    level: Threshold | None
    answered: bool
    next_at: datetime | None


class Ladder:
    """The thresholds of a kind's clocks, and in what order a clock with a given target crosses them."""

    def __init__(self, thresholds: Sequence[Threshold]) -> None:
        self.by_key = {threshold.key: threshold for threshold in thresholds}
        self._rungs: dict[timedelta, list[tuple[timedelta, Threshold]]] = {}

    def rungs(self, whole: timedelta) -> list[tuple[timedelta, Threshold]]:
        """Each threshold with the working time at which it is crossed, the first to be crossed first."""
        if whole not in self._rungs:
            rungs = [(each.crossed_after(whole), each) for each in self.by_key.values()]
            self._rungs[whole] = sorted(rungs, key=lambda rung: (rung[0], rung[1].level))
        return self._rungs[whole]

    def highest(self, keys: Iterable[str]) -> Threshold | None:
        """The highest of these thresholds; one that the policy does not know (any more) is passed over."""
        known = [self.by_key[key] for key in keys if key in self.by_key]
        return max(known, key=lambda threshold: threshold.level) if known else None


def alarms(
    timeline: ClockTimeline, marks: ClockMarks, ladder: Ladder, fired: Sequence[FiringFacts], now: datetime
) -> Alarms:
    """Evaluates one running clock at `now`, given what has been fired in this epoch.

    After an outage several levels may be due at once: only the highest is told, and none below one that was
    told before. Repeats belong to the highest level; its cap, an acknowledgment or the next level ends them.
    """
    known = {firing.threshold for firing in fired}
    crossed, next_at = _crossings(timeline, ladder, known, now)
    before = ladder.highest(known) if known else None
    highest = max(crossed, key=_height) if crossed else None
    is_answered = bool(marks.acknowledged_level or marks.snoozed_until_at)
    if highest and (before is None or highest.threshold.level > before.level):
        repeats = _repeats(timeline, highest, None, now)
        level = highest.threshold
    elif before:
        last = max((f for f in fired if f.threshold == before.key), key=lambda f: f.turn)
        repeats = _repeats(timeline, Alarm(before, last.turn, last.due_at), marks, now)
        is_answered = is_answered and bool(repeats.due)
        highest, level = None, before
    else:
        return Alarms(crossed, None, None, False, next_at)
    told = repeats.due[-1] if repeats.due else highest
    return Alarms(crossed + repeats.due, told, level, is_answered, _earlier(next_at, repeats.next_at))


def _crossings(
    timeline: ClockTimeline, ladder: Ladder, known: set[str], now: datetime
) -> tuple[list[Alarm], datetime | None]:
    """The thresholds crossed by now and not fired yet, and when the next one will be."""
    crossed: list[Alarm] = []
    for consumed, threshold in ladder.rungs(timeline.whole):
        if threshold.key in known:
            continue
        at = timeline.reached_at(consumed)
        if at is None or at > now:
            return crossed, at
        crossed.append(Alarm(threshold, 0, at))
    return crossed, None


class _Repeats(NamedTuple):
    due: list[Alarm]
    next_at: datetime | None


def _repeats(timeline: ClockTimeline, last: Alarm, marks: ClockMarks | None, now: datetime) -> _Repeats:
    """The turns of a level after its last one; `marks` are None where the level is new: nobody answered."""
    due: list[Alarm] = []
    if marks is None and last.threshold.repeat_every is None:
        return _Repeats(due, None)
    next_at = _answered_until(last.threshold, marks) if marks else None
    if marks and next_at is None and marks.acknowledged_level == last.threshold.key:
        return _Repeats([], None)
    if next_at is not None and timeline.paused_at is not None:
        return _Repeats([], None)
    next_at = next_at or _next_turn(timeline, last)
    while next_at is not None and next_at <= now:
        last = Alarm(last.threshold, last.turn + 1, next_at)
        due.append(last)
        next_at = _next_turn(timeline, last)
    return _Repeats(due, next_at)


def _answered_until(threshold: Threshold, marks: ClockMarks) -> datetime | None:
    """Until when somebody has asked not to be told this level again."""
    if marks.snoozed_until_at is not None:
        return marks.snoozed_until_at
    return marks.expected_at if marks.acknowledged_level == threshold.key else None


def _next_turn(timeline: ClockTimeline, last: Alarm) -> datetime | None:
    every = last.threshold.repeat_every
    if every is None or last.turn >= last.threshold.repeat_at_most:
        return None
    if timeline.paused_at is not None and last.due_at >= timeline.paused_at:
        return None
    at = timeline.calendar.add(last.due_at, every, timeline.pauses)
    return at if timeline.paused_at is None or at <= timeline.paused_at else None


def _height(alarm: Alarm) -> int:
    return alarm.threshold.level


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return min(one, other)
