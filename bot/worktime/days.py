"""Which days are worked, at which hours, and why: the rules under a business calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.worktime.errors import UnknownYear

DAY = 86_400


class Name(NamedTuple):
    """What a day is called, in both languages."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """The Chinese name for any `zh…` locale, else the English one."""
        return self.zh if language.lower().startswith("zh") else self.en


HOLIDAYS = {
    "new_year": Name(zh="元旦", en="New Year's Day"),
    "spring_festival_eve": Name(zh="除夕", en="Chinese New Year's Eve"),
    "spring_festival": Name(zh="春节", en="Spring Festival"),
    "tomb_sweeping": Name(zh="清明节", en="Tomb-Sweeping Day"),
    "labour_day": Name(zh="劳动节", en="Labour Day"),
    "dragon_boat": Name(zh="端午节", en="Dragon Boat Festival"),
    "mid_autumn": Name(zh="中秋节", en="Mid-Autumn Festival"),
    "national_day": Name(zh="国庆节", en="National Day"),
    "victory_day": Name(zh="抗战胜利纪念日", en="Victory Day"),
}


class DayKind(StrEnum):
    """Why a day is worked or not."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    PUBLIC_HOLIDAY = "public_holiday"
    MAKEUP_WORKDAY = "makeup_workday"
    OVERRIDE = "override"


class DayNote(NamedTuple):
    """One day of the calendar, for an explanation; `provisional` when it rests on an estimated year.

    `name` is the holiday's (of a make-up workday: that for which it makes up, where the notice tells), or an
    override's reason.
    """

    kind: DayKind
    name: Name | None
    provisional: bool


class Span(NamedTuple):
    """Hours of one day, in seconds of wall-clock time after its midnight; past it, `end` exceeds 86,400."""

    start: int
    end: int


class Period(NamedTuple):
    """Days from the first to the last, both included."""

    first_on: date
    last_on: date

    def all(self) -> list[date]:
        return [self.first_on + timedelta(n) for n in range((self.last_on - self.first_on).days + 1)]


@dataclass(frozen=True)
class Year:
    """The public holidays of one year by holiday key, and its make-up workdays; announced or estimated.

    New Year's period may begin in the December before.
    """

    holidays: Mapping[str, Period]
    workdays: Mapping[date, str | None]
    estimated: bool = False


@dataclass(frozen=True)
class Override:
    """The branch's own word for a day: other hours, or none; it beats holidays and weekdays."""

    hours: tuple[Span, ...]
    reason: Name


@dataclass(frozen=True)
class Rules:
    """Everything a calendar is made of. `years` is None where public holidays play no part.

    `week` holds the hours from Monday to Sunday; `makeup` those of a make-up workday that is usually off.
    """

    name: str
    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    makeup: tuple[Span, ...]
    years: Mapping[int, Year] | None
    overrides: Mapping[date, Override]

    @cached_property
    def special(self) -> dict[date, DayNote]:
        """Holidays and make-up workdays; what is announced outweighs an estimate, a short holiday a long."""
        notes: dict[date, DayNote] = {}
        for year in sorted((self.years or {}).values(), key=lambda year: not year.estimated):
            for key, period in sorted(year.holidays.items(), key=lambda item: -len(item[1].all())):
                note = DayNote(DayKind.PUBLIC_HOLIDAY, HOLIDAYS[key], year.estimated)
                notes |= dict.fromkeys(period.all(), note)
            for on, holiday in year.workdays.items():
                name = HOLIDAYS[holiday] if holiday else None
                notes[on] = DayNote(DayKind.MAKEUP_WORKDAY, name, year.estimated)
        return notes

    @cached_property
    def around_the_clock(self) -> bool:
        """Whether nothing ever interrupts working time."""
        return self.years is None and not self.overrides and all(h == (Span(0, DAY),) for h in self.week)

    @cached_property
    def over_midnight(self) -> bool:
        """Whether some hours run into the day after the one to which they count."""
        hours = [*self.week, self.makeup, *(override.hours for override in self.overrides.values())]
        return any(span.end > DAY for spans in hours for span in spans)

    @cached_property
    def estimated(self) -> list[Period]:
        """The days about which nothing is announced."""
        years = [(n, year) for n, year in (self.years or {}).items() if year.estimated]
        return [
            Period(
                min(date(n, 1, 1), *(period.first_on for period in year.holidays.values())), date(n, 12, 31)
            )
            for n, year in years
        ]

    def knows(self, year: int) -> bool:
        return self.years is None or year in self.years

    def note(self, on: date) -> DayNote:
        """Why this day is worked or not. Raises UnknownYear."""
        if override := self.overrides.get(on):
            return DayNote(DayKind.OVERRIDE, override.reason, False)
        if not self.knows(on.year):
            raise UnknownYear(on.year, self.name)
        if note := self.special.get(on):
            return note
        kind = DayKind.WORKDAY if self.week[on.weekday()] else DayKind.WEEKEND
        return DayNote(kind, None, self.years is not None and self.years[on.year].estimated)

    def hours(self, on: date) -> tuple[Span, ...]:
        """The day's hours, none on a day off. Raises UnknownYear."""
        if override := self.overrides.get(on):
            return override.hours
        note = self.special.get(on) or self.note(on)
        if note.kind is DayKind.PUBLIC_HOLIDAY:
            return ()
        usual = self.week[on.weekday()]
        return usual or self.makeup if note.kind is DayKind.MAKEUP_WORKDAY else usual
