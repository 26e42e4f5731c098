"""The table of control routes."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workspace.control import acts, reads, setup
from workspace.core import Workspace
from workspace.errors import ControlError, SlackError

Handler = Callable[[Workspace, Request], Awaitable[Response]]
READS: dict[str, Handler] = {
    "state": reads.state,
    "messages": reads.messages,
    "dms": reads.dms,
    "views": reads.views,
    "home": reads.home,
    "calls": reads.calls,
    "deliveries": reads.deliveries,
    "limits": reads.limits,
    "events": reads.events,
    "clock": setup.clock,
    "app": setup.app,
}
ACTS: dict[str, Handler] = {
    "command": acts.command,
    "action": acts.action,
    "options": acts.options,
    "shortcut": acts.shortcut,
    "message_shortcut": acts.message_shortcut,
    "view/submit": acts.submit,
    "view/close": acts.close,
    "post": acts.post,
    "home": acts.home,
    "reaction": acts.reaction,
    "redeliver": acts.redeliver,
    "clock": setup.clock,
    "app": setup.app,
}


def routes(ws: Workspace) -> list[Route]:
    """All routes under /control."""
    table = [Route(f"/{path}", bound(ws, run), methods=["GET"]) for path, run in READS.items()]
    table += [Route(f"/{path}", bound(ws, run), methods=["POST"]) for path, run in ACTS.items()]
    table.append(Route("/scopes", bound(ws, setup.scopes), methods=["GET", "DELETE"]))
    table.append(Route("/faults", bound(ws, setup.faults), methods=["GET", "POST", "DELETE"]))
    table.append(Route("/faults/{fault_id:int}", bound(ws, setup.fault), methods=["DELETE"]))
    return table


def bound(ws: Workspace, run: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A handler with its workspace; refusals become `{"error": …}`."""

    async def handle(request: Request) -> Response:
        try:
            return await run(ws, request)
        except ControlError as error:
            return JSONResponse({"error": str(error)}, status_code=error.status)
        except SlackError as error:
            return JSONResponse({"error": error.code}, status_code=404 if "not_found" in error.code else 400)
        except (ValueError, TypeError) as error:
            return JSONResponse({"error": f"a value is not what it should be: {error}"}, status_code=400)

    return handle
