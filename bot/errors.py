"""What can be refused, as facts: a class per refusal, its fields the particulars.

`messages.refusals` turns each into a sentence in the person's language; a refusal never changes anything.
"""

from dataclasses import dataclass
from datetime import datetime


class Refusal(Exception):
    """Something a person asked for cannot be done; nothing was changed."""


@dataclass
class NotFound(Refusal):
    """There is no such request, step or customer; `what` is what the person named."""

    what: str


@dataclass
class NotAllowed(Refusal):
    """The person may not do this; `who` are the roles that can, `people` some who hold them."""

    verb: str
    who: tuple[str, ...]
    people: tuple[str, ...] = ()


@dataclass
class OutOfDate(Refusal):
    """The step or request stands elsewhere by now (pressed twice, an old card); `state` says where."""

    label: str
    state: str
    holder_id: str | None = None


@dataclass
class TooSoon(Refusal):
    """It was done a moment ago and may be done again at `again_at`."""

    verb: str
    again_at: datetime


@dataclass
class Invalid(Refusal):
    """A form that cannot be taken; `fields` maps a field id to a `Problem`."""

    fields: "dict[str, Problem]"

    def __post_init__(self) -> None:
        if not self.fields:
            raise ValueError("a form is refused for a reason: name at least one field")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one value and what would be right; `code` is known to `messages.refusals`."""

    code: str
    params: "dict[str, object]"

    @classmethod
    def of(cls, code: str, **params: object) -> "Problem":
        """A problem with its particulars."""
        return cls(code, params)


@dataclass
class AlreadyDone(Refusal):
    """This very act came in before and was done then: a redelivery, to be answered and no more."""
