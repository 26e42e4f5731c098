"""Puts the stand-in together and serves it."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from starlette.websockets import WebSocket

from workspace import endpoints
from workspace.api import entry
from workspace.clock import Clock
from workspace.config import Config
from workspace.control.routes import routes as control_routes
from workspace.core import Workspace
from workspace.interactions.events import redeliver_due
from workspace.wire import protocol_for

PAGE = Path(__file__).with_name("page")
TICK_SECONDS = 0.5  # real time between looks for events to deliver again
START_SECONDS = 10.0
STOP_SECONDS = 5.0


def create(
    config: Config, clock: Clock, *, record_to: Path | None = None, wall: Callable[[], datetime] | None = None
) -> Workspace:
    """A stand-in that nobody can reach yet; `run_in_thread` serves it. See Workspace for `wall`."""
    return Workspace(config, clock, record_to=record_to, wall=wall)


class Page(StaticFiles):
    """The web page's files, never stale."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def application(ws: Workspace) -> Starlette:
    """The ASGI application of a workspace."""

    async def web_api(request: Request) -> Response:
        return await entry.serve(ws, request)

    async def link(websocket: WebSocket) -> None:
        await ws.link.sockets.serve(websocket)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        ticking = asyncio.create_task(_tick(ws))
        yield
        ticking.cancel()

    routes = [
        Route("/api/{method}", web_api, methods=["GET", "POST"]),
        WebSocketRoute("/link/", link),
        Mount("/control", routes=control_routes(ws)),
        *endpoints.routes(ws),
        Mount("/", Page(directory=PAGE, html=True, check_dir=False)),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _tick(ws: Workspace) -> None:
    """Deliver events again as a running clock reaches their time."""
    while True:
        await asyncio.sleep(TICK_SECONDS)
        await redeliver_due(ws)


class Running:
    """A served stand-in; `stop` ends it and may be called twice."""

    def __init__(self, ws: Workspace, server: uvicorn.Server, listening: socket.socket) -> None:
        self.workspace = ws
        self.base_url = ws.base_url
        self._server = server
        self._listening = listening
        self._loop: asyncio.AbstractEventLoop | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="workspace", daemon=True)
        self._thread.start()
        if not self._started.wait(START_SECONDS):
            raise RuntimeError("the workspace did not start")

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        serving = asyncio.create_task(self._server.serve(sockets=[self._listening]))
        while not self._server.started and not serving.done():
            await asyncio.sleep(0.005)
        self._started.set()
        await serving

    def stop(self) -> None:
        """End every connection and the thread."""
        if self._loop and self._thread.is_alive():
            with suppress(RuntimeError):  # the loop may have ended by itself
                self._loop.call_soon_threadsafe(self._end)
        self._thread.join(STOP_SECONDS)
        self._listening.close()

    def _end(self) -> None:
        self.workspace.close()
        self._server.should_exit = True


def run_in_thread(ws: Workspace, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Serve in a thread of its own and return when it can be reached; port 0 takes a free one.

    Raises OSError when the port is taken.
    """
    listening = socket.create_server((host, port), backlog=512)
    # Accepted sockets inherit it; asyncio sets it only on sockets that name their protocol, and without it
    # every answer waits 40 ms for the other side's delayed ACK.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    ws.base_url = f"http://{host}:{listening.getsockname()[1]}"
    settings = uvicorn.Config(
        application(ws),
        http=protocol_for(ws.connections),
        ws="websockets-sansio",
        ws_ping_interval=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=60,
    )
    return Running(ws, uvicorn.Server(settings), listening)
