"""Reads what Slack sends into plain values."""

import re
from typing import Any

from bot.coordination.form_state import Sent
from messages.modals.view import unpack

MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""NUL, which PostgreSQL takes in no text, and halves of surrogate pairs, which no database does."""


def kept(sent: Any) -> Any:
    """The same without characters that cannot be kept; nobody types them, but a paste or a forger can."""
    if isinstance(sent, str):
        return NO_TEXT.sub("", sent)
    if isinstance(sent, dict):
        return {name: kept(value) for name, value in sent.items()}
    return [kept(each) for each in sent] if isinstance(sent, list) else sent


def typed_text(text: str) -> str:
    """What somebody typed, out of Slack's markup: entities decoded, links and mentions as they read.

    Commands and messages come escaped; the values of inputs do not.
    """
    plain = MARKUP.sub(lambda found: _said(found[1], found[2]), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _said(target: str, label: str | None) -> str:
    if target.startswith("!date"):
        return label or ""
    if target[:1] in ("@", "#", "!"):
        sign = "#" if target[0] == "#" else "@"
        return sign + (label or target[1:]).removeprefix("@")
    if label and label not in target:
        return f"{label} {target}"
    return target.removeprefix("mailto:").removeprefix("tel:")


def values_of(view: dict[str, Any]) -> dict[str, Any]:
    """A form's values by field id: the action ids of its inputs."""
    found: dict[str, Any] = {}
    for block in view["state"]["values"].values():
        for field, element in block.items():
            value = value_of(element)
            if value is not None:
                found[field] = value
    return found


def value_of(element: dict[str, Any]) -> Any:
    """The value of one input element as it was left; None when it is empty."""
    if option := element.get("selected_option"):
        return option["value"]
    for name in ("value", "selected_date", "selected_user", "selected_conversation", "selected_time"):
        if element.get(name) not in (None, ""):
            return element[name]
    return None


def names_of(view: dict[str, Any]) -> dict[str, str]:
    """What the chosen options are called, by field id (a customer's name beside its id)."""
    found = {}
    for block in view["state"]["values"].values():
        for field, element in block.items():
            if option := element.get("selected_option"):
                found[field] = option["text"]["text"]
    return found


def sent_form(view: dict[str, Any]) -> Sent:
    """The form with which a request is opened, as it came in."""
    values, carries = values_of(view), carried(view)
    kind = str(values.pop("kind", ""))
    return Sent(kind, carries.get("kind"), values, names_of(view), carries.get("draft"))


def carried(view: dict[str, Any]) -> dict[str, Any]:
    """What the view carries along in its private metadata."""
    return unpack(view.get("private_metadata", ""))


def target_id(action: dict[str, Any]) -> int:
    """The id in a button's value, or of the option that was chosen in a select or menu."""
    option = action.get("selected_option")
    return int(option["value"] if option else action["value"])
