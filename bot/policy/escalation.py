"""escalation.yaml: who hears when of a clock, how often, and when delivery waits."""

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from bot.policy.text import Frozen, Id, Text
from models.enums import AssuranceLevel, Grade, Measured

_AMOUNT = r"(\d+(\.\d+)?d)?(\d+(\.\d+)?h)?(\d+m)?"
Amount = Annotated[str, StringConstraints(pattern=rf"^{_AMOUNT}$", min_length=2)]
"""Working time as people write it: `6.5d`, `3h`, `2h30m`; how long a day is, the clock's calendar says."""
LevelAt = Annotated[str, StringConstraints(pattern=rf"^(\d+(\.\d+)?%|[+-]{_AMOUNT})$", min_length=2)]


class Listener(StrEnum):
    """Whom a threshold tells."""

    HOLDER = "holder"  # the person who accepted the step; the team's channel while nobody has
    TEAM_CHANNEL = "team_channel"
    LEAD = "lead"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    REQUESTER = "requester"


class Repeat(Frozen):
    """Tell again after each `every` (the clock's working time), at most so often, until acknowledged."""

    every: Amount
    at_most: Annotated[int, Field(ge=1, le=20)]


class Level(Frozen):
    """One threshold as the file states it: `at` is `80%` of the target, or `-2h`/`+1d` before/after it."""

    key: Id
    name: Text
    at: LevelAt
    tell: Annotated[tuple[Listener, ...], Field(min_length=1)]
    repeat: Repeat | None = None
    acknowledgeable: bool = True


class Levels(Frozen):
    """The levels, lowest first, of a step's clock, of the request's, and of a question's."""

    step: Annotated[tuple[Level, ...], Field(min_length=1)]
    request: tuple[Level, ...] = ()
    question: tuple[Level, ...] = ()


class Threshold(Frozen):
    """A level resolved for a clock: `percent` of the target, or `offset` in working time from the target.

    `level` counts from 1 and grows with severity: after an outage only the highest crossed one is told.
    """

    key: str
    level: int
    name: Text
    percent: Decimal | None = None
    offset: timedelta | None = None
    tell: tuple[Listener, ...]
    repeat_every: timedelta | None = None
    repeat_at_most: int = 0
    acknowledgeable: bool = True

    @property
    def is_escalation(self) -> bool:
        """Whether it tells more people than those at work on it: lead, coordinator or manager."""
        return bool({Listener.LEAD, Listener.COORDINATOR, Listener.MANAGER} & set(self.tell))

    @property
    def is_late(self) -> bool:
        """Whether it lies at the target or behind it."""
        return (
            self.percent >= 100 if self.percent is not None else (self.offset or timedelta(0)) >= timedelta(0)
        )

    def crossed_after(self, target: timedelta) -> timedelta:
        """The working time consumed when a clock with that target crosses this; never below 0."""
        if self.percent is not None:
            return target * float(self.percent) / 100
        return max(target + (self.offset or timedelta(0)), timedelta(0))


class Passes(Frozen):
    """What quiet hours do not hold: all that is named must agree."""

    kinds: tuple[Id, ...] = ()
    assurance: tuple[AssuranceLevel, ...] = ()
    grades: tuple[Grade, ...] = ()

    @model_validator(mode="after")
    def _names_something(self) -> "Passes":
        if not (self.kinds or self.assurance or self.grades):
            raise ValueError("name `kinds`, `assurance` or `grades`: an empty rule would let everything pass")
        return self

    def agrees(self, kind: str, grade: str, assurance: str) -> bool:
        """Whether a request of that kind, grade and assurance level passes by this rule."""
        pairs = ((self.kinds, kind), (self.grades, grade), (self.assurance, assurance))
        return all(not allowed or value in allowed for allowed, value in pairs)


class QuietHours(Frozen):
    """Outside the hours of `calendar`, delivery to these listeners waits until it opens."""

    calendar: Id
    hold: tuple[Listener, ...]
    passes: tuple[Passes, ...] = ()

    def lets_pass(self, *, kind: str, grade: str, assurance: str) -> bool:
        """Whether notices about such a request are delivered at any hour."""
        return any(rule.agrees(kind, grade, assurance) for rule in self.passes)


class PauseReason(Frozen):
    """Why a clock may stand still; above `longest` (by grade) the coordinator must consent."""

    id: Id
    name: Text
    longest: dict[Grade, Amount]
    evidence: bool = False

    @model_validator(mode="after")
    def _a_limit_for_each_grade(self) -> "PauseReason":
        missing = [grade.value for grade in Grade if grade not in self.longest]
        if missing:
            raise ValueError(f"longest has no limit for: {', '.join(missing)}")
        return self


class Snooze(Frozen):
    """A reminder may be put off until the calendar next opens in the morning, never past the deadline."""

    calendar: Id
    at_most: Annotated[int, Field(ge=0, le=20)]


class Forecast(Frozen):
    """Who hears, once each, that a request turned at risk and that it recovered."""

    at_risk: tuple[Listener, ...]
    recovered: tuple[Listener, ...]


def _takes_time(amount: str) -> str:
    if not any(digit in amount for digit in "123456789"):
        raise ValueError(f"{amount!r} is no time at all; right is such as 30m, 4h or 1d")
    return amount


SomeTime = Annotated[Amount, AfterValidator(_takes_time)]


class Questions(Frozen):
    """How long somebody may take who was asked before a step can go on: working time of the kind's calendar.

    `name` is what the question is called in lists; `kinds` overrides the limit for the kinds it names.
    """

    name: Text
    limit: SomeTime
    kinds: dict[Id, SomeTime] = {}

    def limit_of(self, kind: str) -> str:
        """The limit for requests of that kind."""
        return self.kinds.get(kind, self.limit)


class EscalationPolicy(Frozen):
    """The whole of escalation.yaml; `kinds` replaces the levels for the kinds it names.

    A kind that says nothing of questions has the general levels for them.
    """

    levels: Levels
    questions: Questions
    kinds: dict[Id, Levels] = {}
    quiet_hours: QuietHours
    chase_interval: SomeTime
    snooze: Snooze
    pause_reasons: tuple[PauseReason, ...]
    forecast: Forecast

    def levels_of(self, kind: str, measures: str) -> tuple[Level, ...]:
        """The levels of that kind's clocks that measure this (`Measured`), lowest first."""
        levels = self.kinds.get(kind, self.levels)
        if measures == Measured.QUESTION:
            return levels.question or self.levels.question
        return levels.request if measures == Measured.REQUEST else levels.step

    def pause_reason(self, id: str) -> PauseReason:
        """The pause reason of that id; KeyError when there is none."""
        return {each.id: each for each in self.pause_reasons}[id]
