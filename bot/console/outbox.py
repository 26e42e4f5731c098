"""`app.py outbox`: what has not arrived and why; try it again or let it go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot.console import Console

if TYPE_CHECKING:
    from bot.storage.unit_of_work import UnitOfWork
    from models import Outbox

COLUMNS = "{:>7}  {:<8} {:<18} {:<22} {:<9} {:<17} {:>5}  {}"


@click.group(invoke_without_command=True)
@click.option("--limit", default=50, show_default=True, help="At most so many lines.")
@click.pass_context
def command(ctx: click.Context, limit: int) -> None:
    """List notices that wait or failed, and why 待发与发送失败的通知."""
    if ctx.invoked_subcommand is not None:
        return
    from bot.delivery.repair import LISTED, stuck
    from bot.storage.unit_of_work import reading

    console: Console = ctx.obj
    with reading(console.office(), now=console.now()) as uow:
        found = stuck(uow, limit)
        zone = next(iter(uow.branch.policy.calendars.values())).zone
        if found.rows:
            click.echo(COLUMNS.format("id", "state", "kind", "to", "request", "next try", "tries", "why"))
        for row in found.rows:
            click.echo(_line(row, row.next_try_at.astimezone(zone)))
    counts = ", ".join(f"{found.counts.get(state, 0)} {state.value}" for state in LISTED)
    click.echo(counts)


@command.command()
@click.argument("outbox_id", type=int)
@click.pass_obj
def retry(console: Console, outbox_id: int) -> None:
    """Try a failed or waiting notice again, at once 重新发送."""
    from bot.delivery.repair import retry_notice

    with _acting(console) as uow:
        notice = retry_notice(uow, outbox_id)
    click.echo(f"{outbox_id}: {notice.kind} to {notice.destination} is tried again")


@command.command()
@click.argument("outbox_id", type=int)
@click.option("--why", required=True, help="The reason; it stays on record.")
@click.pass_obj
def discard(console: Console, outbox_id: int, why: str) -> None:
    """Let a notice go that need not arrive any more 不再发送."""
    from bot.delivery.repair import discard_notice

    with _acting(console) as uow:
        notice = discard_notice(uow, outbox_id, why)
    click.echo(f"{outbox_id}: {notice.kind} to {notice.destination} is let go")


def _line(row: Outbox, next_try: datetime) -> str:
    request = f"XB-{row.request_id}" if row.request_id else "-"
    shown = f"{next_try:%Y-%m-%d %H:%M}" if row.state != "failed" else "-"
    why = row.error or "-"
    return COLUMNS.format(
        row.id or 0, row.state, row.kind, row.destination, request, shown, row.attempts, why
    )


@contextmanager
def _acting(console: Console) -> Iterator[UnitOfWork]:
    """A unit of work whose refusals end the command with a sentence on stderr and status 1."""
    from bot.errors import NotFound, OutOfDate
    from bot.storage.unit_of_work import unit_of_work

    try:
        with unit_of_work(console.office(), now=console.now()) as uow:
            yield uow
    except NotFound as refusal:
        click.echo(f"there is no {refusal.what}", err=True)
        raise click.exceptions.Exit(1) from None
    except OutOfDate as refusal:
        click.echo(f"{refusal.label} is {refusal.state} already", err=True)
        raise click.exceptions.Exit(1) from None
