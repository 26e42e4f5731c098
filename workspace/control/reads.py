"""What the control interface lets one read."""

from dataclasses import asdict
from itertools import islice
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from workspace.api.conversations import channel_shown
from workspace.api.registry import METHODS
from workspace.branch import Json, Room
from workspace.clock import iso
from workspace.config import Person
from workspace.core import Workspace
from workspace.errors import ControlError
from workspace.posting import shown


async def state(ws: Workspace, _request: Request) -> Response:
    """Everything to draw the page with."""
    config = ws.config
    bot = {
        "user_id": config.bot_user,
        "bot_id": config.bot_id,
        "app_id": config.app_id,
        "name": config.bot_name,
    }
    return JSONResponse(
        {
            "team": config.team,
            "bot": bot,
            "now": iso(ws.clock.now()),
            "zone": config.zone,
            "seq": ws.stream.seq,
            "moves": moves(ws),
            "mode": ws.link.mode,
            "connections": ws.link.connections,
            "people": [_person(person) for person in ws.branch.people.values()],
            "channels": [channel_shown(room) for room in ws.branch.rooms.values() if room.name],
            "groups": [plain(group) for group in ws.branch.groups.values()],
            "commands": [plain(command) for command in config.commands],
            "shortcuts": [plain(shortcut) for shortcut in config.shortcuts],
        }
    )


def moves(ws: Workspace) -> list[Json]:
    return [{"key": move.key, "zh": move.zh, "en": move.en} for move in ws.clock.moves()]


def plain(record: Any) -> Json:
    """A frozen record of the set-up as JSON."""
    return asdict(record)


def _person(person: Person) -> Json:
    return plain(person) | {
        "language": person.locale.split("-")[0],
        "dm": None if person.is_bot else person.dm,
    }


async def messages(ws: Workspace, request: Request) -> Response:
    """What a person sees in a room or a thread, oldest first."""
    reader = ws.branch.person(request.query_params.get("as", "")).id
    room = ws.branch.addressed(request.query_params.get("channel", ""))
    if room not in ws.branch.rooms_of(reader):
        raise ControlError(f"{reader} does not see {room.id}", 404)
    before, thread = request.query_params.get("before"), request.query_params.get("thread_ts")
    limit = int(request.query_params.get("limit", 200))
    public = reversed(room.thread(thread)) if thread else room.latest_first()
    newest = islice((m for m in public if not before or m["ts"] < before), limit + 1)
    ephemerals = (m for m in _ephemerals(room, reader, thread) if not before or m["ts"] < before)
    seen = sorted([*newest, *ephemerals], key=lambda m: str(m["ts"]))
    rows = [shown(room, message) for message in seen[-limit:]]
    return JSONResponse({"channel": channel_shown(room), "messages": rows, "has_more": len(rows) < len(seen)})


def _ephemerals(room: Room, reader: str, thread: str | None) -> list[Json]:
    mine = (message for whom, message in room.ephemerals.values() if whom == reader)
    return [message for message in mine if message.get("thread_ts") == thread]


async def dms(ws: Workspace, request: Request) -> Response:
    """A person's direct messages, the bot's first."""
    reader = ws.branch.person(request.query_params.get("as", "")).id
    rows = []
    for room in ws.branch.rooms.values():
        if room.is_im and reader in room.members:
            other = next(each for each in room.members if each != reader)
            rows.append({"id": room.id, "user": other, "last_ts": next(reversed(room.messages), None)})
    return JSONResponse({"dms": sorted(rows, key=lambda row: row["user"] != ws.config.bot_user)})


async def views(ws: Workspace, request: Request) -> Response:
    """A person's open modals, the visible one last."""
    return JSONResponse({"views": ws.views.stack(ws.branch.person(request.query_params.get("as", "")).id)})


async def home(ws: Workspace, request: Request) -> Response:
    """A person's App Home."""
    return JSONResponse({"view": ws.views.home(ws.branch.person(request.query_params.get("as", "")).id)})


async def calls(ws: Workspace, request: Request) -> Response:
    """The bot's Web API calls as JSON lines."""
    since = int(request.query_params.get("since", 0))
    return _lines(ws.calls.read(since, request.query_params.get("method")))


async def deliveries(ws: Workspace, request: Request) -> Response:
    """What was sent to the bot, as JSON lines."""
    since = int(request.query_params.get("since", 0))
    return _lines(ws.link.deliveries.read(since, request.query_params.get("type")))


def _lines(lines: Any) -> Response:
    return PlainTextResponse("".join(f"{line}\n" for line in lines), media_type="application/x-ndjson")


async def limits(ws: Workspace, _request: Request) -> Response:
    """The rates that hold."""
    tiers = {method.name: method.tier for method in METHODS.values() if method.tier}
    return JSONResponse({**plain(ws.limits.rates), "enforced": ws.limits.enforced, "methods": tiers})


async def events(ws: Workspace, request: Request) -> Response:
    """The stream of what changes."""
    person = request.query_params.get("as")
    after = request.headers.get("last-event-id") or request.query_params.get("after")
    frames = ws.stream.listen(person, int(after) if after else None, {"now": iso(ws.clock.now())})
    return StreamingResponse(frames, media_type="text/event-stream", headers={"Cache-Control": "no-cache"})
