"""The earliest finish of a request, by the critical path of what remains (design idea 2). Pure.

What remains of a step is its limit less what it has consumed, never below 0. A step whose condition is not
known yet does not count until it is (docs/adr/0012): a forecast that feared every branch would cry at once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.worktime import BusinessCalendar

NOTHING = timedelta(0)
_SECOND = timedelta(seconds=1)


class Pace(StrEnum):
    """How a step stands: ahead of us, consuming its limit, standing still, or over (or not expected)."""

    AHEAD = "ahead"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


_BEGUN = (Pace.RUNNING, Pace.PAUSED)


class Remaining(NamedTuple):
    """What remains of one step, in working time: nothing of one that is over. It waits for `needs`."""

    key: str
    team: str
    needs: tuple[str, ...]
    pace: Pace
    working: timedelta


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


def forecast(
    steps: Sequence[Remaining], now: datetime, due_at: datetime, calendar: BusinessCalendar
) -> Forecast:
    """The forecast at `now` of a request due at `due_at`; `steps` stand in topological order."""
    by_key = {step.key: step for step in steps}
    ends, before = _ends(steps)
    last = max(ends, key=lambda key: ends[key], default=None)
    path = _path(last, before, by_key)
    finish_at = calendar.add(now, ends[last]) if last else now
    # by working time: 12:00 and 14:00 of one day are the same border of it
    is_at_risk = finish_at > due_at and calendar.between(due_at, finish_at) > NOTHING
    head = by_key[path[0]] if path else None
    return Forecast(
        finish_at=finish_at,
        due_at=due_at,
        is_at_risk=is_at_risk,
        step=head.key if head else None,
        team=head.team if head else None,
        path=path,
        check_at=None if is_at_risk else _check_at(steps, now, due_at, calendar),
    )


def _ends(steps: Sequence[Remaining]) -> tuple[dict[str, timedelta], dict[str, str | None]]:
    """By step: working time from now until it is finished, and the step that it waits for the longest."""
    ends: dict[str, timedelta] = {}
    before: dict[str, str | None] = {}
    for step in steps:
        waits_for = [] if step.pace in _BEGUN else [need for need in step.needs if need in ends]
        awaited = max(waits_for, key=lambda key: ends[key], default=None)
        before[step.key] = awaited
        ends[step.key] = (ends[awaited] if awaited else NOTHING) + step.working
    return ends, before


def _path(
    last: str | None, before: Mapping[str, str | None], by_key: Mapping[str, Remaining]
) -> tuple[str, ...]:
    path: list[str] = []
    while last is not None:
        if by_key[last].pace is not Pace.OVER:
            path.append(last)
        last = before[last]
    return tuple(reversed(path))


def _check_at(
    steps: Sequence[Remaining], now: datetime, due_at: datetime, calendar: BusinessCalendar
) -> datetime | None:
    """When the slack of the tightest open step is used up: a running step's from the end of its own limit on,
    a paused one's at once."""
    after = _after(steps)
    slack = calendar.between(now, due_at)
    spare = [
        slack - after[step.key] - (step.working if step.pace is Pace.PAUSED else NOTHING)
        for step in steps
        if step.pace in _BEGUN
    ]
    return calendar.add(now, max(min(spare), NOTHING) + _SECOND) if spare else None


def _after(steps: Sequence[Remaining]) -> dict[str, timedelta]:
    """By step: the longest way from its end to the end of the request."""
    after = {step.key: NOTHING for step in steps}
    for step in reversed(steps):
        for need in step.needs if step.pace not in _BEGUN else ():
            if need in after:
                after[need] = max(after[need], step.working + after[step.key])
    return after
