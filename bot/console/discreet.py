"""Keeps out of the log what is nobody's business there: tokens, and what people type."""

import re
import sys
import traceback
from collections.abc import Mapping
from typing import Any

import structlog

TOKEN = re.compile(r"(?:xox[a-z]|xapp)-[\w-]+|(?<=ticket=)[\w-]+", re.IGNORECASE)
PASSWORD = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
TYPED = ("text", "message", "messages", "value", "values", "state", "question", "answer", "reason", "said")
CARRIERS = ("blocks", "body", "view", "views", "payload", "user_name", "description", "customer", "line")
WORDS = frozenset((*TYPED, *CARRIERS))
"""Keys under which Slack and this code carry what somebody typed."""
CODE = re.compile(r"[A-Za-z0-9_.:/-]{1,60}")
LONGEST = 300


def discreet(_logger: Any, _method: str, entry: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Leaves typed words out, masks tokens and passwords, and keeps every entry on one line."""
    return {key: "…" if key in WORDS else _plain(value) for key, value in entry.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        masked = PASSWORD.sub("***", TOKEN.sub("***", value))
        return "".join(each if each.isprintable() else " " for each in masked)[:LONGEST]
    if isinstance(value, Mapping):
        return {key: "…" if key in WORDS else _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, float)) else _plain(str(value))


def without_words(
    _logger: Any, _method: str, entry: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """An exception as its types and places: its message may quote what somebody typed.

    A message that is a single code (`channel_not_found`, a key) says something and is kept.
    """
    given = entry.pop("exc_info", None)
    fault = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    fault = fault or (sys.exc_info()[1] if given else None)
    if fault is not None:
        entry["fault"], entry["at"] = _named(fault), _places(fault)
        entry["because"] = [_named(each) for each in _causes(fault)]
    return entry


def _named(fault: BaseException) -> str:
    response = getattr(fault, "response", None)
    code = response.get("error") if response is not None else fault.args[0] if fault.args else None
    said = f": {code}" if isinstance(code, str) and CODE.fullmatch(code) else ""
    return f"{type(fault).__name__}{said}"


def _causes(fault: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause = fault.__cause__ or fault.__context__
    while cause is not None and len(found) < 5:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found


def _places(fault: BaseException) -> list[str]:
    """The innermost places, outermost first; code of ours by its path, libraries by their file."""
    frames = traceback.extract_tb(fault.__traceback__)[-8:]
    return [f"{'/'.join(each.filename.split('/')[-3:])}:{each.lineno} {each.name}" for each in frames]
