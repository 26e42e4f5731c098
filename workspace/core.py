"""Everything that the stand-in holds, in one object; only the server's event loop touches it.

The loop is the lock: no function that changes state awaits in the middle.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from secrets import token_hex

from workspace.branch import Branch, Json, Room
from workspace.calls import Journal
from workspace.choices import Choices
from workspace.clock import Clock
from workspace.config import Config
from workspace.connections import Connections
from workspace.faults import Faults
from workspace.interactions.response_url import ResponseUrls
from workspace.interactions.retries import Retry
from workspace.interactions.triggers import LIFE_SECONDS, Triggers
from workspace.limits import Limits
from workspace.link import Link
from workspace.scopes import Scopes
from workspace.stream import Stream
from workspace.views import Views


@dataclass
class Upload:
    """A file between upload and sharing, and after."""

    id: str
    name: str
    length: int
    content: bytes | None = None
    shown: Json | None = None


class Workspace:
    """The branch, the installed app and everything between them."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        *,
        record_to: Path | None = None,
        wall: Callable[[], datetime] | None = None,
    ) -> None:
        """`wall` answers the instant for signing HTTP requests; by default the branch clock does."""
        self.config = config
        self.clock = clock
        self.branch = Branch(config)
        self.stream = Stream()
        self.calls = Journal(record_to)
        self.limits = Limits(config.rates)
        self.faults = Faults()
        self.scopes = Scopes(config.scopes)
        self.events = set(config.events)
        self.triggers = Triggers(max(LIFE_SECONDS, config.ack_seconds))  # whoever is patient is so in both
        self.response_urls = ResponseUrls()
        self.views = Views()
        self.uploads: dict[str, Upload] = {}
        self.choices = Choices()
        self.closing = asyncio.Event()
        self.connections = Connections()
        self.link = Link(
            config,
            clock,
            wall=wall or clock.now,
            faults=self.faults,
            stream=self.stream,
            connections=self.connections,
            closing=self.closing,
        )
        self.moving = asyncio.Lock()  # one move of the clock at a time
        self.base_url = ""
        self.retries: list[Retry] = []  # events to deliver again
        self.background: set[asyncio.Task[None]] = set()
        self._events = count(1)
        self._run = token_hex(4)

    def new_event_id(self) -> str:
        """As in Slack, one that no earlier run has given out."""
        return f"Ev{self._run}{next(self._events):08d}"

    def has_bot(self, room: Room) -> bool:
        """Is the bot a member of the room?"""
        return self.config.bot_user in room.members

    def close(self) -> None:
        """Let go of everybody who waits; on the server's loop."""
        self.closing.set()
        self.stream.close()
        self.link.close()
        for task in self.background:
            task.cancel()
        self.calls.close()
