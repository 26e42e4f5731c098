"""One replica of the bot, as `app.py serve` composes it: `python -m tests.soak.replica URL BASE CLOCK RATE`.

It may be killed at any instant; whoever started it starts another.
"""

import sys
from datetime import timedelta
from pathlib import Path

import app
from bot.console.environment import open_office, start_logging
from tests.office import POLICIES
from tests.soak.clock import SharedClock
from tests.soak.pace import hurried
from workspace.config import load_config


def main(database_url: str, base_url: str, clock: str, rate: str) -> None:
    """Works until it is told to end, or killed."""
    start_logging("console", "warning")
    config, now = load_config(), SharedClock(Path(clock)).now
    office = open_office(database_url, POLICIES)
    api_url = f"{base_url}/api/"
    bot = app.compose(office, config.bot_token, api_url, now)
    name = bot.runtime.dispatcher.name
    bot.runtime.dispatcher = hurried(office, config.bot_token, api_url, name, int(rate))
    bot.runtime.keep_roster(timedelta(seconds=20))
    with app.at_work(bot, config.app_token, sweep_seconds=1, roster_minutes=10):
        app.wait_for_end()


if __name__ == "__main__":
    main(*sys.argv[1:])
