"""What the command line takes from its environment: the settings, the database, and where the log goes."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import structlog
from pydantic import ValidationError

from bot.console.discreet import discreet, without_words
from bot.running.settings import Settings, database_file

if TYPE_CHECKING:
    from bot.storage.office import Office


def read_settings(policies: Path | None = None) -> Settings:
    """The settings, or an end with a clear list of what is wrong with them."""
    try:
        settings = Settings()
    except ValidationError as error:
        for each in error.errors():
            click.echo(f"XIEBAN_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}", err=True)
        raise click.exceptions.Exit(1) from None
    return settings.model_copy(update={"policies": policies}) if policies else settings


def settings_to_serve(settings: Settings) -> tuple[str, str | None, str | None]:
    """The bot token, and either the app token or the signing secret; else an end with what is missing."""
    if missing := settings.missing_for_serve():
        for line in missing:
            click.echo(f"missing: {line}", err=True)
        raise click.exceptions.Exit(1)
    secrets = (settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret)
    bot_token, app_token, signing_secret = (each.get_secret_value() if each else None for each in secrets)
    return bot_token or "", app_token, None if app_token else signing_secret


def open_office(database_url: str, policies: Path) -> Office:
    """The office on this database, brought to the schema of this code; ends with the policy's errors.

    A new SQLite file can be read by its owner alone, and so can what SQLite lays beside it.
    """
    # Imported here so that commands that need no office do not pay for it.
    from bot.course import load_checked
    from bot.delivery.notices import announce
    from bot.policy import PolicyErrors
    from bot.storage.database import open_engine
    from bot.storage.migrations import UnknownSchema, upgrade
    from bot.storage.office import Office

    try:
        policy = load_checked(policies)
    except PolicyErrors as errors:
        click.echo(str(errors), err=True)
        raise click.exceptions.Exit(1) from None
    if file := database_file(database_url):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    engine = open_engine(database_url)
    try:
        upgrade(engine)
    except UnknownSchema as unknown:
        click.echo(f"{unknown}: run the version that made it, or begin with a fresh database", err=True)
        raise click.exceptions.Exit(1) from None
    return Office(engine=engine, policy=policy, announce=announce)


def start_logging(log_format: str, level: str = "info") -> None:
    """Structured logs on standard error: console lines or JSON, without message texts and tokens.

    What libraries log goes the same way.
    """
    last = structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer()
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        without_words,
        discreet,
    ]
    structlog.configure(
        processors=[*shared, last],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    library_lines = logging.StreamHandler(sys.stderr)
    only_render = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    library_lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=only_render)
    )
    logging.basicConfig(handlers=[library_lines], level=logging.WARNING, force=True)
