"""The sample branch's calendars, and calendars of one's own making."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.policy.calendars import CalendarSpec, build_calendar, calendars_from
from bot.worktime import BusinessCalendar, Interval

FILE = Path(__file__).parents[2] / "policies" / "calendars.yaml"
SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE_WEEK = {"mon-fri": ["09:00-12:00", "14:00-18:00"]}


@cache
def sample(name: str = "office") -> BusinessCalendar:
    return calendars_from(yaml.safe_load(FILE.read_text(encoding="utf-8")))[name]


def spec_of(**changes: Any) -> CalendarSpec:
    """An office calendar without holidays, but for what is said otherwise."""
    entry = {"name": {"zh": "历", "en": "Own"}, "zone": "Asia/Shanghai", "day": "7h", "hours": OFFICE_WEEK}
    return CalendarSpec.model_validate(entry | changes)


def own(**changes: Any) -> BusinessCalendar:
    return build_calendar("own", spec_of(**changes))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """`2026-11-27 17:30`, or with seconds, on that zone's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def pause(start: str, end: str) -> Interval:
    return Interval(at(start), at(end))


def wall(instant: datetime, zone: ZoneInfo = SHANGHAI) -> str:
    """What the wall clock shows then, without seconds that are nought."""
    return instant.astimezone(zone).replace(tzinfo=None).isoformat(" ").removesuffix(":00")
