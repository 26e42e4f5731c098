"""Opening, replacing and closing modals and App Homes: stacks of three, hashes, what people chose in them."""

from copy import deepcopy
from typing import Any

from workspace.branch import Json
from workspace.core import Workspace
from workspace.errors import SlackError
from workspace.interactions.values import state_of
from workspace.posting import with_block_ids
from workspace.views import Open

MOST_IN_STACK = 3


def open_view(ws: Workspace, person: str, view: Json) -> Json:
    """Open a modal; an open stack gives way to it."""
    _drop(ws, ws.views.stacks.get(person, []))
    ws.views.stacks[person] = []
    return _push(ws, person, view)


def push_view(ws: Workspace, person: str, view: Json) -> Json:
    """Put a modal on top; raise SlackError `push_limit_reached` above three, `not_found` without any."""
    stack = ws.views.stacks.get(person, [])
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= MOST_IN_STACK:
        raise SlackError("push_limit_reached")
    return _push(ws, person, view)


def _push(ws: Workspace, person: str, view: Json) -> Json:
    taken = (opened.view["external_id"] for opened in ws.views.by_id.values())
    if view.get("external_id") and view["external_id"] in taken:
        raise SlackError("duplicate_external_id")
    stack = ws.views.stacks[person]
    made = _made(ws, view, ws.branch.new_id("V"))
    made["root_view_id"] = stack[0] if stack else made["id"]
    made["previous_view_id"] = stack[-1] if stack else None
    ws.views.by_id[made["id"]] = Open(person, made)
    stack.append(made["id"])
    emit_views(ws, person)
    return made


def update_view(ws: Workspace, opened: Open, view: Json, expected_hash: str | None = None) -> Json:
    """Replace a view's content; what people chose stays where block and action ids stay the same.

    Raises SlackError `hash_conflict` if the view changed since the hash was handed out.
    """
    old = opened.view
    if expected_hash and expected_hash != old["hash"]:
        raise SlackError("hash_conflict")
    made = _made(ws, view, old["id"], old["state"]["values"])
    made |= {"root_view_id": old["root_view_id"], "previous_view_id": old["previous_view_id"]}
    opened.view, opened.errors = made, {}
    emit = emit_home if made["type"] == "home" else emit_views
    emit(ws, opened.person)
    return made


def publish_home(ws: Workspace, person: str, view: Json, expected_hash: str | None = None) -> Json:
    """Set a person's App Home; raises SlackError `hash_conflict` like `update_view`."""
    if person in ws.views.homes:
        return update_view(ws, ws.views.by_id[ws.views.homes[person]], view, expected_hash)
    made = _made(ws, view, ws.branch.new_id("V"))
    made |= {"root_view_id": made["id"], "previous_view_id": None}
    ws.views.by_id[made["id"]] = Open(person, made)
    ws.views.homes[person] = made["id"]
    emit_home(ws, person)
    return made


def close_top(ws: Workspace, person: str) -> None:
    """Close the visible modal; the one below shows again."""
    _drop(ws, [ws.views.stacks[person].pop()])
    emit_views(ws, person)


def close_all(ws: Workspace, person: str) -> None:
    """Close the person's whole stack."""
    _drop(ws, ws.views.stacks.pop(person, []))
    emit_views(ws, person)


def emit_views(ws: Workspace, person: str) -> None:
    """Emit to the stream how a person's modals stand."""
    data = {"as": person, "views": deepcopy(ws.views.stack(person))}
    ws.stream.emit("views", data, frozenset({person}))


def emit_home(ws: Workspace, person: str) -> None:
    """Emit to the stream how a person's App Home stands."""
    data = {"as": person, "view": deepcopy(ws.views.home(person))}
    ws.stream.emit("home", data, frozenset({person}))


def _drop(ws: Workspace, view_ids: list[str]) -> None:
    for view_id in view_ids:
        del ws.views.by_id[view_id]


def _made(ws: Workspace, view: Json, view_id: str, kept: Json | None = None) -> Json:
    """The view object that Slack makes of what the bot sent."""
    carried: dict[str, Any] = dict.fromkeys(("callback_id", "private_metadata", "external_id"), "")
    carried |= {"title": None, "submit": None, "close": None}
    made = with_block_ids(ws, {**carried, "clear_on_close": False, "notify_on_close": False, **view})
    values = state_of(made["blocks"], kept or {})
    return made | {
        "id": view_id,
        "team_id": ws.config.team["id"],
        "app_id": ws.config.app_id,
        "app_installed_team_id": ws.config.team["id"],
        "bot_id": ws.config.bot_id,
        "hash": ws.branch.next_ts(ws.clock.now()) + ".h",
        "state": {"values": values},
    }
