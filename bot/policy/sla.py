"""sla.yaml: how long a request may take, how the steps share it, and the caps on grades."""

from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.policy.text import Frozen, Id
from models.enums import AssuranceLevel, Grade

Unit = Literal["working_days", "working_hours", "clock_hours"]
Positive = Annotated[Decimal, Field(gt=0)]
Share = Annotated[Decimal, Field(gt=0, le=100)]
Cap = Annotated[Decimal, Field(ge=0, le=100)]


class AccessPointRule(Frozen):
    """The limit holds for `included` access points and grows with the number beyond them [S].

    That is so for services of these `families` only; for the others their number changes nothing.
    """

    included: Annotated[int, Field(gt=0)]
    round_up_to: Positive
    families: tuple[Id, ...] = Field(min_length=1)

    def stretch(self, base: Decimal, points: int) -> Decimal:
        """`base` for that many points: points / included × base, rounded up to `round_up_to`."""
        if points <= self.included:
            return base
        steps = (base * points / self.included / self.round_up_to).to_integral_value(ROUND_CEILING)
        return steps * self.round_up_to


class KindTargets(Frozen):
    """The targets of one kind: by grade or by assurance level, in `unit` of `calendar`.

    `shares` breaks the whole down: percent of it for every step; along every path they fit into 100 [S].
    """

    unit: Unit
    calendar: Id
    by: Literal["grade", "assurance"]
    targets: dict[str, Positive]
    access_points: AccessPointRule | None = None
    shares: dict[Id, Share]

    @model_validator(mode="after")
    def _a_target_for_each(self) -> "KindTargets":
        known = [str(each) for each in (Grade if self.by == "grade" else AssuranceLevel)]
        missing = [each for each in known if each not in self.targets]
        surplus = [each for each in self.targets if each not in known]
        if missing or surplus:
            said = f"targets by {self.by} are {', '.join(known)}"
            said += f"; missing: {', '.join(missing)}" if missing else ""
            raise ValueError(said + (f"; unknown: {', '.join(surplus)}" if surplus else ""))
        return self


class GradeCaps(Frozen):
    """At most so many percent of all enterprise customers may be diamond, or of `second_grade` [S]."""

    diamond: Cap
    second: Cap
    second_grade: Grade

    def counts(self, customers: int) -> dict[Grade, int]:
        """How many customers of that many may hold each capped grade, rounded down [S]."""
        shares = {Grade.DIAMOND: self.diamond, self.second_grade: self.second}
        return {grade: int(customers * share / 100) for grade, share in shares.items()}


class SlaPolicy(Frozen):
    """The whole of sla.yaml."""

    kinds: dict[Id, KindTargets]
    grade_caps: GradeCaps
