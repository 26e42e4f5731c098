"""Reading a Web API call: token and arguments from query, form or JSON, as slack-sdk sends them."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from workspace.branch import Json
from workspace.errors import SlackError

FORM = "application/x-www-form-urlencoded"
# arguments that a form carries as JSON, and the error for one that is not
JSON_ARGUMENTS = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
    "files": "invalid_arguments",
}


async def read(request: Request) -> tuple[str, Json]:
    """Token (empty without one) and arguments; raise SlackError for what cannot be read."""
    args: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").split(";")[0]
    body = await request.body()
    if kind == "application/json" and body:
        args |= _object(_parsed(body, "invalid_json"))
    elif kind == FORM:
        args |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif body:
        raise SlackError("invalid_post_type")
    for name, code in JSON_ARGUMENTS.items():
        if isinstance(args.get(name), str):
            args[name] = _parsed(args[name], code)
    in_body = str(args.pop("token", ""))
    return request.headers.get("authorization", "").removeprefix("Bearer ").strip() or in_body, args


def _parsed(text: str | bytes, code: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise SlackError(code) from None


def _object(value: Any) -> Json:
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value
