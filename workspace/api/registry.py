"""The table of Web API methods."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workspace.branch import Json
from workspace.core import Workspace
from workspace.errors import SlackError


@dataclass(frozen=True)
class Call:
    """One call of the bot: the stand-in and the arguments, JSON strings already read."""

    ws: Workspace
    args: Json

    def text(self, name: str) -> str | None:
        value = self.args.get(name)
        return None if value is None else str(value)

    def flag(self, name: str) -> bool:
        """A boolean; forms send it as a word."""
        value = self.args.get(name)
        return value in (True, "true", "True", "1", 1)

    def number(self, name: str, otherwise: int, most: int) -> int:
        """An integer from 1 to `most`; raise SlackError `invalid_limit` for anything else."""
        try:
            value = int(self.args.get(name) or otherwise)
        except (TypeError, ValueError):
            raise SlackError("invalid_limit") from None
        if not 1 <= value <= most:
            raise SlackError("invalid_limit")
        return value

    def page(self, rows: list[Any], otherwise: int = 100, most: int = 1000) -> tuple[list[Any], Json]:
        """The page that `cursor` and `limit` ask for, and the metadata with the next cursor."""
        limit = self.number("limit", otherwise, most)
        cursor = self.text("cursor") or "0"
        if not cursor.isdigit():
            raise SlackError("invalid_cursor")
        start = int(cursor)
        following = str(start + limit) if start + limit < len(rows) else ""
        return rows[start : start + limit], {"response_metadata": {"next_cursor": following}}


Run = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    """A Web API method. `tier` None: limited otherwise or not at all; `scopes`: all of them are needed."""

    name: str
    run: Run
    tier: int | None
    scopes: tuple[str, ...]
    required: tuple[str, ...]
    app_token: bool


METHODS: dict[str, Method] = {}


def method(
    name: str, *, tier: int | None, scopes: str = "", required: str = "", app_token: bool = False
) -> Callable[[Run], Run]:
    """Register a function as a Web API method; `scopes` and `required` are lists of words."""

    def register(run: Run) -> Run:
        METHODS[name] = Method(name, run, tier, tuple(scopes.split()), tuple(required.split()), app_token)
        return run

    return register
