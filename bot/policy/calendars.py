"""The form of policies/calendars.yaml, and the business calendars that are built from it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self, cast
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.policy.text import Frozen, Id, Text
from bot.worktime import BusinessCalendar, Period
from bot.worktime.china import announced_years
from bot.worktime.days import DAY, HOLIDAYS, Name, Override, Rules, Span, Year
from bot.worktime.hours import in_order, parse_length, parse_span, parse_weekdays


def _zone(name: object) -> ZoneInfo:
    if not isinstance(name, str) or name not in available_timezones():
        raise ValueError(f"{name!r} is no time zone; right is a name such as Asia/Shanghai")
    return ZoneInfo(name)


def _first_and_last(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value, value)


def _forwards(days: Period) -> Period:
    if days.last_on < days.first_on:
        raise ValueError(f"the last day {days.last_on} lies before the first {days.first_on}")
    return days


def _holiday(key: str) -> str:
    if key not in HOLIDAYS:
        raise ValueError(f"{key!r} is no public holiday; known are {', '.join(HOLIDAYS)}; else: overrides")
    return key


def _week(value: object) -> object:
    return {"mon-sun": ["00:00-24:00"]} if value == "always" else value


def _weekdays(text: str) -> str:
    parse_weekdays(text)
    return text


def _whole_week(hours: "Hours") -> "Hours":
    week = _by_weekday(hours)
    named = [day for days in hours for day in parse_weekdays(days)]
    if len(named) > len(set(named)):
        raise ValueError("a weekday is named twice; name each once")
    if not any(week):
        raise ValueError("no day has any hours; right is such as mon-fri: [09:00-12:00, 14:00-18:00]")
    for today, tomorrow in zip(week, week[1:] + week[:1], strict=True):
        if today and tomorrow and today[-1].end - DAY > tomorrow[0].start:
            raise ValueError("some hours run over midnight into those of the next day; end them before")
    return hours


def _by_weekday(hours: "Hours") -> tuple[tuple[Span, ...], ...]:
    by_day = {day: spans for days, spans in hours.items() for day in parse_weekdays(days)}
    return tuple(by_day.get(day, ()) for day in range(7))


def _in_their_year(years: dict[int, "YearSpec"]) -> dict[int, "YearSpec"]:
    for year, spec in years.items():
        for key, period in spec.holidays.items():
            # New Year's holiday may begin in the December before, and be made up for there.
            earliest = year - 1 if key == "new_year" else year
            if period.last_on.year != year or period.first_on.year < earliest:
                raise ValueError(f"{key} does not lie in {year}")
        for on in spec.workdays:
            if on.year not in (year - 1, year):
                raise ValueError(f"the make-up workday {on} does not lie in {year}")
    return years


def _once(overrides: tuple["OverrideSpec", ...]) -> tuple["OverrideSpec", ...]:
    days = Counter(on for override in overrides for on in override.days.all())
    if twice := [on for on, count in days.items() if count > 1]:
        raise ValueError(f"{twice[0]} is overridden twice; say once what holds on that day")
    return overrides


DayHours = Annotated[tuple[Annotated[Span, BeforeValidator(parse_span)], ...], AfterValidator(in_order)]
Hours = dict[Annotated[str, AfterValidator(_weekdays)], DayHours]
# YAML: one day, or a list of the first and the last.
Days = Annotated[Period, BeforeValidator(_first_and_last), AfterValidator(_forwards)]
HolidayKey = Annotated[str, AfterValidator(_holiday)]


class YearSpec(Frozen):
    """Public holidays and make-up workdays of one year, entered by hand."""

    holidays: dict[HolidayKey, Days] = Field(min_length=1)
    workdays: tuple[date, ...] = ()


class OverrideSpec(Frozen):
    """The branch's own word for some days: other hours or, with none, days off. It beats everything else."""

    days: Days
    hours: DayHours
    reason: Text


Years = Annotated[dict[int, YearSpec], AfterValidator(_in_their_year)]


class CalendarSpec(Frozen):
    """One calendar. `day` is what an amount of one working day means; `makeup` are the hours of a make-up
    workday that falls on a day usually off (else those of the week's first working day)."""

    name: Text
    zone: Annotated[ZoneInfo, BeforeValidator(_zone)]
    day: Annotated[int, BeforeValidator(parse_length)]
    hours: Annotated[Hours, BeforeValidator(_week), AfterValidator(_whole_week)]
    makeup: DayHours = ()
    holidays: Literal["CN"] | None = None
    announced: Years = {}
    estimate: Years = {}
    overrides: Annotated[tuple[OverrideSpec, ...], AfterValidator(_once)] = ()

    @model_validator(mode="after")
    def _needs_holidays(self) -> Self:
        if (self.announced or self.estimate) and not self.holidays:
            raise ValueError("announced and estimate say nothing without `holidays: CN`")
        return self

    def week(self) -> tuple[tuple[Span, ...], ...]:
        """The hours from Monday to Sunday."""
        return _by_weekday(self.hours)


class CalendarsFile(Frozen):
    """policies/calendars.yaml."""

    calendars: dict[Id, CalendarSpec] = Field(min_length=1)


def build_calendar(name: str, spec: CalendarSpec) -> BusinessCalendar:
    """The business calendar of one entry of calendars.yaml."""
    week = spec.week()
    years: dict[int, Year] | None = None
    if spec.holidays == "CN":
        estimated = {year: _year(entry, estimated=True) for year, entry in spec.estimate.items()}
        entered = {year: _year(entry, estimated=False) for year, entry in spec.announced.items()}
        # What the branch enters outweighs the library, an announcement outweighs an estimate.
        years = estimated | announced_years() | entered
    rules = Rules(
        name=name,
        zone=spec.zone,
        week=week,
        makeup=spec.makeup or next(spans for spans in week if spans),
        years=years,
        overrides={on: _override(entry) for entry in spec.overrides for on in entry.days.all()},
    )
    return BusinessCalendar(rules, spec.day)


def _override(spec: OverrideSpec) -> Override:
    return Override(spec.hours, Name(spec.reason.zh, spec.reason.en))


def _year(spec: YearSpec, *, estimated: bool) -> Year:
    return Year(spec.holidays, dict.fromkeys(spec.workdays), estimated)


def calendars_from(document: Mapping[str, Any]) -> dict[str, BusinessCalendar]:
    """Every calendar of the parsed YAML document. Raises pydantic.ValidationError."""
    spec = CalendarsFile.model_validate(cast(dict[str, Any], document))
    return {name: build_calendar(name, entry) for name, entry in spec.calendars.items()}
