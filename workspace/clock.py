"""The branch's clock as the stand-in needs it, and one for tests that moves only when told."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol


class Move(Protocol):
    """A way to move the clock that the page offers."""

    @property
    def key(self) -> str: ...
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


class PlainMove(NamedTuple):
    """A move by a fixed time."""

    key: str
    zh: str
    en: str


class Clock(Protocol):
    """The branch's time; `move` may block until everything that it set off is done."""

    def now(self) -> datetime:
        """Return the present instant, aware."""

    def moves(self) -> Sequence[Move]:
        """List the moves on offer."""

    def move(self, to: str) -> datetime:
        """Move by a key of `moves` or to an ISO instant; raise ValueError for anything else."""


PLAIN_MOVES: Mapping[PlainMove, timedelta] = {
    PlainMove("15m", "15 分钟", "15 minutes"): timedelta(minutes=15),
    PlainMove("1h", "1 小时", "1 hour"): timedelta(hours=1),
    PlainMove("1d", "1 天", "1 day"): timedelta(days=1),
}


class SteppedClock:
    """Stands still at an instant until it is moved; never goes back."""

    def __init__(self, start_at: datetime) -> None:
        self._now = start_at.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def moves(self) -> Sequence[Move]:
        return tuple(PLAIN_MOVES)

    def move(self, to: str) -> datetime:
        steps = {move.key: step for move, step in PLAIN_MOVES.items()}
        target = self._now + steps[to] if to in steps else parse_instant(to)
        if target < self._now:
            raise ValueError(f"the clock does not go back: it is {self._now.isoformat()} already")
        self._now = target
        return target


def parse_instant(text: str) -> datetime:
    """Read an ISO instant with an offset; raise ValueError without one."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text}: an instant needs an offset, such as 2026-11-23T10:00+08:00")
    return at.astimezone(UTC)


def iso(at: datetime) -> str:
    """Write an instant as the control interface does: UTC, `Z`."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
