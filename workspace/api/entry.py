"""The endpoint of the Web API: checks token, rates and scopes, lets faults strike, keeps the journal."""

import asyncio
import json
import time
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from workspace.api import chat, conversations, files, people, views  # noqa: F401  (they register their methods)
from workspace.api.reading import read
from workspace.api.registry import METHODS, Call
from workspace.branch import Json
from workspace.calls import mask
from workspace.clock import iso
from workspace.core import Workspace
from workspace.errors import SlackError
from workspace.faults import Fault
from workspace.limits import RateLimited

NO_FAULT = Fault("none")
NOT_CARRIED_OUT = ("timeout_before", "reset_before")
NOT_ANSWERED = (*NOT_CARRIED_OUT, "timeout_after", "reset_after")
LINGERING = ("slow", "timeout_before", "timeout_after")


async def serve(ws: Workspace, request: Request) -> Response:
    """Answer one Web API call, or do with it what a fault says."""
    begin = time.perf_counter()
    name = request.path_params["method"]
    try:
        token, args = await read(request)
    except SlackError as error:
        return _refused(error)
    fault = ws.faults.on_call(name, channel_of(ws, args)) or NO_FAULT
    response = _instead(fault)
    if response is None and fault.kind not in NOT_CARRIED_OUT:
        response = answer(ws, name, token, args)
    if fault.kind in LINGERING:
        with suppress(TimeoutError):
            await asyncio.wait_for(ws.closing.wait(), fault.wait)
    answered = fault.kind not in NOT_ANSWERED
    _note(ws, name, token, args, response, answered, (time.perf_counter() - begin) * 1000)
    if not answered:
        ws.connections.cut(request.client)
    return response or Response()


def answer(ws: Workspace, name: str, token: str, args: Json) -> Response:
    """Carry a call out; a refusal is an answer as well."""
    try:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        _check_token(ws, token, app_token=method.app_token)
        ws.limits.take(name, method.tier, channel_of(ws, args), ws.clock.now())
        ws.scopes.need(*method.scopes)
        _check_arguments(method.required, args)
        headers = {"x-oauth-scopes": ",".join(sorted(ws.scopes.granted))}
        return JSONResponse({"ok": True, **method.run(Call(ws, args))}, headers=headers)
    except RateLimited as limited:
        return _limited(limited.retry_after)
    except SlackError as error:
        return _refused(error)


def channel_of(ws: Workspace, args: Json) -> str | None:
    """The id of the channel that a call is about, for its rate and its faults."""
    named = args.get("channel") or args.get("channel_id")
    if not named:
        return None
    try:
        return ws.branch.addressed(str(named)).id
    except SlackError:
        return str(named)


def _instead(fault: Fault) -> Response | None:
    """The answer of a fault that takes the call's place."""
    match fault.kind:
        case "rate_limited":
            return _limited(max(1, int(fault.wait)))
        case "server_error":
            return Response("stand-in fault", status_code=fault.status)
        case "fatal_error":
            return _refused(SlackError(fault.error))
        case "revoked":
            return _refused(SlackError("token_revoked"))
    return None


def _refused(error: SlackError) -> Response:
    return JSONResponse({"ok": False, "error": error.code, **error.beside})


def _limited(seconds: int) -> Response:
    headers = {"Retry-After": str(seconds)}
    return JSONResponse({"ok": False, "error": "ratelimited"}, status_code=429, headers=headers)


def _check_token(ws: Workspace, token: str, *, app_token: bool) -> None:
    if not token:
        raise SlackError("not_authed")
    if token not in (ws.config.bot_token, ws.config.app_token):
        raise SlackError("invalid_auth")
    if (token == ws.config.app_token) != app_token:
        raise SlackError("not_allowed_token_type")


def _check_arguments(required: tuple[str, ...], args: Json) -> None:
    missing = [f"[ERROR] missing required field: {name}" for name in required if args.get(name) in (None, "")]
    if missing:
        raise SlackError.with_messages("invalid_arguments", missing)


def _note(
    ws: Workspace, name: str, token: str, args: Json, response: Response | None, answered: bool, ms: float
) -> None:
    body = json.loads(bytes(response.body)) if isinstance(response, JSONResponse) else None
    row = {
        "at": iso(ws.clock.now()),
        "ts": (body or {}).get("ts"),
        "method": name,
        "args": args,
        "token": mask(token),
        "status": response.status_code if response else None,
        "answered": answered,
        "ms": round(ms, 2),
        "response": body,
    }
    ws.calls.write(name, row)
