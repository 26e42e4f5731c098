"""A notice before it is a row of the outbox: its kind, the ids that it is about, and where it goes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from models import Urgency

Place = tuple[str, str | None]
"""Destination and card."""


class Notice(NamedTuple):
    """What is to be sent: at `not_before_at` at the earliest (quiet hours), else at once.

    `destination` is `team:transport`, `team:managers` or `person:U…`.
    """

    kind: str
    destination: str
    request_id: int | None = None
    step_id: int | None = None
    params: Mapping[str, Any] = {}
    card_key: str | None = None
    thread_key: str | None = None
    urgency: Urgency = Urgency.NORMAL
    not_before_at: datetime | None = None

    @property
    def place(self) -> Place:
        """Where its card stands."""
        return self.destination, self.card_key


def team(team_id: str) -> str:
    """A team's channel as a destination."""
    return f"team:{team_id}"


def person(person_id: str) -> str:
    """A person's direct messages as a destination."""
    return f"person:{person_id}"
