"""Messages that come back by an ack or a response_url instead of the Web API."""

from typing import Any

from workspace import posting
from workspace.branch import Json, Room
from workspace.core import Workspace
from workspace.errors import SlackError
from workspace.interactions.response_url import Origin
from workspace.schema.check import check_message


def post_answer(ws: Workspace, room: Room, person_id: str, answer: Any) -> Json:
    """Post what an app answered: to everybody with `in_channel`, else to the person alone.

    Raises SlackError for blocks that Slack would refuse and for an answer without text or blocks.
    """
    fields = {"text": answer} if isinstance(answer, str) else answer
    if not isinstance(fields, dict) or not (
        fields.get("text") or fields.get("blocks") or fields.get("attachments")
    ):
        raise SlackError("no_text")
    check_message(fields)
    kept = ("text", "blocks", "attachments", "thread_ts")
    message = bot_message(ws) | {key: fields[key] for key in kept if fields.get(key)}
    if fields.get("response_type") == "in_channel":
        return posting.post(ws, room, message)
    return posting.post_ephemeral(ws, room, person_id, message)


def follow_response_url(ws: Workspace, origin: Origin, fields: Json) -> None:
    """Do what a request to a response_url asks: replace, delete, or post anew."""
    room = ws.branch.room(origin.room)
    ts = origin.message_ts
    standing = room.messages.get(ts or "") or room.ephemerals.get(ts or "", ("", None))[1]
    if fields.get("delete_original") and standing:
        posting.remove(ws, room, standing["ts"])
    elif fields.get("replace_original") and standing:
        check_message(fields)
        changed: Json = {key: fields[key] for key in ("text", "blocks", "attachments") if key in fields}
        posting.change(ws, room, standing, changed, None if changed.get("blocks") else ws.config.bot_user)
    else:
        post_answer(ws, room, origin.person, fields)


def bot_message(ws: Workspace) -> Json:
    """What every message of the bot says of its author."""
    config = ws.config
    return {
        "user": config.bot_user,
        "bot_id": config.bot_id,
        "app_id": config.app_id,
        "team": config.team["id"],
        "bot_profile": {
            "id": config.bot_id,
            "app_id": config.app_id,
            "user_id": config.bot_user,
            "name": config.bot_name,
            "deleted": False,
            "team_id": config.team["id"],
        },
    }
