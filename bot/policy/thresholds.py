"""The amounts of escalation.yaml resolved for a clock: a day is as long as the clock's calendar says."""

from datetime import timedelta
from decimal import Decimal

from bot.policy.escalation import Level, Threshold
from bot.policy.schema import Policy
from bot.worktime import BusinessCalendar, parse_amount
from models.enums import Grade


def thresholds_for(policy: Policy, kind: str, measures: str) -> tuple[Threshold, ...]:
    """The thresholds of a clock that measures this (`Measured`) for a request of that kind, lowest first."""
    levels = policy.escalation.levels_of(kind, measures)
    calendar = policy.clock_calendar(kind)
    return tuple(_threshold(number, level, calendar) for number, level in enumerate(levels, start=1))


def pause_limit(policy: Policy, *, reason: str, grade: str, kind: str) -> timedelta:
    """How long such a pause may last without the coordinator's consent, in the clock's working time."""
    longest = policy.escalation.pause_reason(reason).longest[Grade(grade)]
    return parse_amount(longest, policy.clock_calendar(kind))


def chase_interval(policy: Policy) -> timedelta:
    """How much time by the wall clock lies at least between two chases of one step."""
    return parse_amount(policy.escalation.chase_interval, _WallClock())


class _WallClock:
    day_seconds = 86400


def _threshold(number: int, level: Level, calendar: BusinessCalendar) -> Threshold:
    return Threshold(
        key=level.key,
        level=number,
        name=level.name,
        percent=Decimal(level.at[:-1]) if level.at.endswith("%") else None,
        offset=None if level.at.endswith("%") else _offset(level.at, calendar),
        tell=level.tell,
        repeat_every=parse_amount(level.repeat.every, calendar) if level.repeat else None,
        repeat_at_most=level.repeat.at_most if level.repeat else 0,
        acknowledgeable=level.acknowledgeable,
    )


def _offset(at: str, calendar: BusinessCalendar) -> timedelta:
    amount = parse_amount(at[1:], calendar)
    return -amount if at.startswith("-") else amount
