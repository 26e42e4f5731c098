"""How an instant is said back: absolute, with its weekday and the working time until then."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from bot.worktime.calendar import BusinessCalendar

_WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


class Echo(NamedTuple):
    """An instant as facts for a person.

    `at` is UTC; `on` the date in the calendar's zone; `weekday` 0 for Monday; `working` the calendar's
    working time from now until then in whole minutes (negative when it is over); `provisional` when that
    rests on an estimated year;
    `text` what `absolute` says.
    """

    at: datetime
    on: date
    weekday: int
    working: timedelta
    provisional: bool
    text: str


def echo(at: datetime, calendar: BusinessCalendar, now: datetime, language: str) -> Echo:
    """What to tell a person about an instant. Raises UnknownYear where the calendar does not reach."""
    on = at.astimezone(calendar.zone).date()
    working = calendar.between(now, at)
    return Echo(
        at=at.astimezone(UTC),
        on=on,
        weekday=on.weekday(),
        working=working - working % timedelta(minutes=1),
        provisional=calendar.is_provisional(now, at),
        text=absolute(at, calendar, language),
    )


def absolute(at: datetime, calendar: BusinessCalendar, language: str) -> str:
    """Such as "2026-11-27 周五 18:00", in the calendar's zone; `read_when` reads it back to the same instant.

    Seconds only where there are any; the offset only in the hour that the clocks show twice.
    """
    local = at.astimezone(calendar.zone)
    precise = "auto" if local.second or local.microsecond else "minutes"
    hour = local.time().isoformat(precise)
    offset = (
        local.strftime("%z") if local.utcoffset() != local.replace(fold=not local.fold).utcoffset() else ""
    )
    shown = f" {offset[:3]}:{offset[3:]}" if offset else ""
    return f"{local:%Y-%m-%d} {_WEEKDAYS[language][local.weekday()]} {hour}{shown}"
