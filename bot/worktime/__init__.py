"""Working time: business calendars, amounts, and deadlines as people say them. Pure: time is an argument."""

from bot.worktime.amounts import format_amount, parse_amount
from bot.worktime.calendar import BusinessCalendar, Interval, Stretch
from bot.worktime.days import DayKind, DayNote, Period
from bot.worktime.errors import CalendarError, UnknownYear

__all__ = [
    "BusinessCalendar",
    "CalendarError",
    "DayKind",
    "DayNote",
    "Interval",
    "Period",
    "Stretch",
    "UnknownYear",
    "format_amount",
    "parse_amount",
]
