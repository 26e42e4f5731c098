"""`app.py migrate`: brings the database to the schema of this code."""

import click

from bot.console import Console


@click.command()
@click.pass_obj
def command(console: Console) -> None:
    """Bring the database of the settings to this code's schema; doing it again changes nothing."""
    engine = console.office().engine
    click.echo(f"{engine.url.render_as_string(hide_password=True)} is at the schema of this code")
