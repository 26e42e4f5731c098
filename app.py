"""Composition root and command line: the only place where things are wired together and the clock is read."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.console import Console
from bot.console.entries import COMMANDS
from bot.console.lazy import LazyCommands

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler
    from slack_bolt import App
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_sdk import WebClient

    from bot.running.runtime import Runtime
    from bot.running.shifted_clock import ShiftedClock
    from bot.storage.office import Office
    from handlers.context import Context
    from workspace.server import Running

ROOT = Path(__file__).resolve().parent
PATH = click.Path(path_type=Path)
SLACK_WAITS_SECONDS, ANSWER_SECONDS = 3.0, 2
"""Slack waits so long for an answer, and a call to Slack may take so long while a person waits."""


def wall() -> datetime:
    """The present instant; nothing below this file asks for it by itself."""
    return datetime.now(UTC)


@click.group(cls=LazyCommands, entries=COMMANDS)
@click.option("--policies", type=PATH, help="The branch's policy files [policies/].")
@click.pass_context
def main(ctx: click.Context, policies: Path | None) -> None:
    """Xieban 协办: coordinates work across the departments of a carrier's city branch."""

    def office() -> Office:
        from bot.console.environment import open_office, read_settings

        settings = read_settings(policies)
        return open_office(settings.database_url, settings.policies)

    ctx.obj = Console(now=wall, policies=policies or ROOT / "policies", office=office)


@dataclass
class Bot:
    """One process of the bot, wired together."""

    bolt: App
    runtime: Runtime
    client: WebClient
    context: Context
    socket: SocketModeHandler | None = None

    def is_connected(self) -> bool:
        """Whether Slack can reach this process, as far as it knows: over HTTP it cannot tell."""
        return self.socket is None or self.socket.client.is_connected()


def compose(
    office: Office,
    token: str,
    base_url: str,
    now: Callable[[], datetime],
    *,
    signing_secret: str | None = None,
) -> Bot:
    """Wires the engine, the messages and the handlers to one Slack."""
    from prometheus_client import CollectorRegistry

    from bot.delivery.dispatcher import Dispatcher
    from bot.delivery.gateway import SlackGateway, make_client
    from bot.delivery.loading import load
    from bot.running.metrics import Metrics
    from bot.running.runtime import Runtime
    from handlers.context import Context
    from handlers.wiring import build_app
    from messages import render

    gateway = SlackGateway(make_client(token, base_url))
    name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
    metrics = Metrics(CollectorRegistry())
    metrics.watch(office, now)
    dispatcher = Dispatcher(office, gateway, load, render, name)
    runtime = Runtime(office, dispatcher, gateway, now, metrics=metrics)
    client = make_client(token, base_url, ANSWER_SECONDS)
    context = Context(office, now, metrics)
    return Bot(build_app(context, client, signing_secret=signing_secret), runtime, client, context)


def tick(bot: Bot, *, sweep_seconds: int, roster_minutes: int) -> BackgroundScheduler:
    """The in-memory ticker: it only says when to look; what is due stands in the database."""
    from apscheduler.schedulers.background import BackgroundScheduler

    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    ticker = BackgroundScheduler(job_defaults=defaults, timezone=UTC)
    runtime, period = bot.runtime, timedelta(minutes=roster_minutes)
    ticker.add_job(runtime.sweep, "interval", seconds=sweep_seconds, next_run_time=wall())
    ticker.add_job(runtime.keep_roster, "interval", [period * 0.9], minutes=roster_minutes)
    ticker.add_job(runtime.beat, "interval", minutes=1)
    ticker.add_job(runtime.forget, "interval", hours=6)
    ticker.start()
    return ticker


@contextmanager
def at_work(bot: Bot, app_token: str | None, *, sweep_seconds: int, roster_minutes: int) -> Iterator[None]:
    """The process does by itself what an office does, and hears people by Socket Mode if it has a token."""
    from handlers import socket_mode

    bot.context.prepare()
    bot.runtime.start()
    ticker = tick(bot, sweep_seconds=sweep_seconds, roster_minutes=roster_minutes)
    bot.socket = socket_mode.connect(bot.bolt, bot.client, app_token) if app_token else None
    try:
        yield
    finally:
        ticker.shutdown()
        if bot.socket:
            socket_mode.close(bot.socket)
        bot.runtime.stop()


