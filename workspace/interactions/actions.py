"""Clicks and choices on messages, modals and the App Home; type-ahead of external selects."""

from dataclasses import dataclass
from typing import Any

from workspace.branch import Json, Room
from workspace.core import Workspace
from workspace.errors import ControlError
from workspace.interactions import payloads
from workspace.interactions.values import SLOTS, STATELESS, entry_for, state_of
from workspace.schema.check import options_said
from workspace.schema.rules import elements
from workspace.views import Open


@dataclass(frozen=True)
class Container:
    """Where an element stands: a message in a room, or an open view."""

    person: str
    room: Room | None = None
    message: Json | None = None
    opened: Open | None = None

    @property
    def key(self) -> str:
        if self.opened:
            return str(self.opened.view["id"])
        return f"{self.room.id if self.room else ''} {self.message['ts'] if self.message else ''}"

    @property
    def blocks(self) -> list[Json]:
        if self.opened:
            return list(self.opened.view["blocks"])
        message = self.message or {}
        attached = [block for each in message.get("attachments") or [] for block in each.get("blocks") or []]
        return [*(message.get("blocks") or []), *attached]


def find_container(ws: Workspace, person_id: str, where: Json) -> Container:
    """What `view_id`, or `channel` and `ts`, name; raise ControlError if the person has no such."""
    ws.branch.person(person_id)
    if view_id := where.get("view_id"):
        opened = ws.views.by_id.get(view_id)
        if opened is None or opened.person != person_id:
            raise ControlError(f"{person_id} has no view {view_id}", 404)
        return Container(person_id, opened=opened)
    room, ts = ws.branch.addressed(where.get("channel", "")), where.get("ts", "")
    reader, message = room.ephemerals.get(ts, (person_id, room.messages.get(ts)))
    if message is None or reader != person_id or room not in ws.branch.rooms_of(person_id):
        raise ControlError(f"{person_id} sees no message {ts} in {room.id}", 404)
    return Container(person_id, room=room, message=message)


def find_element(container: Container, action_id: str, block_id: str | None) -> tuple[Json, Json]:
    """The block and element of an action_id; raise ControlError if there is none or more than one."""
    blocks = [b for b in container.blocks if block_id in (None, b.get("block_id"))]
    found = [(b, e) for b in blocks for _, e in elements(b) if e.get("action_id") == action_id]
    if len(found) == 1:
        return found[0]
    ids = [e.get("action_id") for b in container.blocks for _, e in elements(b)]
    raise ControlError(f"{len(found)} elements have the action_id {action_id}; there are {ids}", 404)


async def act(ws: Workspace, container: Container, order: Json) -> Json:
    """A person presses or chooses. Inputs without `dispatch_action` only keep the value."""
    block, element = find_element(container, order.get("action_id", ""), order.get("block_id"))
    if container.opened and order.get("values"):
        fill(ws, container, order["values"])
    action: Json = {
        key: element[key] for key in ("type", "action_id", "text", "value", "style") if key in element
    }
    action |= {"block_id": block["block_id"], "action_ts": payloads.action_ts(ws)}
    if element["type"] in SLOTS:
        entry = make_entry(ws, container, element, order.get("value"))
        action |= entry
        if element["type"] not in STATELESS:
            _keep(ws, container, block, element, entry)
    if block["type"] == "input" and not block.get("dispatch_action"):
        return {"acked": True, "ack_ms": 0.0, "status": None, "response": None, "error": None, "messages": [],
                "views": ws.views.stack(container.person)}  # fmt: skip
    body = payloads.base(ws, container.person, "block_actions") | _place(ws, container, with_state=True)
    body |= {"trigger_id": _trigger(ws, container), "actions": [action]}
    if container.room and container.message:
        body["response_url"] = payloads.response_url(
            ws, container.person, container.room, container.message["ts"]
        )
    ack = await ws.link.deliver("interactive", body)
    if ack.error:
        payloads.toast(ws, container.person, ack.error)
    return payloads.outcome(ws, container.person, ack)


async def suggest(ws: Workspace, container: Container, order: Json) -> Json:
    """A person types into an external select; the options come with the ack."""
    block, element = find_element(container, order.get("action_id", ""), order.get("block_id"))
    if "external" not in element["type"]:
        raise ControlError(f"{element['type']} has no type-ahead")
    body = payloads.base(ws, container.person, "block_suggestion") | _place(ws, container, with_state=False)
    body |= {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "value": order.get("query", ""),
    }
    ack = await ws.link.deliver("interactive", body)
    error, answer = ack.error, ack.response if ack.acked else {"options": []}
    if not error and options_said(answer):
        error, answer = "invalid_response", {"options": []}
    options, groups = answer.get("options") or [], answer.get("option_groups") or []
    everything = [*options, *(option for group in groups for option in group["options"])]
    ws.choices.loaded[container.person, container.key, element["action_id"]] = everything
    more = {"options": options, "option_groups": groups, "error": error}
    return payloads.outcome(ws, container.person, ack, **more)


def make_entry(ws: Workspace, container: Container, element: Json, value: Any) -> Json:
    """The state entry for a value, with this person's loaded options."""
    loaded = ws.choices.loaded.get((container.person, container.key, element["action_id"]), [])
    return entry_for(element, value, loaded, lambda each: each in ws.branch.people or each in ws.branch.rooms)


def fill(ws: Workspace, container: Container, values: dict[str, dict[str, Any]]) -> None:
    """Put typed values into a view's state."""
    for block_id, by_action in values.items():
        for action_id, value in by_action.items():
            block, element = find_element(container, action_id, block_id)
            _keep(ws, container, block, element, make_entry(ws, container, element, value))


def _keep(ws: Workspace, container: Container, block: Json, element: Json, entry: Json) -> None:
    if container.opened:
        values = container.opened.view["state"]["values"]
    elif container.room and container.message:
        values = ws.choices.on_messages.setdefault(
            (container.person, container.room.id, container.message["ts"]), {}
        )
    values.setdefault(block["block_id"], {})[element["action_id"]] = entry


def _trigger(ws: Workspace, container: Container) -> str:
    in_modal = bool(container.opened and container.opened.view["type"] == "modal")
    return ws.triggers.give(container.person, in_modal=in_modal)


def _place(ws: Workspace, container: Container, *, with_state: bool) -> Json:
    """The `container` of a payload and what stands in it."""
    if container.opened:
        view = container.opened.view
        return {"container": {"type": "view", "view_id": view["id"]}, "view": view}
    room, message = container.room, container.message
    assert room is not None
    assert message is not None
    is_ephemeral = bool(message.get("ephemeral"))
    where = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": room.id,
        "is_ephemeral": is_ephemeral,
    }
    if message.get("thread_ts"):
        where["thread_ts"] = message["thread_ts"]
    place: Json = {"container": where, "channel": payloads.room_part(room)}
    if not is_ephemeral:  # Slack leaves an ephemeral message's content out
        place["message"] = message
    if with_state:
        kept = ws.choices.on_messages.get((container.person, room.id, message["ts"]), {})
        place["state"] = {"values": state_of(container.blocks, kept)}
    return place
