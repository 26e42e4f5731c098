"""A soak's minute is shorter than Slack's: limits, time-outs, leases and back-offs, all by one factor."""

import random
from dataclasses import replace
from datetime import timedelta

from bot.delivery.dispatcher import Dispatcher
from bot.delivery.gateway import SlackGateway, make_client
from bot.delivery.limits import SLACK_LIMITS, Backoff, Limit, Limits
from bot.delivery.loading import load
from bot.storage.office import Office
from messages import render
from workspace.config import Config, Rate, Rates, load_config

CALL_TIMEOUT_S = 3
LEASE = timedelta(seconds=10)
"""Outlasts three calls to Slack, as the dispatcher demands."""


def branch(rate: int) -> Config:
    """The sample branch with Slack's limits, `rate` times as generous."""
    config = load_config()
    rates = config.rates
    tiers = {tier: _faster(each, rate) for tier, each in rates.tiers.items()}
    return replace(
        config, rates=Rates(_faster(rates.per_channel, rate), _faster(rates.workspace, rate), tiers)
    )


def _faster(given: Rate, rate: int) -> Rate:
    return Rate(given.per_minute * rate, given.burst * rate)


def hurried(office: Office, token: str, api_url: str, name: str, rate: int) -> Dispatcher:
    """The bot's own dispatcher, only in more of a hurry."""
    return Dispatcher(
        office,
        SlackGateway(make_client(token, api_url, CALL_TIMEOUT_S)),
        load,
        render,
        name,
        backoff=Backoff(
            random.random,
            first=timedelta(seconds=0.5),
            longest=timedelta(seconds=8),
            settle=timedelta(seconds=CALL_TIMEOUT_S + 2),
        ),
        limits=_limits(rate),
        lease=LEASE,
    )


def _limits(rate: int) -> Limits:
    def faster(limit: Limit) -> Limit:
        return Limit(limit.every / rate, limit.burst)

    return Limits(
        faster(SLACK_LIMITS.channel),
        faster(SLACK_LIMITS.workspace),
        {method: faster(limit) for method, limit in SLACK_LIMITS.methods.items()},
    )
