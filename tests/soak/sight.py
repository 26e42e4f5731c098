"""What staff see of the bot: every message, live, as the stand-in's stream tells it."""

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

Json = dict[str, Any]
Button = tuple[str, str]
"""Action id and value."""
LABEL = re.compile(r"XB-(\d+)")


@dataclass(frozen=True)
class Seen:
    """A message of the bot in front of somebody."""

    channel: str
    ts: str
    blocks: tuple[Json, ...]
    text: str
    buttons: frozenset[Button]

    @property
    def label(self) -> int | None:
        """The number of the request that it is about."""
        found = LABEL.search(self.text)
        return int(found[1]) if found else None

    @property
    def is_card(self) -> bool:
        """Only cards have fields below their title."""
        return len(self.blocks) > 1 and "fields" in self.blocks[1]

    def has(self, action: str, value: int | str | None = None) -> bool:
        """Whether there is such a button."""
        return any(a == action and (value is None or v == str(value)) for a, v in self.buttons)

    def is_held_by(self, person: str) -> bool:
        """Whether a step's card says so, in the first line of how it stands."""
        heads = [
            b["text"]["text"].split("\n")[0] for b in self.blocks if b["type"] == "section" and "text" in b
        ]
        return any(f"<@{person}>" in head for head in heads)

    def block_of(self, action: str, value: str) -> str:
        """The block that a button stands in."""
        return next(b["block_id"] for b in self.blocks for e in _elements(b) if _button(e) == (action, value))


def seen(message: Json) -> Seen:
    """A message as the stand-in shows it."""
    blocks = tuple(message.get("blocks") or ())
    text = "\n".join([message.get("text") or "", *_texts(blocks)])
    buttons = frozenset(_button(element) for block in blocks for element in _elements(block))
    return Seen(message["channel"], message["ts"], blocks, text, buttons)


def _button(element: Json) -> Button:
    return element.get("action_id", ""), element.get("value", "")


def _elements(block: Json) -> list[Json]:
    found = list(block["elements"]) if block["type"] == "actions" else []
    return [*found, *([block["accessory"]] if "action_id" in block.get("accessory", {}) else [])]


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(part, (list, tuple)):
        for each in part:
            yield from _texts(each)


class Sight:
    """All messages by request, kept up by listening."""

    def __init__(self, base_url: str) -> None:
        self._url = f"{base_url}/control/events"
        self._all: dict[tuple[str, str], Seen] = {}
        self._places: dict[int, set[tuple[str, str]]] = defaultdict(set)
        self.is_listening = asyncio.Event()

    async def listen(self) -> None:
        """Until it is cancelled; a lost stream ends the soak, for nothing here may be guessed."""
        async with httpx.AsyncClient(timeout=None) as http, http.stream("GET", self._url) as answer:
            name = ""
            async for line in answer.aiter_lines():
                if line.startswith("event: "):
                    name = line[7:]
                    self.is_listening.set()
                elif line.startswith("data: ") and name == "message":
                    self._take(json.loads(line[6:]))
        raise RuntimeError("the stand-in's stream has ended")

    def _take(self, change: Json) -> None:
        if change["message"] is None:
            return
        message = seen(change["message"])
        place = message.channel, message.ts
        self._all[place] = message
        if (label := message.label) is not None:
            self._places[label].add(place)

    def at(self, channel: str, ts: str) -> Seen | None:
        """The message there as it stands now."""
        return self._all.get((channel, ts))

    def about(self, request: int) -> list[Seen]:
        """Every message about a request, oldest first."""
        places = sorted(self._places[request], key=lambda place: place[1])
        return [self._all[place] for place in places if place in self._all]

    def card(self, request: int, action: str, value: int | str | None = None) -> Seen | None:
        """The newest card of the request with that button; what concerns a step is done in its channel."""
        place = "D" if action == "cancel_request" else "C"
        cards = [each for each in self.about(request) if each.is_card and each.channel.startswith(place)]
        found = [each for each in cards if each.has(action, value)]
        return found[-1] if found else None

    def saying(self, channel: str, text: str) -> Seen | None:
        """A message there that says this."""
        found = (each for each in self._all.values() if each.channel == channel and text in each.text)
        return next(found, None)

    def forget(self, request: int) -> None:
        """Nobody looks at it any more."""
        for place in self._places.pop(request, ()):
            self._all.pop(place, None)
