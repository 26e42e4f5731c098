"""`app.py check`: whether settings and policies are right; says every mistake and what would be right."""

import click

from bot.console import Console


@click.command()
@click.option("--explore", is_flag=True, help="Also print every course that the kinds can take.")
@click.pass_obj
def command(console: Console, explore: bool) -> None:
    """Check the settings and the policy files 检查; exit status 1 when something is wrong."""
    # Imported here so that --help does not pay for YAML and models.
    from bot.console.explore_output import exploration_lines
    from bot.course import load_checked
    from bot.policy import PolicyErrors

    wrong = [*_settings()]
    try:
        policy = load_checked(console.policies)
    except PolicyErrors as errors:
        wrong += [str(error) for error in errors.errors]
    else:
        steps = sum(len(kind.steps) for kind in policy.kinds.values())
        click.echo(
            f"policies OK: version {policy.version}, {len(policy.documents)} files, "
            f"{len(policy.teams)} teams, {len(policy.services)} services, {len(policy.kinds)} kinds "
            f"with {steps} steps, {len(policy.calendars)} calendars"
        )
        for line in exploration_lines(policy) if explore else ():
            click.echo(line)
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        click.echo(f"{len(wrong)} to correct", err=True)
        raise click.exceptions.Exit(1)


def _settings() -> list[str]:
    """What is wrong with the settings; what `serve` still lacks or others can read is only printed."""
    from pathlib import Path

    from pydantic import ValidationError

    from bot.running.settings import Settings, database_file, readable_by_others

    try:
        settings = Settings()
    except ValidationError as error:
        return [f"XIEBAN_{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors()]
    click.echo("settings OK")
    for line in settings.missing_for_serve():
        click.echo(f"note: serve still needs {line}")
    for path in filter(None, (Path(".env"), database_file(settings.database_url))):
        if readable_by_others(path):
            click.echo(f"warning: {path} can be read by other accounts; chmod 600 {path}", err=True)
    return []
