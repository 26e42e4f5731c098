"""What somebody is about to open, as the confirm card shows it; instants said back."""

from dataclasses import dataclass
from datetime import datetime

from bot.course import Plan
from bot.errors import Problem
from bot.language.times import Echo
from bot.policy import Text
from bot.views.request import Line


@dataclass(frozen=True)
class Said:
    """An instant that was read from people's words, to be said back; `left` is working time (`6.5d`)."""

    echo: Echo
    left: str


@dataclass(frozen=True)
class Asked:
    """A choice that a one-line request leaves open: `options` are (value, what it is called)."""

    field: str
    name: Text
    options: tuple[tuple[str, str | Text | datetime], ...]


@dataclass(frozen=True)
class DraftView:
    """What was understood of one line, before anything is opened. `understood` has absolute values.

    `missing` are the fields that have to be typed, `asked` those that can be chosen on the card. `not_taken`
    are words that the kind has no field for. `plan` is there once nothing is open any more.
    """

    id: int
    line: str
    kind: Text | None
    grade: str | None
    understood: tuple[Line, ...]
    wished: Said | None
    refused: Problem | None
    asked: tuple[Asked, ...]
    missing: tuple[Text, ...]
    plan: Plan | None
    not_taken: tuple[str, ...] = ()
