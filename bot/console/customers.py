"""`customers import FILE`: the branch's registry into the database."""

from collections import Counter
from pathlib import Path

import click
from sqlmodel import select

from bot.console import Console
from bot.customers.registry import RegistryErrors, import_customers, over_caps, read_customers
from bot.storage.unit_of_work import reading, unit_of_work
from models import Customer


@click.group()
def command() -> None:
    """The customer registry."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_(console: Console, file: Path) -> None:
    """Adds and updates customers from a CSV: code, name, city, grade, aliases (a;b), account_manager (U…)."""
    try:
        rows = read_customers(file)
    except RegistryErrors as errors:
        for line in errors.lines:
            click.echo(line, err=True)
        raise click.exceptions.Exit(1) from None
    office = console.office()
    with unit_of_work(office, now=console.now()) as uow:
        done = import_customers(uow, rows)
    click.echo(", ".join(f"{count} {what}" for what, count in sorted(done.items())))
    with reading(office, now=console.now()) as uow:
        grades = Counter(uow.session.exec(select(Customer.grade)).all())
    for grade, (count, cap) in over_caps(office.branch.policy, grades).items():
        click.echo(f"warning: {count} customers are {grade}; the cap is {cap}", err=True)
