"""sla.yaml: how long a request may take, how the steps share it, and the caps on grades."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from bot.policy.text import Frozen, Id
from models.enums import Grade, Reach

Unit = Literal["working_days", "working_hours", "clock_hours"]
Positive = Annotated[Decimal, Field(gt=0)]
Share = Annotated[Decimal, Field(gt=0, le=100)]
Cap = Annotated[Decimal, Field(ge=0, le=100)]
ByLevel = dict[str, Positive]
"""Amounts by grade or assurance level."""


def _form(targets: Any) -> str:
    """Whether targets stand by level alone or by reach and level; what is neither is judged as the former."""
    if isinstance(targets, Mapping):
        by_reach = any(isinstance(each, Mapping) or key in list(Reach) for key, each in targets.items())
        return "[reach]" if by_reach else "[level]"
    return "[level]"


Targets = Annotated[
    Annotated[ByLevel, Tag("[level]")] | Annotated[dict[str, ByLevel], Tag("[reach]")], Discriminator(_form)
]


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
    """The targets of one kind: by grade or by assurance level, perhaps by reach too, in `unit` of `calendar`.

    `shares` breaks the whole down: percent of it for every step; along every path they fit into 100 [S].
    That targets are complete and in order is for `bot.policy.limits` to say: it knows their lines.
    """

    unit: Unit
    calendar: Id
    by: Literal["grade", "assurance"]
    targets: Targets
    access_points: AccessPointRule | None = None
    shares: dict[Id, Share]

    @property
    def tables(self) -> Mapping[str | None, ByLevel]:
        """The amounts by level for each reach; under None where the reach has no say."""
        found: dict[str | None, ByLevel] = {}
        for name, each in self.targets.items():
            if isinstance(each, Decimal):
                found.setdefault(None, {})[name] = each
            else:
                found[name] = each
        return found

    @property
    def depends_on_reach(self) -> bool:
        """Whether the reach has a say in the limit."""
        return bool(self.targets) and None not in self.tables

    def target(self, level: str, reach: str) -> Decimal:
        """The amount for that grade or assurance level, and for that reach if it has a say; else KeyError."""
        return self.tables[reach if self.depends_on_reach else None][level]


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
