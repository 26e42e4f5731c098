"""Slash commands and shortcuts."""

from workspace.branch import Json, Room
from workspace.core import Workspace
from workspace.errors import ControlError, SlackError
from workspace.interactions import payloads
from workspace.interactions.answers import post_answer
from workspace.posting import post_as_slackbot, shown


async def command(ws: Workspace, person_id: str, channel: str, text: str) -> Json:
    """A person types a slash command; the ack may carry the answer."""
    person, room = ws.branch.person(person_id), ws.branch.addressed(channel)
    word, _, rest = text.strip().partition(" ")
    known = next((each for each in ws.config.commands if each.command == word), None)
    if known is None:
        raise ControlError(f"{word} is not a command of this workspace")
    if person_id not in room.members:
        raise ControlError(f"{person_id} is not in {room.id}")
    ws.scopes.need("commands")
    rest = payloads.escaped(ws, rest, labelled=True) if known.should_escape else rest
    body = {
        "token": ws.config.verification_token,
        "team_id": ws.config.team["id"],
        "team_domain": ws.config.team["domain"],
        "channel_id": room.id,
        "channel_name": payloads.room_name(room),
        "user_id": person.id,
        "user_name": person.handle,
        "command": word,
        "text": rest.strip(),
        "api_app_id": ws.config.app_id,
        "is_enterprise_install": "false",
        "response_url": payloads.response_url(ws, person_id, room, None),
        "trigger_id": ws.triggers.give(person_id),
    }
    ack = await ws.link.deliver("slash_commands", body)
    error, messages = ack.error, []
    if ack.acked and ack.response:
        try:
            messages = [post_answer(ws, room, person_id, ack.response)]
        except SlackError:
            error = "invalid_response"
    if error:
        messages = [post_as_slackbot(ws, room, person_id, f'{word} failed with the error "{error}"')]
    seen = [shown(room, message) for message in messages]
    return payloads.outcome(ws, person_id, ack, messages=seen, error=error)


async def shortcut(ws: Workspace, person_id: str, callback_id: str) -> Json:
    """A person picks a global shortcut."""
    _known(ws, callback_id, "global")
    body = payloads.base(ws, person_id, "shortcut") | {
        "callback_id": callback_id,
        "trigger_id": ws.triggers.give(person_id),
        "action_ts": payloads.action_ts(ws),
    }
    return await _send(ws, person_id, body)


async def message_shortcut(ws: Workspace, person_id: str, callback_id: str, room: Room, ts: str) -> Json:
    """A person picks a message shortcut in a message's menu."""
    _known(ws, callback_id, "message")
    message = room.messages.get(ts)
    if message is None:
        raise ControlError(f"no message {ts} in {room.id}", 404)
    body = payloads.base(ws, person_id, "message_action") | {
        "callback_id": callback_id,
        "trigger_id": ws.triggers.give(person_id),
        "action_ts": payloads.action_ts(ws),
        "message_ts": ts,
        "message": message,
        "channel": payloads.room_part(room),
        "response_url": payloads.response_url(ws, person_id, room, ts),
    }
    return await _send(ws, person_id, body)


def _known(ws: Workspace, callback_id: str, kind: str) -> None:
    ws.scopes.need("commands")
    if not any((each.callback_id, each.type) == (callback_id, kind) for each in ws.config.shortcuts):
        raise ControlError(f"{callback_id} is no {kind} shortcut of this workspace")


async def _send(ws: Workspace, person_id: str, body: Json) -> Json:
    ack = await ws.link.deliver("interactive", body)
    if ack.error:
        payloads.toast(ws, person_id, ack.error)
    return payloads.outcome(ws, person_id, ack)
