"""How fast Slack may be called, and how long to wait after a failure; pure arithmetic over instants."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.contract import LOOK_UP, OPEN_DM, UPDATE

WORKSPACE = "workspace"


@dataclass(frozen=True)
class Limit:
    """One call `every` so long, and after a rest up to `burst` at once (the generic cell rate algorithm).

    What is kept of the past is one instant, `free_at`: when the calls so far would be worked off. A burst of
    1.25 is one call, and what came up to a quarter of `every` late is made up for.
    """

    every: timedelta
    burst: float = 1

    @property
    def _lead(self) -> timedelta:
        return self.every * (self.burst - 1)

    def opens_at(self, free_at: datetime) -> datetime:
        """From when on the next call is allowed."""
        return free_at - self._lead

    def take(self, free_at: datetime, now: datetime) -> datetime:
        """The new `free_at` after a call at `now`."""
        return max(free_at, now) + self.every

    def give_back(self, free_at: datetime) -> datetime:
        """The new `free_at` when a call that was taken did not happen."""
        return free_at - self.every

    def shut_until(self, free_at: datetime, until: datetime) -> datetime:
        """The new `free_at` when Slack asked for silence until then."""
        return max(free_at, until + self._lead)


@dataclass(frozen=True)
class Limits:
    """The limits of one workspace. Each has a name, which is also that of its row in the table Pace."""

    channel: Limit
    workspace: Limit
    methods: dict[str, Limit]

    def of(self, name: str) -> Limit:
        """The limit behind a name as `destination`, `method` and WORKSPACE make them."""
        if name == WORKSPACE:
            return self.workspace
        return self.methods[name.removeprefix("method:")] if name.startswith("method:") else self.channel


def destination_pace(destination: str) -> str:
    """The name of a destination's pace: one message a second there, and one worker at a time."""
    return f"to:{destination}"


def method_pace(method: str) -> str:
    """The name of a method's pace over the whole workspace."""
    return f"method:{method}"


# Slack documents one message a second per channel, "several hundred" a minute per workspace, and 50 a minute
# for a tier-3 method.
_TIER_3 = Limit(timedelta(seconds=60 / 50), burst=20)
SLACK_LIMITS = Limits(
    channel=Limit(timedelta(seconds=1), burst=1.25),
    workspace=Limit(timedelta(seconds=60 / 300), burst=20),
    methods={UPDATE: _TIER_3, OPEN_DM: _TIER_3, LOOK_UP: _TIER_3},
)
_AT_WILL = Limit(timedelta(0))
NO_LIMITS = Limits(_AT_WILL, _AT_WILL, dict.fromkeys((UPDATE, OPEN_DM, LOOK_UP), _AT_WILL))


@dataclass(frozen=True)
class Backoff:
    """Waits longer after each failure, up to `longest`; `chance` (0 ≤ x < 1) keeps replicas out of step.

    After a call whose answer never came, Slack may still be at work on it: `settle` is how long to wait
    before looking whether it was done.
    """

    chance: Callable[[], float]
    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=10)
    settle: timedelta = timedelta(seconds=15)

    def delay(self, attempts: int) -> timedelta:
        """How long to wait after so many attempts (one or more): between half of the step and all of it."""
        step = min(self.longest, self.first * 2 ** min(attempts - 1, 20))
        return step * (0.5 + self.chance() / 2)
