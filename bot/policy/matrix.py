"""matrix.yaml: the responsibility matrix (RACI): kinds of request, their fields and their steps."""

from collections.abc import Iterable
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from bot.policy.teams import keyed
from bot.policy.text import Frozen, Id, Text
from models.enums import Stage

FieldType = Literal[
    "text", "long_text", "integer", "decimal", "choice", "date", "customer", "service", "deadline"
]
Ending = Literal["done", "declined"]
"""How a course can end; cancelling is not part of it."""
_LONGEST = {"long_text": 3_000, "text": 500, "deadline": 100}
"""Signs that a form takes in a field of that type; Slack takes no more than 3,000."""


class Choice(Frozen):
    """One of the values of a `choice` field; `aliases` are what staff write for it in one line."""

    id: Id
    name: Text
    aliases: tuple[str, ...] = ()


class FieldRule(Frozen):
    """One field of a form; `minimum` and `maximum` bound a number, or a text's length."""

    id: Id
    name: Text
    type: FieldType
    required: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: tuple[Choice, ...] = ()
    hint: Text | None = None

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "FieldRule":
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("a field of type choice names its `choices`, and no other field does")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(f"minimum {self.minimum} is above maximum {self.maximum}")
        return self

    @property
    def longest(self) -> int:
        """How many signs a form takes in this field of words."""
        if self.maximum is None:
            return _LONGEST[self.type]
        return min(int(self.maximum), _LONGEST["long_text"])


class Outcome(Frozen):
    """How a step can finish, and what must be said then.

    `ends` closes the whole request at once; `concludes` says how it ends when no further step follows.
    """

    id: Id
    name: Text
    fields: tuple[FieldRule, ...] = ()
    ends: Ending | None = None
    concludes: Ending | None = None

    @model_validator(mode="after")
    def _ends_one_way(self) -> "Outcome":
        if self.ends and self.concludes:
            raise ValueError("`ends` (at once) and `concludes` (when nothing follows) exclude each other")
        return self

    @property
    def ending(self) -> Ending | None:
        """How a request ends whose last answer this is."""
        return self.ends or self.concludes


class Condition(Frozen):
    """When a step applies: for these services, and/or after earlier steps answered `outcome`.

    `any_of`: at least one of these steps did; `all_of`: every one of them that was done did, and one was.
    In YAML `specialty: transport` stands for every service that needs that team; the loader fills `services`.
    `bot.course` judges it.
    """

    services: tuple[Id, ...] = ()
    specialty: Id | None = None
    any_of: tuple[Id, ...] = ()
    all_of: tuple[Id, ...] = ()
    outcome: Id | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Condition":
        if self.any_of and self.all_of:
            raise ValueError("`any_of` and `all_of` exclude each other")
        if bool(self.asks) != bool(self.outcome):
            raise ValueError("`any_of` or `all_of` (steps) and `outcome` (their answer) belong together")
        if not (self.services or self.specialty or self.asks):
            raise ValueError("say `services`, `specialty`, or `any_of` with `outcome`")
        return self

    @property
    def asks(self) -> tuple[str, ...]:
        """The steps whose answers it reads."""
        return self.any_of or self.all_of

    @property
    def by_service(self) -> bool:
        """Whether the service has a say."""
        return bool(self.services or self.specialty)

    def fits_service(self, service: str) -> bool:
        """Whether the service, as far as it has a say, lets the step apply."""
        return not self.by_service or service in self.services

    def describe(self, among: Iterable[str] | None = None) -> str:
        """In plain English; `among` leaves out the steps that are no part of the request."""
        parts = []
        if self.by_service:
            parts.append(f"service is one of {', '.join(self.services) or 'none'}")
        if self.asks:
            keys = [key for key in self.asks if among is None or key in set(among)]
            if len(keys) == 1:
                parts.append(f"{keys[0]} answers {self.outcome}")
            elif self.any_of:
                parts.append(f"any of {', '.join(keys)} answers {self.outcome}")
            else:
                parts.append(f"all of {', '.join(keys)} answer {self.outcome}")
        return " and ".join(parts)


class StepRule(Frozen):
    """One step: what `team` (R) is asked, `accountable` (A), `consulted` (C) and `informed` (I).

    It may start when all of `needs`, and all that `applies` reads, are finished or skipped, and only if
    `applies` (None: always) holds.
    """

    key: Id
    name: Text
    asks: Text
    team: Id
    accountable: Id
    consulted: tuple[Id, ...] = ()
    informed: tuple[Id, ...] = ()
    needs: tuple[Id, ...] = ()
    applies: Condition | None = None
    outcomes: tuple[Outcome, ...] = Field(min_length=1, max_length=100)

    def outcome(self, id: str) -> Outcome:
        """The outcome of that id; KeyError when the step knows none such."""
        return {each.id: each for each in self.outcomes}[id]


class Kind(Frozen):
    """A kind of request; `steps` are in topological order whatever the file's order."""

    id: Id
    name: Text
    stage: Stage
    aliases: tuple[str, ...] = ()
    fields: tuple[FieldRule, ...] = Field(min_length=1)
    steps: tuple[StepRule, ...] = Field(min_length=1, max_length=100)

    @field_validator("steps")
    @classmethod
    def _in_order(cls, steps: tuple[StepRule, ...]) -> tuple[StepRule, ...]:
        rules = {step.key: step for step in steps}
        if len(rules) != len(steps):
            return steps  # said with the line of the second one by the loader
        try:
            waits_for = {s.key: (*s.needs, *(s.applies.asks if s.applies else ())) for s in steps}
            order = TopologicalSorter(waits_for).static_order()
            return tuple(rules[key] for key in order if key in rules)
        except CycleError as error:
            raise ValueError(f"steps wait for each other: {' → '.join(error.args[1])}") from None

    def step(self, key: str) -> StepRule:
        """The step of that key; KeyError when there is none."""
        return {each.key: each for each in self.steps}[key]

    def field(self, id: str) -> FieldRule | None:
        """The request's field of that id, if the kind asks for it."""
        return next((each for each in self.fields if each.id == id), None)

    @property
    def description(self) -> FieldRule | None:
        """The field for what no other field takes, if the kind has one."""
        rule = self.field("description")
        return rule if rule and rule.type in ("text", "long_text") else None


class Shared(Frozen):
    """Fields and outcomes that several kinds take by name; `bot.policy.shared` fills them in."""

    fields: Annotated[dict[Id, FieldRule], keyed()] = {}
    outcomes: Annotated[dict[Id, Outcome], keyed()] = {}


class MatrixFile(Frozen):
    """The whole of matrix.yaml, once its shared parts are filled in."""

    shared: Shared = Shared()
    kinds: Annotated[dict[Id, Kind], keyed()]
