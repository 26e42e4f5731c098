"""What was read from a line, field by field, with the words that it was read from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.language.line import Line, Span, rest_of

Spans = tuple[Span, ...]
_TYPES = {
    "customer": ("customer",),
    "service": ("service",),
    "access_points": ("integer", "decimal"),
    "site": ("text", "long_text"),
    "wished": ("deadline",),
    "reach": ("choice",),
}
"""The types of field that can hold what is read under these names."""


class HasFields(Protocol):
    """What has to be known of a kind."""

    @property
    def id(self) -> str: ...
    @property
    def fields(self) -> Iterable[Any]: ...


@dataclass(frozen=True)
class Found:
    """A value that was read from a line, and where its words stand in it.

    `value` is None while a person has to say which is meant. `spans` hold for whatever they say, unless each
    value has words of its own (a line that names two services): those are in `by_value`.
    """

    value: Any
    spans: Spans
    by_value: Mapping[str, Spans] = field(default_factory=dict)

    def words_at(self) -> Spans:
        """Where the words of the present value stand; nowhere if it was chosen and not read."""
        if self.value is None or not self.by_value:
            return self.spans
        return self.by_value.get(str(self.value), ())

    def to_json(self) -> dict[str, Any]:
        """As a draft keeps it."""
        return {"value": self.value, "spans": self.spans, "by_value": dict(self.by_value)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Found":
        """What `to_json` made."""
        by_value = {value: _spans(spans) for value, spans in kept["by_value"].items()}
        return cls(kept["value"], _spans(kept["spans"]), by_value)


def _spans(kept: Iterable[Iterable[int]]) -> Spans:
    return tuple((start, end) for start, end in kept)


def words_in(typed: str, spans: Spans) -> tuple[str, ...]:
    """The words that stand there, as typed."""
    return tuple(typed[start:end].strip() for start, end in spans)


def found_in(
    line: Line, values: Mapping[str, Any], named: Mapping[str, Mapping[str, Spans]]
) -> dict[str, Found]:
    """What has words in the line, by field id: `values` are certain or None; `named` as `Found.by_value`."""
    return {
        each: Found(value, line.taken(each), named.get(each, {}))
        for each, value in values.items()
        if line.taken(each) or named.get(each)
    }


def type_of(field: str) -> str:
    """The type of field that a value read under that name is for."""
    return _TYPES.get(field, ("choice",))[0]


def is_held(field: str, found: Found, kind: HasFields | None) -> bool:
    """Whether a request of that kind has a place for what was read; while there is no kind, all has one."""
    if kind is None:
        return True
    if field == "kind":
        return found.value in (None, kind.id)
    rule = next((each for each in kind.fields if each.id == field), None)
    if rule is None or rule.type not in _TYPES.get(field, (rule.type,)):
        return False
    known = {choice.id for choice in rule.choices}
    return rule.type != "choice" or found.value is None or found.value in known


def rest_for(typed: str, read: Mapping[str, Found], kind: HasFields | None) -> str:
    """What the line says beside the values that a request of that kind has a place for, as typed."""
    held: list[Span] = []
    others: list[Span] = []
    for name, found in read.items():
        (held if is_held(name, found, kind) else others).extend(found.words_at())
    return rest_of(typed, held, others)
