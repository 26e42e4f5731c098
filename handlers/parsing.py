"""Reads what Slack sends into plain values."""

from typing import Any

from messages.modals.view import unpack


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


def carried(view: dict[str, Any]) -> dict[str, Any]:
    """What the view carries along in its private metadata."""
    return unpack(view.get("private_metadata", ""))


def target_id(action: dict[str, Any]) -> int:
    """The id in a button's value, or of the option that was chosen in a select or menu."""
    option = action.get("selected_option")
    return int(option["value"] if option else action["value"])
