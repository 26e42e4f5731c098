"""The HTTP door: Slack's signed requests (without an app token), health, and metrics."""

from typing import Any

import uvicorn
from slack_bolt import App, BoltRequest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.runtime import Runtime


def http_app(bolt: App | None, runtime: Runtime) -> Starlette:
    """`/slack/events` where Slack calls the bot, `/live` and `/ready` in any case."""

    async def slack(request: Request) -> Response:
        """Bolt's dispatch blocks, so it runs on a thread and never on the event loop."""
        assert bolt is not None
        body = (await request.body()).decode("utf-8", errors="replace")
        headers: dict[str, Any] = dict(request.headers)
        answer = await run_in_threadpool(bolt.dispatch, BoltRequest(body=body, headers=headers))
        return Response(answer.body, status_code=answer.status, headers=answer.first_headers())

    async def live(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        problem = await run_in_threadpool(runtime.problem)
        return PlainTextResponse(problem or "ok", status_code=503 if problem else 200)

    routes = [Route("/live", live), Route("/ready", ready)]
    if bolt is not None:
        routes.append(Route("/slack/events", slack, methods=["POST"]))
    return Starlette(routes=routes)


def serve_http(bolt: App | None, runtime: Runtime, host: str, port: int) -> None:
    """Serves until the process is told to end."""
    uvicorn.run(http_app(bolt, runtime), host=host, port=port, log_level="warning", access_log=False)
