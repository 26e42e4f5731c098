"""Which hour of a day is meant, and which instant that is in the calendar's zone."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from bot.language.times.atoms import Clock, Part
from bot.language.times.days import DAY
from bot.language.times.reading import Unreadable
from bot.worktime.calendar import BusinessCalendar

# The conventional end of a part of the day for which the calendar has no hours of its own.
_ENDS = {Part.DAWN: time(6), Part.DUSK: time(19), Part.EVENING: time(23, 59), Part.NOON: time(12)}
_LAST_MINUTE = time(23, 59)
_NO_SUCH_HOUR = {
    Part.DAWN: range(13, 24), Part.EARLY: range(13, 24), Part.MORNING: range(13, 24),
    Part.AFTERNOON: [0, 9, 10, 11],
    Part.DUSK: range(4), Part.NOON: [0, *range(5, 11), *range(15, 24)], Part.EVENING: range(13, 16),
}  # fmt: skip


class Hour(NamedTuple):
    """A time on a day, or on one of the days after it; `likely` unless it is only a second thought."""

    days_on: int
    time: time
    likely: bool = True


def hours_meant(clock: Clock, part: Part | None) -> list[Hour]:
    """What an hour beside a part of the day can mean, the likelier first; raises Unreadable("impossible")."""
    hour = clock.hour
    if hour == 24:
        return [Hour(1, time(0))]
    if part in (Part.OPENING, Part.CLOSING, Part.MIDNIGHT) or hour in _NO_SUCH_HOUR.get(
        part or Part.CLOSING, ()
    ):
        raise Unreadable("impossible", what="time", hour=hour, part=str(part))
    shifted = _halved(hour, part) if clock.halved else _bent(hour, part, clock.sure)
    return [
        Hour(days, time(h, clock.minute, clock.second, clock.microsecond), likely)
        for days, h, likely in shifted
    ]


def _halved(hour: int, part: Part | None) -> list[tuple[int, int, bool]]:
    """(days on, hour, likely) where am or pm was said; raises Unreadable("conflict") for 下午9am."""
    if part is None:
        # Friday 12am begins Friday, and is often said for its end.
        return [(0, 0, True), (1, 0, True)] if hour == 0 else [(0, hour, True)]
    if part is Part.EVENING and hour < 5:
        return [(1, hour, True)]
    fits = {Part.NOON: range(11, 15), Part.AFTERNOON: range(12, 20), Part.DUSK: range(16, 21)}
    if hour not in fits.get(part, range(17, 24) if part is Part.EVENING else range(12)):
        raise Unreadable("conflict")
    return [(0, hour, True)]


def _bent(hour: int, part: Part | None, sure: bool) -> list[tuple[int, int, bool]]:
    """(days on, hour, likely): the hour as the part of the day bends it."""
    if part in (Part.DAWN, Part.EARLY, Part.MORNING):
        return [(0, 0 if part is Part.DAWN and hour == 12 else hour, True)]
    if part in (Part.NOON, Part.AFTERNOON, Part.DUSK):
        return [(0, hour + 12 if hour < (10 if part is Part.NOON else 12) else hour, True)]
    if part is Part.EVENING:
        if hour in (0, 12):
            return [(1, 0, True)]
        if hour < 5 and not sure:
            return [(1, hour, True), (0, hour, True)]
        return [(0, hour + 12 if hour < 12 else hour, True)]
    if sure or hour in (0, 12) or hour > 12:
        return [(0, hour, True)]
    if hour <= 6:
        return [(0, hour + 12, True), (0, hour, True)]
    return [(0, hour, True), (0, hour + 12, hour == 7)]


def instants_at(on: date, at: time, calendar: BusinessCalendar) -> list[datetime]:
    """The instants (UTC) at which the clocks of the zone show that time of that day: two where they go back.

    Raises Unreadable("impossible") where they leap over it.
    """
    local = datetime.combine(on, at, calendar.zone)
    instant = local.astimezone(UTC)
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return [instant]
    if instant.astimezone(calendar.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Unreadable("impossible", what="time", hour=at.hour, minute=at.minute)
    return [instant, local.replace(fold=1).astimezone(UTC)]


def closing(on: date, calendar: BusinessCalendar) -> datetime:
    """The end of a day's office hours (UTC); on a day off the hour at which the last working day closed."""
    hours = calendar.hours_on(on)
    if hours:
        return hours[-1].end.astimezone(UTC)
    return instants_at(on, _usual(on, calendar, opening=False), calendar)[0]


def opening(on: date, calendar: BusinessCalendar) -> datetime:
    """The start of a day's office hours (UTC); on a day off the hour at which the last working day opened."""
    hours = calendar.hours_on(on)
    if hours:
        return hours[0].start.astimezone(UTC)
    return instants_at(on, _usual(on, calendar, opening=True), calendar)[0]


def _usual(on: date, calendar: BusinessCalendar, *, opening: bool) -> time:
    for back in range(1, 32):
        hours = calendar.hours_on(on - back * DAY)
        if hours:
            border = hours[0].start if opening else hours[-1].end
            return border.astimezone(calendar.zone).time()
    return time(0) if opening else _LAST_MINUTE


def day_end(on: date, now_at: datetime, calendar: BusinessCalendar) -> datetime:
    """The deadline (UTC) of a whole day: its closing, or its last minute when that is over."""
    end = closing(on, calendar)
    if end > now_at and end.astimezone(calendar.zone).date() == on:
        return end
    return instants_at(on, _LAST_MINUTE, calendar)[-1]


def part_end(on: date, part: Part, calendar: BusinessCalendar) -> list[datetime]:
    """The conventional end (UTC) of a part of that day; midnight may be the day's end or its beginning."""
    if part is Part.CLOSING or part is Part.AFTERNOON:
        return [closing(on, calendar)]
    if part is Part.OPENING or part is Part.EARLY:
        return [opening(on, calendar)]
    if part is Part.MIDNIGHT:
        return [*instants_at(on + DAY, time(0), calendar), *instants_at(on, time(0), calendar)]
    if part is Part.MORNING:
        hours = calendar.hours_on(on)
        noon = instants_at(on, time(12), calendar)[0]
        return [
            hours[0].end.astimezone(UTC) if hours and abs(hours[0].end - noon) <= timedelta(hours=2) else noon
        ]
    return instants_at(on, _ENDS[part], calendar)
