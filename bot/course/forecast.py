"""The earliest finish of a request, by the critical path of what remains (design idea 2). Pure.

What remains of a step is its limit less what it has consumed, never below 0. A step whose condition is not
known yet does not count until it is (docs/adr/0012): a forecast that feared every branch would cry at once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.course.graph import critical_path, tails
from bot.worktime import BusinessCalendar

NOTHING = timedelta(0)
_SECOND = timedelta(seconds=1)


class Progress(StrEnum):
    """How a step stands: to come, consuming its limit, paused, or over (or not expected)."""

    AHEAD = "ahead"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


_BEGUN = (Progress.RUNNING, Progress.PAUSED)


class Remaining(NamedTuple):
    """What remains of one step, in working time: nothing of one that is over. It waits for `needs`.

    `team` has it in hand, `step_id` is the visit to ask about (None: there is none yet).
    """

    key: str
    team: str
    needs: tuple[str, ...]
    progress: Progress
    working: timedelta
    step_id: int | None = None


class Forecast(NamedTuple):
    """When a request will be finished at the earliest, if all goes on by the plan from now.

    `step` and `team` head the critical path: there the time is being spent now. `path` is the whole of it.
    `check_at` is when a request that is not at risk will be, unless something happens before; None when it is
    at risk already or nothing remains. Instants are UTC.
    """

    finish_at: datetime
    due_at: datetime
    is_at_risk: bool
    step: str | None
    team: str | None
    path: tuple[str, ...]
    check_at: datetime | None
    step_id: int | None = None


def forecast(
    steps: Sequence[Remaining], now: datetime, due_at: datetime, calendar: BusinessCalendar
) -> Forecast:
    """The forecast at `now` of a request due at `due_at`; `steps` stand in topological order."""
    by_key = {step.key: step for step in steps}
    needs, amounts = {step.key: step.needs for step in steps}, {step.key: step.working for step in steps}
    begun = frozenset(step.key for step in steps if step.progress in _BEGUN)
    working, longest = critical_path(needs, amounts, NOTHING, begun)
    path = tuple(key for key in longest if by_key[key].progress is not Progress.OVER)
    finish_at = calendar.add(now, working) if longest else now
    # by working time: 12:00 and 14:00 of one day are the same border of it
    is_at_risk = finish_at > due_at and calendar.between(due_at, finish_at) > NOTHING
    head = by_key[path[0]] if path else None
    after = tails(needs, amounts, NOTHING, begun)
    return Forecast(
        finish_at=finish_at,
        due_at=due_at,
        is_at_risk=is_at_risk,
        step=head.key if head else None,
        team=head.team if head else None,
        path=path,
        check_at=None if is_at_risk else _check_at(steps, after, now, due_at, calendar),
        step_id=head.step_id if head else None,
    )


def _check_at(
    steps: Sequence[Remaining],
    after: Mapping[str, timedelta],
    now: datetime,
    due_at: datetime,
    calendar: BusinessCalendar,
) -> datetime | None:
    """When the slack of the tightest open step is used up: a running step's from the end of its own limit on,
    a paused one's at once."""
    slack = calendar.between(now, due_at)
    spare = [
        slack - after[step.key] - (step.working if step.progress is Progress.PAUSED else NOTHING)
        for step in steps
        if step.progress in _BEGUN
    ]
    return calendar.add(now, max(min(spare), NOTHING) + _SECOND) if spare else None
