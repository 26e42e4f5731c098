"""A clock for the local workspace: the real one plus what people have moved it by; it never goes back."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bot.worktime import BusinessCalendar


class Move(NamedTuple):
    """A way to move the clock that the page offers."""

    key: str
    zh: str
    en: str


MOVES = (
    Move("15m", "15 分钟", "15 minutes"),
    Move("1wh", "1 个工作小时", "1 working hour"),
    Move("morning", "到下一个工作日早上", "to the next working morning"),
)


SHORTEST_STRIDE = timedelta(seconds=1)


class ShiftedClock:
    """The branch's time: `wall()` plus an offset that only grows.

    A move stops on its way wherever something falls due, so that reminders come one by one as they would
    have: `next_stop(target)` answers the next such instant up to `target`, `arrived(at)` does what is due.
    """

    def __init__(
        self, wall: Callable[[], datetime], calendar: BusinessCalendar, start_at: datetime | None = None
    ) -> None:
        self._wall = wall
        self._calendar = calendar
        self._offset = (start_at - wall()) if start_at else timedelta(0)
        self.next_stop: Callable[[datetime], datetime] = lambda target: target
        self.arrived: Callable[[datetime], None] = lambda at: None

    def now(self) -> datetime:
        """The branch's present instant, UTC."""
        return (self._wall() + self._offset).astimezone(UTC)

    def moves(self) -> Sequence[Move]:
        """The moves on offer."""
        return MOVES

    def move(self, to: str) -> datetime:
        """Moves by a key of `moves` or to an ISO instant with offset; raises ValueError for anything else."""
        now = self.now()
        target = self._target(to, now)
        if target < now:
            raise ValueError(f"the clock does not go back: it is {now.isoformat()} already")
        self.arrived(now)  # what people did since the last move may have brought something nearer
        while now < target:
            stop = max(min(self.next_stop(target), target), now + SHORTEST_STRIDE)
            self._offset += max(stop - self.now(), timedelta(0))
            now = self.now()
            self.arrived(now)
        return self.now()

    def _target(self, to: str, now: datetime) -> datetime:
        if to == "15m":
            return now + timedelta(minutes=15)
        if to == "1wh":
            return self._calendar.add(now, timedelta(hours=1))
        if to == "morning":
            return self.next_morning(now)
        target = datetime.fromisoformat(to)
        if target.tzinfo is None:
            raise ValueError(f"{to}: an instant needs an offset, such as 2026-11-23T10:00+08:00")
        return target.astimezone(UTC)

    def next_morning(self, now: datetime) -> datetime:
        """When the next working day after today begins."""
        on = now.astimezone(self._calendar.zone).date() + timedelta(days=1)
        while not self._calendar.hours_on(on):
            on += timedelta(days=1)
        return self._calendar.hours_on(on)[0].start
