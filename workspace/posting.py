"""Posting messages to rooms, changing and removing them, and emitting each change to the stream."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from workspace.branch import SLACKBOT, Json, Room
from workspace.core import Workspace

RINGING = re.compile(r"<(?:(!(?:channel|here|everyone))|@(U\w+)|!subteam\^(S\w+))(?:\|[^>]*)?>")
BARE = re.compile(r"&(?!(?:amp|lt|gt);)")


def post(ws: Workspace, room: Room, message: Json) -> Json:
    """Append a message (a reply if it has `thread_ts`); gives it its `ts` and its blocks their ids."""
    message = {"type": "message", "ts": ws.branch.next_ts(ws.clock.now()), **with_block_ids(ws, message)}
    message["text"] = BARE.sub("&amp;", message.get("text") or "")
    room.messages[message["ts"]] = message
    parent = message.get("thread_ts")
    if parent and parent in room.messages:
        room.threads.setdefault(parent, []).append(message["ts"])
        _count_replies(ws, room, parent)
    emit_change(ws, room, "new", message)
    return message


def post_ephemeral(ws: Workspace, room: Room, reader: str, message: Json) -> Json:
    """Show an ephemeral message to one person."""
    message = {"type": "message", "ts": ws.branch.next_ts(ws.clock.now()), **with_block_ids(ws, message)}
    message["text"] = BARE.sub("&amp;", message.get("text") or "")
    message["ephemeral"] = True
    room.ephemerals[message["ts"]] = (reader, message)
    emit_change(ws, room, "new", message, to=reader)
    return message


def post_as_slackbot(ws: Workspace, room: Room, reader: str, text: str) -> Json:
    """Slack's own words to one person, as after a command that nobody answered."""
    return post_ephemeral(ws, room, reader, {"user": SLACKBOT, "username": "Slackbot", "text": text})


def change(ws: Workspace, room: Room, message: Json, fields: Json, editor: str | None) -> None:
    """Replace fields of a message; with an editor it is marked as edited."""
    message.update(with_block_ids(ws, fields))
    message["text"] = BARE.sub("&amp;", message.get("text") or "")
    if editor:
        message["edited"] = {"user": editor, "ts": ws.branch.next_ts(ws.clock.now())}
    reader = room.ephemerals[message["ts"]][0] if message.get("ephemeral") else None
    emit_change(ws, room, "changed", message, to=reader)


def remove(ws: Workspace, room: Room, ts: str) -> None:
    """Delete a message or an ephemeral one; a reply leaves its thread."""
    if ts in room.ephemerals:
        reader, message = room.ephemerals.pop(ts)
        emit_change(ws, room, "deleted", message, to=reader)
        return
    message = room.messages.pop(ts)
    parent = message.get("thread_ts")
    if parent and ts in room.threads.get(parent, []):
        room.threads[parent].remove(ts)
        _count_replies(ws, room, parent)
    emit_change(ws, room, "deleted", message)


def _count_replies(ws: Workspace, room: Room, parent: str) -> None:
    replies = room.threads[parent]
    message = room.messages.get(parent)
    if message is None:
        return
    message.update(
        {"thread_ts": parent, "reply_count": len(replies), "latest_reply": replies[-1] if replies else ""}
    )
    emit_change(ws, room, "changed", message)


def emit_change(ws: Workspace, room: Room, what: str, message: Json, to: str | None = None) -> None:
    """Emit to the stream that a message is `new`, `changed` or `deleted`."""
    data = {
        "change": what,
        "channel": room.id,
        "ts": message["ts"],
        "thread_ts": message.get("thread_ts"),
        "message": None if what == "deleted" else shown(room, message),
        "to": to,
    }
    ws.stream.emit("message", data, frozenset({to}) if to else room.readers)


def shown(room: Room, message: Json) -> Json:
    """A message as the control interface shows it."""
    return {**message, "channel": room.id, "rings": rings(message)}


def rings(message: Json) -> list[str]:
    """Whom a message rings: mentions in its text and in the mrkdwn of its blocks."""
    texts = [message.get("text") or "", *_mrkdwn(message.get("blocks") or [])]
    found = [next(filter(None, match.groups())) for text in texts for match in RINGING.finditer(text)]
    return list(dict.fromkeys(found))


def _mrkdwn(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _mrkdwn(each)
    elif isinstance(node, dict):
        if node.get("type") in ("mrkdwn", "markdown") and isinstance(node.get("text"), str):
            yield node["text"]
        if node.get("type") == "user":
            yield f"<@{node.get('user_id')}>"
        if node.get("type") == "broadcast":
            yield f"<!{node.get('range')}>"
        for each in node.values():
            yield from _mrkdwn(each)


def with_block_ids(ws: Workspace, fields: Json) -> Json:
    """A copy whose blocks and elements all have ids, as Slack hands them out."""
    fields = deepcopy(fields)
    for block in fields.get("blocks") or []:
        block.setdefault("block_id", ws.branch.new_id("b"))
        parts = [block.get("accessory"), block.get("element"), *_interactive(block)]
        for part in filter(None, parts):
            if part.get("type") not in ("image", "mrkdwn", "plain_text"):
                part.setdefault("action_id", ws.branch.new_id("a"))
    return fields


def _interactive(block: Json) -> list[Json]:
    return block.get("elements", []) if block.get("type") == "actions" else []


def react(
    ws: Workspace, room: Room, message: Json, person: str, name: str, *, only_add: bool = False
) -> bool:
    """Add a person's reaction, or take it away if it is there; False if `only_add` and it is there."""
    reactions = {each["name"]: each["users"] for each in message.get("reactions", [])}
    users = reactions.setdefault(name, [])
    if person in users:
        if only_add:
            return False
        users.remove(person)
    else:
        users.append(person)
    message["reactions"] = [{"name": n, "users": u, "count": len(u)} for n, u in reactions.items() if u]
    emit_change(ws, room, "changed", message)
    return True
