"""A group of commands whose modules are imported only when one is run, so that `--help` answers at once."""

import importlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import click


class Entry(NamedTuple):
    """Where a command stands (`module:attribute`), and its line in the list."""

    where: str
    summary: str


class LazyCommands(click.Group):
    """Knows its commands by `entries`; lists them without importing any."""

    def __init__(self, *args: Any, entries: Mapping[str, Entry], **named: Any) -> None:
        super().__init__(*args, **named)
        self._entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in order."""
        return sorted(self._entries)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Imports the command's module."""
        if name not in self._entries:
            return None
        module, attribute = self._entries[name].where.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list, from the summaries alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in sorted(self._entries.items())])
