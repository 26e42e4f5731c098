"""The parts that both grammars find in a phrase; what they mean together is `resolve`'s affair."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Literal, NamedTuple

from bot.worktime.calendar import BusinessCalendar


class Now(NamedTuple):
    """Where a phrase is read from: the instant (in the calendar's zone) and the calendar."""

    local: datetime
    calendar: BusinessCalendar

    @property
    def today(self) -> date:
        return self.local.date()


class Part(StrEnum):
    """Parts of a day; each bends the hour that stands beside it and has a conventional end."""

    DAWN = "dawn"
    EARLY = "early"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    DUSK = "dusk"
    EVENING = "evening"
    MIDNIGHT = "midnight"
    OPENING = "opening"
    CLOSING = "closing"


class Edge(StrEnum):
    """The word that ties a phrase to its deadline."""

    BEFORE = "before"  # stands before its time: "before friday"
    BEFORE_IT = "before_it"  # stands after its time: 周五前
    WITHIN = "within"
    AFTER = "after"


class Filler(StrEnum):
    """A word that adds nothing, such as 请 or "by"."""

    WORD = "word"


FILLER = Filler.WORD


class Gone(StrEnum):
    """A time that is over, such as 昨天 or "last week"."""

    OVER = "over"


GONE = Gone.OVER


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days that are meant, the likelier first."""

    on: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday by itself (Monday is 0): the next one; when today is one, today's or next week's first."""

    index: int
    next_week_first: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of whole days: a "week" ends with its last working day, the others with their last day.

    "month" stands for everything longer too. `ended` when the end itself was said ("end of next week").
    """

    first_on: date
    last_on: date
    kind: Literal["week", "weekend", "month"] = "month"
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The so-many-th working day of the stretch beside it; -1 is the last."""

    number: int


@dataclass(frozen=True, slots=True)
class Amount:
    """How long from now: calendar months and days, elapsed seconds, working days or working time."""

    months: int = 0
    days: int = 0
    elapsed: timedelta = timedelta()
    working_days: float = 0
    working: timedelta = timedelta()

    @property
    def rough(self) -> timedelta:
        """About how long it is, to tell 2 hours 30 minutes from 2 hours 2 hours."""
        days = self.months * 30 + self.days + self.working_days
        return timedelta(days=days) + self.elapsed + self.working

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.months + other.months,
            self.days + other.days,
            self.elapsed + other.elapsed,
            self.working_days + other.working_days,
            self.working + other.working,
        )


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as said; `sure` when no part of the day need be said (15:00, 09:00), `halved` with am or pm."""

    hour: int
    minute: int = 0
    second: int = 0
    microsecond: int = 0
    sure: bool = False
    halved: bool = False


@dataclass(frozen=True, slots=True)
class Offset:
    """A time zone that was said."""

    zone: tzinfo


Atom = Days | Weekday | Span | Ordinal | Amount | Clock | Part | Edge | Offset | Filler | Gone
