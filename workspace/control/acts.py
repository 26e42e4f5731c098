"""What the control interface lets one do as any person."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from workspace import posting
from workspace.branch import Json
from workspace.core import Workspace
from workspace.errors import ControlError
from workspace.interactions import actions, commands, events, modals


async def order_of(request: Request, *required: str) -> Json:
    """The JSON body; raise ControlError without one of the required keys."""
    try:
        order = json.loads(await request.body() or b"{}")
    except ValueError:
        raise ControlError("the body is not JSON") from None
    if not isinstance(order, dict):
        raise ControlError("the body must be a JSON object")
    if missing := [key for key in required if order.get(key) in (None, "")]:
        raise ControlError(f"missing: {', '.join(missing)}")
    return order


async def command(ws: Workspace, request: Request) -> Response:
    order = await order_of(request, "as", "channel", "text")
    return _outcome(await commands.command(ws, order["as"], order["channel"], order["text"]))


async def action(ws: Workspace, request: Request) -> Response:
    order = await order_of(request, "as", "action_id")
    return _outcome(await actions.act(ws, actions.find_container(ws, order["as"], order), order))


async def options(ws: Workspace, request: Request) -> Response:
    order = await order_of(request, "as", "action_id")
    return _outcome(await actions.suggest(ws, actions.find_container(ws, order["as"], order), order))


async def shortcut(ws: Workspace, request: Request) -> Response:
    order = await order_of(request, "as", "callback_id")
    return _outcome(await commands.shortcut(ws, order["as"], order["callback_id"]))


async def message_shortcut(ws: Workspace, request: Request) -> Response:
    order = await order_of(request, "as", "callback_id", "channel", "ts")
    room = ws.branch.addressed(order["channel"])
    return _outcome(await commands.message_shortcut(ws, order["as"], order["callback_id"], room, order["ts"]))


async def submit(ws: Workspace, request: Request) -> Response:
    order = await order_of(request, "as", "view_id")
    return _outcome(await modals.submit(ws, order["as"], order["view_id"], order.get("values") or {}))


async def close(ws: Workspace, request: Request) -> Response:
    order = await order_of(request, "as", "view_id")
    return _outcome(await modals.close(ws, order["as"], order["view_id"], everything=bool(order.get("all"))))


async def post(ws: Workspace, request: Request) -> Response:
    order = await order_of(request, "as", "channel", "text")
    return _outcome(await events.post(ws, order["as"], order))


async def home(ws: Workspace, request: Request) -> Response:
    order = await order_of(request, "as")
    return _outcome(await events.open_home(ws, order["as"], order.get("tab", "home")))


async def reaction(ws: Workspace, request: Request) -> Response:
    order = await order_of(request, "as", "channel", "ts", "name")
    room = ws.branch.addressed(order["channel"])
    if order["ts"] not in room.messages:
        raise ControlError(f"no message {order['ts']} in {room.id}", 404)
    message = room.messages[order["ts"]]
    posting.react(ws, room, message, ws.branch.person(order["as"]).id, order["name"])
    return JSONResponse({"message": posting.shown(room, message)})


async def redeliver(ws: Workspace, request: Request) -> Response:
    order = await order_of(request, "seq")
    return _outcome((await events.redeliver(ws, order["seq"], order.get("attempt", 1))).shown())


def _outcome(outcome: dict[str, Any]) -> Response:
    return JSONResponse(outcome)
