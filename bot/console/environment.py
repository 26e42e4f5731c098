"""What the command line takes from its environment: the settings, and where the log goes."""

import sys
from pathlib import Path

import click
import structlog
from pydantic import ValidationError

from bot.settings import Settings


def read_settings(policies: Path | None = None) -> Settings:
    """The settings, or an end with a clear list of what is wrong with them."""
    try:
        settings = Settings()
    except ValidationError as error:
        for each in error.errors():
            click.echo(f"XIEBAN_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}", err=True)
        raise click.exceptions.Exit(1) from None
    return settings.model_copy(update={"policies": policies}) if policies else settings


def start_logging(log_format: str, level: str = "info") -> None:
    """Structured logs on standard error: console lines or JSON, without message texts and tokens."""
    last = structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer()
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, last],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
