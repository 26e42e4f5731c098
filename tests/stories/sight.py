"""What somebody sees: messages, modals and homes as text with buttons, and what came of pressing one."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from tests.stories.wire import CONFIG, Json

if TYPE_CHECKING:
    from tests.stories.forms import Form
    from tests.stories.people import User

NAMES = {person.id: person.name for person in CONFIG.people}
DATE = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>")
PERSON = re.compile(r"<@(\w+)>")
LINK = re.compile(r"<(https?://[^|>]*)\|([^>]*)>")


@dataclass(frozen=True)
class Button:
    """An element that can be pressed; selects have options instead of a value."""

    label: str
    action_id: str
    block_id: str
    options: tuple[str, ...] = ()


class Seen:
    """A message, modal or home in front of a person."""

    def __init__(self, user: "User", place: Json, blocks: list[Json], text: str = "") -> None:
        self.user = user
        self.place = place
        self.blocks = blocks
        self._said = text

    @cached_property
    def text(self) -> str:
        """All that it says, as people read it."""
        return readable("\n".join(_texts(self.blocks)) if self.blocks else self._said)

    @cached_property
    def buttons(self) -> list[Button]:
        """All that can be pressed on it."""
        return list(_buttons(self.blocks))

    @property
    def labels(self) -> list[str]:
        """What its buttons say, in order."""
        return [button.label for button in self.buttons]

    def expect(self, *texts: str) -> Self:
        """It says all of these."""
        for text in texts:
            assert text in self.text, f"{text!r} is not in:\n{self.text}"
        return self

    def expect_not(self, *texts: str) -> Self:
        """It says none of these."""
        for text in texts:
            assert text not in self.text, f"{text!r} is in:\n{self.text}"
        return self

    def expect_actions(self, *labels: str) -> Self:
        """It has these buttons in this order; whatever else stands on it may come and go."""
        assert [label for label in self.labels if label in labels] == list(labels), self.labels
        return self

    def expect_no_actions(self, *labels: str) -> Self:
        """It has none of these buttons."""
        assert not set(labels) & set(self.labels), self.labels
        return self

    def click(self, label: str, *, near: str = "") -> "Answer":
        """Presses the button with this label; `near`: the one in a block that says this."""
        found = [each for each in self.buttons if label in (each.label, each.action_id)]
        if near:
            ids = {block["block_id"] for block in self.blocks if near in readable("\n".join(_texts([block])))}
            found = [each for each in found if each.block_id in ids]
        assert found, f"no button {label!r} but {self.labels} on:\n{self.text}"
        return self.user.presses(self.place, found[0])


@dataclass(frozen=True)
class Answer:
    """What a person got at once: whispers, and the modal that is open now."""

    whispers: tuple[Seen, ...]
    modal: "Form | None"

    @property
    def seen(self) -> Seen:
        """The whisper, or else the modal."""
        found = self.whispers[-1] if self.whispers else self.modal
        assert found is not None, "nothing was answered"
        return found

    @property
    def form(self) -> "Form":
        """The modal; fails where none is open."""
        assert self.modal is not None, f"no modal, but: {[each.text for each in self.whispers]}"
        return self.modal

    @property
    def text(self) -> str:
        return self.seen.text

    def expect(self, *texts: str) -> Seen:
        """It says all of these."""
        return self.seen.expect(*texts)

    @property
    def is_silent(self) -> bool:
        """Nothing was said and no modal opened."""
        return not self.whispers and self.modal is None


def readable(text: str) -> str:
    """Mrkdwn as people read it: dates, names and links in words, entities decoded."""
    text = DATE.sub(r"\1", text)
    text = PERSON.sub(lambda found: f"@{NAMES.get(found[1], found[1])}", text)
    text = LINK.sub(r"\2 \1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("*", "")


def _texts(part: Any) -> Iterator[str]:
    """Every text in blocks, without what elements say."""
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, dict) and "action_id" not in part:
        for key, value in part.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)


def _buttons(part: Any) -> Iterator[Button]:
    for block in part:
        for element in _elements(block):
            label = element.get("text") or element.get("placeholder") or {"text": element["action_id"]}
            options = tuple(option["value"] for option in element.get("options", ()))
            yield Button(label["text"], element["action_id"], block["block_id"], options)


def _elements(block: Json) -> list[Json]:
    if block["type"] == "actions":
        return list(block["elements"])
    accessory = block.get("accessory")
    return [accessory] if accessory and "action_id" in accessory else []


def newest(seen: list[Seen], true: Callable[[Seen], bool], wanted: str) -> Seen:
    """The last that fits; fails showing all that there is."""
    found = [each for each in seen if true(each)]
    assert found, f"no {wanted} among:\n" + "\n---\n".join(each.text for each in seen)
    return found[-1]
