"""The endpoints beside the Web API: response_url, uploads, files, permalinks, the font."""

import time

import pylopdf_fonts_zh_cn
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from workspace.api.reading import read
from workspace.branch import Json
from workspace.clock import iso
from workspace.control.routes import bound
from workspace.core import Workspace
from workspace.errors import ControlError, SlackError
from workspace.interactions.answers import follow_response_url


async def response_url(ws: Workspace, request: Request) -> Response:
    """A message by response_url; refusals are 404 with Slack's code, as for a used-up address."""
    begin = time.perf_counter()
    status, answer = 200, "ok"
    _, fields = await read(request)
    try:
        origin = ws.response_urls.use(request.path_params["token"], ws.clock.now())
        follow_response_url(ws, origin, fields)
    except SlackError as error:
        status, answer = 404, error.code
    row: Json = {"at": iso(ws.clock.now()), "ts": None, "method": "response_url", "args": fields, "token": ""}
    row |= {"status": status, "answered": True, "ms": round((time.perf_counter() - begin) * 1000, 2)}
    ws.calls.write("response_url", {**row, "response": answer})
    if status != 200:
        return JSONResponse({"ok": False, "error": answer}, status_code=status)
    return PlainTextResponse(answer)


async def upload(ws: Workspace, request: Request) -> Response:
    """Take a file's content at the address that files.getUploadURLExternal gave."""
    waiting = ws.uploads.get(request.path_params["file_id"])
    if waiting is None:
        raise ControlError("no such upload", 404)
    content = await request.body()
    if len(content) != waiting.length:
        raise ControlError(f"{waiting.length} bytes were announced, {len(content)} came")
    waiting.content = content
    return PlainTextResponse(f"OK - {len(content)}")


async def file(ws: Workspace, request: Request) -> Response:
    """A shared file's content."""
    found = ws.uploads.get(request.path_params["file_id"])
    if found is None or found.content is None or found.shown is None:
        raise ControlError("no such file", 404)
    headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
    return Response(found.content, media_type=found.shown["mimetype"], headers=headers)


async def permalink(_ws: Workspace, request: Request) -> Response:
    """From a message's address to the page."""
    digits = str(request.path_params["ts"])
    ts = f"{digits[:-6]}.{digits[-6:]}"
    return RedirectResponse(f"/#channel={request.path_params['channel']}&ts={ts}")


async def font(_ws: Workspace, _request: Request) -> Response:
    """Noto Sans SC, so that Chinese shows on any machine."""
    headers = {"Cache-Control": "max-age=86400"}
    return FileResponse(pylopdf_fonts_zh_cn.sans_path(), media_type="font/otf", headers=headers)


def routes(ws: Workspace) -> list[Route]:
    """All of them."""
    return [
        Route("/response/{token}", bound(ws, response_url), methods=["POST"]),
        Route("/upload/{file_id}", bound(ws, upload), methods=["POST"]),
        Route("/files/{file_id}/{name}", bound(ws, file)),
        Route("/archives/{channel}/p{ts:int}", bound(ws, permalink)),
        Route("/font", bound(ws, font)),
    ]
