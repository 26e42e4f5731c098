"""The parts that Slack's payloads to an app have in common."""

import html
import re

from workspace.branch import Json, Room
from workspace.core import Workspace
from workspace.link import Ack

MENTION = re.compile(r"(?<![\w@])([@#])([\w.-]*\w)")
BROADCASTS = ("channel", "here", "everyone")
FAILURES = {
    "operation_timeout": {
        "zh": "应用没有及时响应,请重试。",
        "en": "The app did not respond in time. Try again?",
    },
    "dispatch_failed": {
        "zh": "没有连上应用,请重试。",
        "en": "We had trouble connecting to the app. Try again?",
    },
    "invalid_response": {
        "zh": "应用的回答无法识别。",
        "en": "The app sent an answer that cannot be understood.",
    },
}


def base(ws: Workspace, person_id: str, kind: str) -> Json:
    """What every interactive payload says: who, where, which app."""
    person = ws.branch.person(person_id)
    team = {"id": ws.config.team["id"], "domain": ws.config.team["domain"]}
    user = {"id": person.id, "username": person.handle, "name": person.handle, "team_id": team["id"]}
    return {
        "type": kind,
        "user": user,
        "team": team,
        "api_app_id": ws.config.app_id,
        "token": ws.config.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def room_part(room: Room) -> Json:
    """The `channel` of a payload."""
    return {"id": room.id, "name": room_name(room)}


def room_name(room: Room) -> str:
    if room.is_im:
        return "directmessage"
    return "privategroup" if room.is_private or room.is_mpim else room.name


def response_url(ws: Workspace, person_id: str, room: Room, message_ts: str | None) -> str:
    """A fresh response_url for an interaction in this room."""
    token = ws.response_urls.give(person_id, room.id, message_ts, ws.clock.now())
    return f"{ws.base_url}/response/{token}"


def action_ts(ws: Workspace) -> str:
    return ws.branch.next_ts(ws.clock.now())


def escaped(ws: Workspace, text: str, *, labelled: bool) -> str:
    """Typed text as Slack sends it: `&<>` escaped, `@name` and `#channel` as mentions.

    `labelled`: with the name inside, as slash commands get it.
    """

    def mention(match: re.Match[str]) -> str:
        found = _mention(ws, *match.groups())
        if not found:
            return match[0]
        return f"<{found}|{match[2]}>" if labelled and not found.startswith("!") else f"<{found}>"

    return MENTION.sub(mention, html.escape(text, quote=False))


def _mention(ws: Workspace, mark: str, name: str) -> str | None:
    if mark == "#":
        rooms = (room.id for room in ws.branch.rooms.values() if room.name == name)
        return next((f"#{room_id}" for room_id in rooms), None)
    if name in BROADCASTS:
        return f"!{name}"
    people = (p.id for p in ws.branch.people.values() if name in (p.handle, p.name, p.display_name))
    groups = (group.id for group in ws.branch.groups.values() if group.handle == name)
    return next((f"@{each}" for each in people), None) or next((f"!subteam^{each}" for each in groups), None)


def outcome(ws: Workspace, person_id: str, ack: Ack, **more: object) -> Json:
    """What the control interface answers after an act."""
    return {**ack.shown(), "messages": [], "views": ws.views.stack(person_id), **more}


def toast(ws: Workspace, person_id: str, code: str) -> None:
    """Show a person Slack's own words about a failure."""
    ws.stream.emit("toast", {"as": person_id, "code": code, **FAILURES[code]}, frozenset({person_id}))
