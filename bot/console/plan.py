"""`app.py plan`: a request's course before anything is sent; needs no database."""

import json
from datetime import datetime

import click

from bot.console import Console


@click.command()
@click.argument("kind")
@click.option("--service", required=True, help="The service's id, such as data_line.")
@click.option("--grade", required=True, help="The customer's grade: key, diamond, gold, silver, bronze.")
@click.option("--points", type=int, default=1, show_default=True, help="Access points.")
@click.option("--assurance", help="AAA, AA, A or normal; follows from grade and service when not given.")
@click.option(
    "--reach",
    default="in_city",
    show_default=True,
    help="in_city, across_cities or across_provinces; counts where the kind's targets depend on it.",
)
@click.option("--at", help="When it starts, ISO 8601 with offset; now when not given.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(
    console: Console,
    kind: str,
    service: str,
    grade: str,
    points: int,
    assurance: str | None,
    reach: str,
    at: str | None,
    lang: str,
    as_json: bool,
) -> None:
    """Who gets a request of KIND, in what order, with which limit, due when 试排."""
    # Imported here so that --help does not pay for YAML and models.
    from bot.console.plan_output import plan_as_json, plan_as_table
    from bot.course import load_checked, plan_request
    from bot.policy import PolicyErrors, UnknownName

    start_at = _instant(at) if at else console.now()
    try:
        policy = load_checked(console.policies)
        plan = plan_request(
            policy,
            kind=kind,
            service=service,
            grade=grade,
            access_points=points,
            at=start_at,
            assurance=assurance,
            reach=reach,
        )
    except (PolicyErrors, UnknownName, ValueError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(plan_as_json(policy, plan), ensure_ascii=False, indent=2))
    else:
        click.echo(plan_as_table(policy, plan, lang))


def _instant(text: str) -> datetime:
    right = "right is ISO 8601 with an offset, such as 2026-11-23T10:00+08:00"
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise click.ClickException(f"--at {text!r} is no time; {right}") from None
    if at.utcoffset() is None:
        raise click.ClickException(f"--at {text!r} has no offset; {right}")
    return at
