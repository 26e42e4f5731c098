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

from starlette.datastructures import Address

from workspace.branch import Branch, Json, Room
from workspace.calls import Journal
from workspace.clock import Clock
from workspace.config import Config
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
        self.wall = wall or clock.now
        self.branch = Branch(config)
        self.stream = Stream()
        self.calls = Journal(record_to)
        self.deliveries = Journal()
        self.limits = Limits(config.rates)
        self.faults = Faults()
        self.scopes = Scopes(config.scopes)
        self.events = set(config.events)
        self.triggers = Triggers(max(LIFE_SECONDS, config.ack_seconds))  # whoever is patient is so in both
        self.response_urls = ResponseUrls()
        self.views = Views()
        self.uploads: dict[str, Upload] = {}
        self.choices: dict[tuple[str, str, str], Json] = {}  # person, channel, ts → state.values of a message
        self.loaded: dict[
            tuple[str, str, str], list[Json]
        ] = {}  # person, container, action_id → options last got
        self.link = Link(self)
        self.closing = asyncio.Event()
        self.moving = asyncio.Lock()  # one move of the clock at a time
        self.base_url = ""
        self.retries: list[Retry] = []  # events to deliver again
        self.background: set[asyncio.Task[None]] = set()
        self._events = count(1)
        self._run = token_hex(4)
        self.connections: dict[tuple[str, int], asyncio.Transport] = {}  # by client address; kept by the wire

    def new_event_id(self) -> str:
        """As in Slack, one that no earlier run has given out."""
        return f"Ev{self._run}{next(self._events):08d}"

    def bot_room(self, room: Room) -> bool:
        """Is the bot a member of the room?"""
        return self.config.bot_user in room.members

    def break_connection(self, client: Address | None) -> None:
        """Cut a client off without a word."""
        if client and (transport := self.connections.get((client.host, client.port))):
            transport.abort()

    def mute_connection(self, client: Address | None) -> None:
        """Leave a connection open, but let nothing in any more, pings included."""
        if client and (transport := self.connections.get((client.host, client.port))):
            transport.pause_reading()

    def close(self) -> None:
        """Let go of everybody who waits; on the server's loop."""
        self.closing.set()
        self.stream.close()
        self.link.close()
        for task in self.background:
            task.cancel()
        self.calls.close()
