"""Composition root and command line: the only place where things are wired together and the clock is read."""

import importlib
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.console import Console

ROOT = Path(__file__).resolve().parent

COMMANDS = {
    "check": "bot.console.check:command",
    "plan": "bot.console.plan:command",
    "when": "bot.console.when:command",
    "worktime": "bot.console.worktime:command",
}


class LazyCommands(click.Group):
    """Imports a command's module only when it is asked for, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyCommands)
@click.option(
    "--policies", type=click.Path(path_type=Path), default=ROOT / "policies", show_default="policies/"
)
@click.pass_context
def main(ctx: click.Context, policies: Path) -> None:
    """Xieban 协办: coordinates work across the departments of a carrier's city branch."""
    ctx.obj = Console(now=lambda: datetime.now(UTC), policies=policies)


if __name__ == "__main__":
    main()
