"""response_url: five uses within thirty minutes of branch time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from workspace.errors import SlackError

USES = 5
KEPT = 10_000  # older ones are forgotten and count as expired
LIFE = timedelta(minutes=30)


@dataclass
class Origin:
    """Where an interaction came from, for what is sent back to its response_url."""

    person: str
    room: str
    message_ts: str | None
    expires_at: datetime
    uses: int = 0


class ResponseUrls:
    """Hands out tokens and counts their uses."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._given: dict[str, Origin] = {}

    def give(self, person: str, room: str, message_ts: str | None, at: datetime) -> str:
        """A new token for an interaction at that instant."""
        number = next(self._numbers)
        token = f"r{number}"
        self._given.pop(f"r{number - KEPT}", None)
        self._given[token] = Origin(person, room, message_ts, at + LIFE)
        return token

    def use(self, token: str, at: datetime) -> Origin:
        """Count a use; raise SlackError `used_url` or `expired_url`."""
        origin = self._given.get(token)
        if origin is None or at > origin.expires_at:
            raise SlackError("expired_url")
        if origin.uses >= USES:
            raise SlackError("used_url")
        origin.uses += 1
        return origin
