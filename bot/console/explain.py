"""`app.py explain`: why a deadline is what it is."""

import re

import click

from bot.console import Console


@click.command()
@click.argument("label")
@click.option("--step", "step_key", help="One step's deadline instead of the customer's, such as transport.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True)
@click.pass_obj
def command(console: Console, label: str, step_key: str | None, lang: str) -> None:
    """Why the deadline of LABEL (such as XB-12) is what it is 说明时限."""
    # Imported here so that --help does not pay for the database.
    from sqlmodel import select

    from bot.console.explain_output import explanation_as_text
    from bot.coordination.course import last_visit, steps_of
    from bot.insight.explain import explain
    from bot.storage.unit_of_work import reading
    from models import Person, Request

    if not (match := re.fullmatch(r"(?i:XB-)?([0-9]{1,9})", label.strip())):
        raise click.ClickException(f"{label!r} is no request; right is XB-12")
    with reading(console.office(), now=console.now()) as uow:
        request = uow.session.get(Request, int(match[1]))
        if request is None:
            raise click.ClickException(f"there is no request XB-{match[1]}")
        step = None
        if step_key is not None:
            step = last_visit(steps_of(uow, request), step_key)
            known = [rule.key for rule in uow.rules_of(request).kind.steps]
            if step is None:
                why = "its turn has not come" if step_key in known else f"it has {', '.join(known)}"
                raise click.ClickException(f"{request.label} has no visit of {step_key!r}: {why}")
        try:
            explanation = explain(uow, request, step)
        except LookupError as error:
            raise click.ClickException(str(error)) from None
        names = {person.id: person.name for person in uow.session.exec(select(Person)).all()}
        click.echo(explanation_as_text(explanation, lang, names))
