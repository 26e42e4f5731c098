"""matrix.yaml: the responsibility matrix (RACI): kinds of request, their fields and their steps."""

from collections.abc import Iterable, Mapping
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
SKIPPED = "skipped"
"""The outcome to hand to `Condition.verdict` for a step that was left out or skipped."""


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


class Outcome(Frozen):
    """How a step can finish, and what must be said then; `ends` closes the whole request."""

    id: Id
    name: Text
    fields: tuple[FieldRule, ...] = ()
    ends: Literal["done", "declined"] | None = None


class Condition(Frozen):
    """When a step applies: for these services, and/or once an earlier step answered so.

    In YAML `specialty: transport` stands for every service that needs that team; the loader fills `services`.
    """

    services: tuple[Id, ...] = ()
    specialty: Id | None = None
    any_of: tuple[Id, ...] = ()
    outcome: Id | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Condition":
        if bool(self.any_of) != bool(self.outcome):
            raise ValueError("`any_of` (steps) and `outcome` (their answer) belong together")
        if not (self.services or self.specialty or self.any_of):
            raise ValueError("say `services`, `specialty`, or `any_of` with `outcome`")
        return self

    @property
    def by_service(self) -> bool:
        """Whether the service has a say."""
        return bool(self.services or self.specialty)

    def fits_service(self, service: str) -> bool:
        """Whether the service, as far as it has a say, lets the step apply."""
        return not self.by_service or service in self.services

    def verdict(self, service: str, outcomes: Mapping[str, str | None]) -> bool | None:
        """Whether the step applies; None as long as that hangs on a step that has no outcome yet.

        `outcomes` holds every step of the request: None for one that is still open, `SKIPPED` for one that
        was skipped. A step that is not in it is no part of the request and answers nothing.
        """
        if not self.fits_service(service):
            return False
        if not self.any_of:
            return True
        answers = [outcomes.get(key, SKIPPED) for key in self.any_of]
        if self.outcome in answers:
            return True
        return None if None in answers else False

    def describe(self, among: Iterable[str] | None = None) -> str:
        """In plain English; `among` leaves out the steps that are no part of the request."""
        parts = []
        if self.by_service:
            parts.append(f"service is one of {', '.join(self.services)}")
        if self.any_of:
            keys = [key for key in self.any_of if among is None or key in set(among)]
            subject = keys[0] if len(keys) == 1 else f"any of {', '.join(keys)}"
            parts.append(f"{subject} answers {self.outcome}")
        return " and ".join(parts)


class StepRule(Frozen):
    """One step: what `team` (R) is asked, `accountable` (A), `consulted` (C) and `informed` (I).

    It may start when all of `needs` are finished or skipped, and only if `applies` (None: always) holds.
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
    outcomes: tuple[Outcome, ...] = Field(min_length=1)

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
    steps: tuple[StepRule, ...] = Field(min_length=1)

    @field_validator("steps")
    @classmethod
    def _in_order(cls, steps: tuple[StepRule, ...]) -> tuple[StepRule, ...]:
        rules = {step.key: step for step in steps}
        if len(rules) != len(steps):
            return steps  # said with the line of the second one by the loader
        try:
            order = TopologicalSorter({s.key: s.needs for s in steps}).static_order()
            return tuple(rules[key] for key in order if key in rules)
        except CycleError as error:
            raise ValueError(f"steps wait for each other: {' → '.join(error.args[1])}") from None

    def step(self, key: str) -> StepRule:
        """The step of that key; KeyError when there is none."""
        return {each.key: each for each in self.steps}[key]

    def field(self, id: str) -> FieldRule | None:
        """The request's field of that id, if the kind asks for it."""
        return next((each for each in self.fields if each.id == id), None)


class Shared(Frozen):
    """Fields and outcomes that several kinds take by name; `bot.policy.shared` fills them in."""

    fields: Annotated[dict[Id, FieldRule], keyed()] = {}
    outcomes: Annotated[dict[Id, Outcome], keyed()] = {}


class MatrixFile(Frozen):
    """The whole of matrix.yaml, once its shared parts are filled in."""

    shared: Shared = Shared()
    kinds: Annotated[dict[Id, Kind], keyed()]
