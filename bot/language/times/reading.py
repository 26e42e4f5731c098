"""What a reader of time answers: readings of a phrase, or a refusal that says why."""

from datetime import datetime
from typing import Literal, NamedTuple

Precision = Literal["minute", "day"]


class Reading(NamedTuple):
    """One meaning of a phrase.

    `at` is a UTC instant. `precision` tells what was said: with "day" the hour is our convention (the end of
    that day's office hours or of the named part of the day), with "minute" it comes from the words.
    `said` are the words that were read.
    """

    at: datetime
    precision: Precision
    said: str


class When(NamedTuple):
    """All meanings of a phrase, the likelier first; never empty."""

    readings: tuple[Reading, ...]

    @property
    def at(self) -> datetime:
        """The likelier instant (UTC)."""
        return self.readings[0].at

    @property
    def precision(self) -> Precision:
        """The precision of the likelier reading."""
        return self.readings[0].precision

    @property
    def ambiguous(self) -> bool:
        """Whether the person has to be asked."""
        return len(self.readings) > 1


class Unreadable(Exception):
    """A phrase that gives no instant; `code` and `params` are facts, the words are the messages' affair.

    Codes: `empty`, `too_long`, `unknown` (not understood), `vague` (no instant is meant), `past`, `future`
    (only for periods), `impossible` (11月31日, 25点), `conflict` (parts that disagree), `too_far`,
    `unknown_year` (the calendar does not know the year).
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
