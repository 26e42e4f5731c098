"""The branch in memory: people, rooms (channels and direct messages) and their messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from workspace.config import Config, Group, Person, Place
from workspace.errors import SlackError

Json = dict[str, Any]
SLACKBOT = "USLACKBOT"


@dataclass
class Room:
    """A channel, a direct message or a group message, with what was written in it."""

    id: str
    name: str
    members: list[str]
    topic: str = ""
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_archived: bool = False
    messages: dict[str, Json] = field(default_factory=dict)  # by ts, growing
    threads: dict[str, list[str]] = field(default_factory=dict)  # parent ts → reply ts
    ephemerals: dict[str, tuple[str, Json]] = field(default_factory=dict)  # by ts: reader, message

    @property
    def is_open(self) -> bool:
        """A public channel, which everybody may read."""
        return not (self.is_private or self.is_im or self.is_mpim)

    @property
    def readers(self) -> frozenset[str] | None:
        """Whom a change in here concerns; None: everybody."""
        return None if self.is_open else frozenset(self.members)

    @property
    def scope_prefix(self) -> str:
        """The first part of the scopes for this kind of room: `channels` of `channels:read`."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "groups" if self.is_private else "channels"

    def latest_first(self) -> Iterator[Json]:
        """Top-level messages (and replies that were broadcast), the newest first."""
        for message in reversed(self.messages.values()):
            if (
                message.get("thread_ts") in (None, message["ts"])
                or message.get("subtype") == "thread_broadcast"
            ):
                yield message

    def thread(self, parent: str) -> list[Json]:
        """A parent and its replies, oldest first."""
        return [self.messages[ts] for ts in [parent, *self.threads.get(parent, [])] if ts in self.messages]


class Branch:
    """Looks people and rooms up by id, makes direct messages and timestamps."""

    def __init__(self, config: Config) -> None:
        self.bot = config.bot_user
        self.people: dict[str, Person] = {person.id: person for person in config.people}
        self.groups: dict[str, Group] = {group.id: group for group in config.groups}
        self.rooms: dict[str, Room] = {place.id: _room(place) for place in config.channels}
        self._last_micros = 0
        self._numbers = count(1)
        for person in config.people:
            if not person.is_bot:
                self._add(Room(person.dm, "", [person.id, self.bot], is_im=True))

    def _add(self, room: Room) -> Room:
        self.rooms[room.id] = room
        return room

    def next_ts(self, at: datetime) -> str:
        """A new message's ts: the instant, made unique and growing by microseconds."""
        micros = (at - datetime.fromtimestamp(0, at.tzinfo)) // timedelta(microseconds=1)
        self._last_micros = max(micros, self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def new_id(self, letter: str) -> str:
        """An id that no other thing of the workspace has, such as `V00000012`."""
        return f"{letter}{next(self._numbers):08d}"

    def person(self, person_id: str) -> Person:
        """Raise SlackError `user_not_found` for an unknown id."""
        if person_id not in self.people:
            raise SlackError("user_not_found")
        return self.people[person_id]

    def room(self, room_id: str) -> Room:
        """Raise SlackError `channel_not_found` for anything but the id of a room."""
        if room_id not in self.rooms:
            raise SlackError("channel_not_found")
        return self.rooms[room_id]

    def addressed(self, to: str) -> Room:
        """Where a message goes: an id, a `#name`, or a person's id (their direct message with the bot)."""
        if to in self.people and to != self.bot:
            return self.rooms[self.people[to].dm]
        named = (room.id for room in self.rooms.values() if room.name and room.name == to.removeprefix("#"))
        return self.room(next(named, to))

    def direct(self, people: list[str]) -> Room:
        """The direct (or group) message of these people, made if there was none."""
        for person_id in people:
            self.person(person_id)
        wanted = set(people)
        same = (room for room in self.rooms.values() if set(room.members) == wanted and not room.is_open)
        found = next((room for room in same if room.is_im or room.is_mpim), None)
        if found:
            return found
        is_im = len(wanted) <= 2
        return self._add(Room(self.new_id("D" if is_im else "G"), "", people, is_im=is_im, is_mpim=not is_im))

    def rooms_of(self, person_id: str) -> list[Room]:
        """Every room that the person can see."""
        return [room for room in self.rooms.values() if room.is_open or person_id in room.members]


def _room(place: Place) -> Room:
    return Room(
        id=place.id,
        name=place.name,
        members=list(place.members),
        topic=place.topic,
        is_private=place.is_private,
        is_archived=place.is_archived,
    )