@dataclass
class LocalBranch:
    """The stand-in and the bot in one process, with the sample branch; stories run on it too."""

    office: Office
    stand_in: Running
    bot: Bot
    clock: ShiftedClock


def local_branch(
    office: Office,
    wall: Callable[[], datetime],
    *,
    port: int = 0,
    record: Path | None = None,
    start_at: datetime | None = None,
    signed_http: bool = False,
    ack_seconds: float = SLACK_WAITS_SECONDS,
) -> LocalBranch:
    """Starts the stand-in, wires the bot to it and reads the roster; nothing runs by itself yet."""
    from bot.running.shifted_clock import ShiftedClock
    from workspace.config import load_config
    from workspace.server import create, run_in_thread

    config = replace(load_config(), ack_seconds=ack_seconds)
    hours = office.branch.office_calendar
    clock = ShiftedClock(wall, hours, start_at)
    stand_in = run_in_thread(create(config, clock, record_to=record), port=port)
    secret = config.signing_secret if signed_http else None
    bot = compose(office, config.bot_token, f"{stand_in.base_url}/api/", clock.now, signing_secret=secret)
    clock.next_stop, clock.arrived = bot.runtime.next_stop, bot.runtime.settle
    bot.runtime.sync_roster()
    return LocalBranch(office, stand_in, bot, clock)


@click.command()
@click.option("--port", default=8017, show_default=True, help="Where the workspace page listens; 0: any.")
@click.option("--data", type=PATH, default=ROOT / "data" / "workspace", help="Its database.")
@click.option("--fresh", is_flag=True, help="Begin anew: forget what an earlier run kept.")
@click.option("--record", type=PATH, help="Write every Web API call there (JSON lines).")
@click.option("--at", help="Start the branch's clock at this instant, e.g. 2026-11-23T10:00+08:00.")
@click.pass_obj
def workspace(
    console: Console, port: int, data: Path, fresh: bool, record: Path | None, at: str | None
) -> None:
    """The bot and a local workspace page in one process: try everything without a Slack account."""
    from bot.console.environment import open_office, start_logging
    from bot.console.sample import fill
    from bot.errors import Refusal
    from workspace.config import SAMPLE_CUSTOMERS, SAMPLE_REQUESTS, load_config

    start_logging("console", "warning")
    if fresh:
        for file in data.glob("xieban.db*"):
            file.unlink()
    office = open_office(f"sqlite:///{data / 'xieban.db'}", console.policies)
    start_at = datetime.fromisoformat(at) if at else None
    try:
        branch = local_branch(office, wall, port=port, record=record, start_at=start_at)
    except OSError as error:
        raise click.ClickException(f"port {port} cannot be used ({error}); try --port 0") from None
    try:
        fill(office, branch.clock.now(), SAMPLE_CUSTOMERS, SAMPLE_REQUESTS)
    except (Refusal, LookupError) as refused:
        click.echo(f"the sample requests end here, they do not fit these policies: {refused!r}")
    with at_work(branch.bot, load_config().app_token, sweep_seconds=2, roster_minutes=10):
        click.echo(f"Xieban 协办 is at work. Open {branch.stand_in.base_url}/ (Ctrl-C ends it)")
        wait_for_end()
    branch.stand_in.stop()


@click.command()
@click.pass_obj
def serve(console: Console) -> None:
    """The bot on a real Slack: Socket Mode with an app token, signed HTTP with a signing secret."""
    from bot.console.environment import read_settings, settings_to_serve, start_logging
    from handlers.http import Door, serve_http

    settings = read_settings()
    bot_token, app_token, secret = settings_to_serve(settings)
    start_logging(settings.log_format)
    bot = compose(console.office(), bot_token, settings.slack_api_url, wall, signing_secret=secret)
    bot.runtime.keep_roster(timedelta(seconds=20))
    pace = {"sweep_seconds": settings.sweep_seconds, "roster_minutes": settings.roster_minutes}
    door = Door(bot.runtime, timedelta(seconds=settings.sweep_seconds), bot.is_connected)
    with at_work(bot, app_token, **pace):
        serve_http(door, bot.bolt if secret else None, settings.http_host, settings.http_port)


def wait_for_end() -> None:
    """Until Ctrl-C or a polite kill."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, lambda *_: ended.set())
    ended.wait()


if __name__ == "__main__":
    sys.modules["app"] = sys.modules["__main__"]
    main()
