"""Clock, app settings, scopes and faults."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from workspace.api.conversations import channel_shown
from workspace.branch import Json
from workspace.clock import iso
from workspace.control.acts import order_of
from workspace.control.reads import moves
from workspace.core import Workspace
from workspace.errors import ControlError
from workspace.faults import ON_SOCKETS, Fault
from workspace.interactions.events import redeliver_due


async def clock(ws: Workspace, request: Request) -> Response:
    """Read the branch clock, or move it and wait for what that sets off."""
    if request.method == "POST":
        order = await order_of(request, "to")
        try:
            # in a thread: what the move sets off calls the Web API of this very loop
            async with ws.moving:
                now = await asyncio.to_thread(ws.clock.move, order["to"])
        except ValueError as error:
            raise ControlError(str(error)) from None
        ws.stream.emit("clock", {"now": iso(now)})
        await redeliver_due(ws)
    return JSONResponse({"now": iso(ws.clock.now()), "moves": moves(ws)})


async def app(ws: Workspace, request: Request) -> Response:
    """Read or change how the app is set up."""
    if request.method == "POST":
        order = await order_of(request)
        if unknown := set(order) - {"request_url", "scopes", "events", "rates"}:
            raise ControlError(f"unknown: {', '.join(sorted(unknown))}")
        if "request_url" in order:
            ws.link.request_url = order["request_url"]
        ws.scopes.granted = set(order.get("scopes", ws.scopes.granted))
        ws.events = set(order.get("events", ws.events))
        ws.limits.enforced = order.get("rates", ws.limits.enforced)
    return JSONResponse(
        {
            "request_url": ws.link.request_url,
            "scopes": sorted(ws.scopes.granted),
            "events": sorted(ws.events),
            "rates": ws.limits.enforced,
        }
    )


async def scopes(ws: Workspace, request: Request) -> Response:
    """Which scopes were granted, used and lacking; DELETE forgets the latter two."""
    if request.method == "DELETE":
        ws.scopes.forget()
    return JSONResponse(ws.scopes.shown())


async def faults(ws: Workspace, request: Request) -> Response:
    """List, add or end all faults."""
    if request.method == "POST":
        fault = ws.faults.add(await order_of(request, "kind"))
        _begin(ws, fault)
        return JSONResponse(fault.shown())
    if request.method == "DELETE":
        for fault_id in list(ws.faults.active):
            _end(ws, fault_id)
    return JSONResponse({"faults": [fault.shown() for fault in ws.faults.active.values()]})


async def fault(ws: Workspace, request: Request) -> Response:
    """End one fault."""
    _end(ws, request.path_params["fault_id"])
    return JSONResponse({"faults": [each.shown() for each in ws.faults.active.values()]})


def _begin(ws: Workspace, fault: Fault) -> None:
    """Do at once what a fault does at once."""
    if fault.kind in ON_SOCKETS:
        fault.hits += 1
    match fault.kind:
        case "archived":
            _archive(ws, fault, archived=True)
        case "drop_sockets":
            ws.link.sockets.drop()
        case "silent_sockets":
            ws.link.sockets.mute()
        case "refresh_sockets":
            task = asyncio.create_task(ws.link.sockets.refresh())
            ws.background.add(task)
            task.add_done_callback(ws.background.discard)


def _end(ws: Workspace, fault_id: int) -> None:
    fault = ws.faults.remove(fault_id)
    if fault.kind == "archived":
        _archive(ws, fault, archived=False)


def _archive(ws: Workspace, fault: Fault, *, archived: bool) -> None:
    room = ws.branch.room(fault.channel or "")
    room.is_archived = archived
    shown: Json = {"channel": channel_shown(room)}
    ws.stream.emit("channel", shown)
