"""The HTTP door: Slack's signed requests (without an app token), health, and metrics."""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import uvicorn
from anyio import CapacityLimiter, to_thread
from prometheus_client import CONTENT_TYPE_LATEST
from slack_bolt import App, BoltRequest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.running.runtime import Runtime
from handlers.gate import THREADS

LARGEST_BODY = 1_000_000
"""Slack sends a tenth of this at the most; a larger body is not even read to its end."""


@dataclass(frozen=True)
class Door:
    """What the door tells of the process behind it."""

    runtime: Runtime
    sweep_every: timedelta = timedelta(0)
    is_connected: Callable[[], bool] = lambda: True

    def problem(self) -> str | None:
        """Why people's acts should go to another replica, or None."""
        if not self.is_connected():
            return "slack: Socket Mode is not connected"
        return self.runtime.problem(self.sweep_every)


def http_app(bolt: App | None, runtime: Runtime) -> Starlette:
    """The whole door for a process that hears Slack over HTTP, or (`bolt` is None) by other ways."""
    return door_app(Door(runtime), bolt)


def door_app(door: Door, bolt: App | None) -> Starlette:
    """`/slack/events` where Slack calls the bot; `/live`, `/ready` and `/metrics` in any case."""

    hands = CapacityLimiter(THREADS)

    async def slack(request: Request) -> Response:
        """Bolt's dispatch blocks, so it runs on a thread and never on the event loop; the gate decides."""
        assert bolt is not None
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        asked = _asked(body, dict(request.headers))
        if asked is None:
            return PlainTextResponse("not understood", status_code=400)
        answer = await to_thread.run_sync(bolt.dispatch, asked, limiter=hands)
        return Response(answer.body, status_code=answer.status, headers=answer.first_headers())

    async def live(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        problem = await run_in_threadpool(door.problem)
        return PlainTextResponse(problem or "ok", status_code=503 if problem else 200)

    async def metrics(_: Request) -> Response:
        text = await run_in_threadpool(door.runtime.metrics.text)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/live", live), Route("/ready", ready), Route("/metrics", metrics)]
    if bolt is not None:
        routes.append(Route("/slack/events", slack, methods=["POST"]))
    return Starlette(routes=routes)


async def _body(request: Request) -> str | None:
    """The body, or None when it is larger than anything that Slack sends."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > LARGEST_BODY:
            return None
    return read.decode("utf-8", errors="replace")


def _asked(body: str, headers: dict[str, Any]) -> BoltRequest | None:
    """Bolt reads a body before it looks at the signature; None for what is of no form that Slack sends."""
    try:
        return BoltRequest(body=body, headers=headers)
    except Exception:
        return None


def serve_http(door: Door, bolt: App | None, host: str, port: int) -> None:
    """Serves until the process is asked to end.

    Uvicorn raises SIGTERM anew when the door is shut; it must not kill the process before the dispatching
    threads have put down what they have in hand.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    app = door_app(door, bolt)
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=5)
