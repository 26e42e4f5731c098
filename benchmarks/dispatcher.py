"""The dispatcher against the local workspace: its share of what Slack's limits allow, and a message's cost.

    python benchmarks/dispatcher.py [--seconds 20] [--notices 400]

First part: real time, real limits (1 message a second per channel, 300 a minute per workspace), always more
waiting than can go; the share of the allowed messages (the first burst and what followed, from the first one
to the end) that went, and how often Slack said 429. Second part: no limits at all, against posting the same
messages with the bare gateway in a loop. Replicas are processes.
"""

import argparse
import json
import logging
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import Request, urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import structlog
from sqlmodel import Session

from benchmarks._figures import figure
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.gateway import SlackGateway, make_client
from bot.delivery.limits import NO_LIMITS, SLACK_LIMITS, Limit
from bot.delivery.outbox import put
from bot.delivery.rendered import Rendered
from bot.policy import load_policy
from bot.storage.database import open_engine
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, unit_of_work
from models import Channel, Outbox
from tests.databases import create_database, running_postgres, upgrade_and_leave
from workspace.config import Place, load_config
from workspace.server import create, run_in_thread

POLICIES = Path(__file__).resolve().parent.parent / "policies"
EPOCH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LOOK_AGAIN_S = 0.5
Post = tuple[datetime, int]


@dataclass(frozen=True)
class Work:
    """What one replica is told."""

    database_url: str
    api_url: str
    token: str
    limited: bool
    stop_at: float


class RunningClock:
    """The branch's time of a benchmark: EPOCH at the machine's start, then running."""

    def now(self) -> datetime:
        return EPOCH + timedelta(seconds=time.monotonic())

    def moves(self) -> tuple[()]:
        return ()

    def move(self, to: str) -> datetime:
        raise ValueError(f"this clock runs by itself: {to}")


def load(uow: UnitOfWork, row: Outbox) -> object | None:
    """As cheap as can be: what is measured is delivery."""
    return row.id


def render(kind: str, view: object, language: str, now: datetime) -> Rendered:
    """A small message."""
    block = {"type": "section", "text": {"type": "mrkdwn", "text": f"Notice {view}"}}
    return Rendered(f"Notice {view}", [block])


def quiet() -> None:
    """No line a message."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def work(told: Work) -> int:
    """One replica: dispatches until it is time to stop or nothing is left; answers how many it sent."""
    quiet()
    office = Office(open_engine(told.database_url), load_policy(POLICIES))
    gateway = SlackGateway(make_client(told.token, told.api_url))
    limits = SLACK_LIMITS if told.limited else NO_LIMITS
    dispatcher = Dispatcher(office, gateway, load, render, "bench", limits=limits)
    clock, sent = RunningClock(), 0
    while time.monotonic() < told.stop_at:
        result = dispatcher.run_once(clock.now(), at_most=1)
        sent += result.sent
        if result.next_at is None:
            break
        wait = (result.next_at - clock.now()).total_seconds()
        time.sleep(max(0.0, min(wait, LOOK_AGAIN_S, told.stop_at - time.monotonic())))
    return sent


@contextmanager
def slack(channels: int, limited: bool) -> Iterator[tuple[str, str, list[Post]]]:
    """The workspace with so many channels: its address, its token, and (on leaving) what was posted when."""
    config = load_config()
    places = tuple(Place(f"CB{n}", f"bench-{n}", (config.bot_user,)) for n in range(channels))
    workspace = create(replace(config, channels=(*config.channels, *places)), RunningClock())
    running = run_in_thread(workspace)
    if not limited:
        _control(running.base_url, "app", '{"rates": false}')
    posts: list[Post] = []
    yield f"{running.base_url}/api/", config.bot_token, posts
    lines = _control(running.base_url, "calls?method=chat.postMessage").splitlines()
    posts += [(datetime.fromisoformat(call["at"]), call["status"]) for call in map(json.loads, lines)]
    running.stop()


def _control(base_url: str, path: str, body: str | None = None) -> str:
    data = body.encode() if body else None
    with urlopen(Request(f"{base_url}/control/{path}", data, {"Content-Type": "application/json"})) as answer:
        return str(answer.read().decode())


def fill(database_url: str, channels: int, notices: int) -> None:
    """So many channels, and so many notices for them in turn."""
    office = Office(open_engine(database_url), load_policy(POLICIES))
    now = RunningClock().now()
    with Session(office.engine) as session, session.begin():
        session.add_all(Channel(team_id=f"b{n}", channel_id=f"CB{n}") for n in range(channels))
    with unit_of_work(office, now=now) as uow:
        for number in range(notices):
            put(uow, "bench", f"team:b{number % channels}")
    office.engine.dispose()


def dispatch(pool: ProcessPoolExecutor, replicas: int, told: Work) -> int:
    """Lets so many replicas work, and answers how many notices they sent."""
    workers: list[Future[int]] = [pool.submit(work, told) for _ in range(replicas)]
    return sum(hand.result() for hand in workers)


def allowed(channels: int, seconds: float) -> float:
    """How many messages the limits allow in so long a time, the burst after a rest among them."""

    def of(limit: Limit) -> float:
        return limit.burst + seconds / limit.every.total_seconds()

    return min(channels * of(SLACK_LIMITS.channel), of(SLACK_LIMITS.workspace))


def share_of_limits(
    pool: ProcessPoolExecutor, database_url: str, channels: int, replicas: int, seconds: int
) -> str:
    """One line of the first part."""
    kind = database_url.partition("://")[0].partition("+")[0]
    with slack(channels, limited=True) as (api_url, token, posts):
        fill(database_url, channels, int(allowed(channels, 2.0 * seconds)))
        stop_at = time.monotonic() + seconds
        dispatch(pool, replicas, Work(database_url, api_url, token, True, stop_at))
    lasted = EPOCH + timedelta(seconds=stop_at) - min(at for at, _ in posts)
    sent, most = sum(status == 200 for _, status in posts), allowed(channels, lasted.total_seconds())
    refused = sum(status == 429 for _, status in posts)
    name = f"{kind}, {channels} channels, {replicas} replicas: share of the limits"
    figure(name, 100 * sent / most, "%", is_more_better=True)
    return f"{channels:>8} {replicas:>8} {sent:>6} {most:>8.1f} {sent / most:>7.1%} {refused:>6}"


def throughput(pool: ProcessPoolExecutor, database_url: str, replicas: int, notices: int) -> float:
    """Messages a second without limits, 20 channels."""
    with slack(20, limited=False) as (api_url, token, posts):
        fill(database_url, 20, notices)
        began = time.perf_counter()
        sent = dispatch(pool, replicas, Work(database_url, api_url, token, False, time.monotonic() + 300))
        took = time.perf_counter() - began
    assert sent == notices == len(posts), "each once"
    return sent / took


def bare(notices: int) -> float:
    """Messages a second by the gateway alone, one after another."""
    with slack(20, limited=False) as (api_url, token, _):
        gateway = SlackGateway(make_client(token, api_url))
        began = time.perf_counter()
        for number in range(notices):
            gateway.post(f"CB{number % 20}", render("bench", number, "en", EPOCH), [number + 1])
        return notices / (time.perf_counter() - began)


def main() -> None:
    """Both parts on both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--notices", type=int, default=400)
    given = parser.parse_args()
    quiet()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(running_postgres())
        context = multiprocessing.get_context("spawn")
        pool = stack.enter_context(ProcessPoolExecutor(4, mp_context=context))
        list(pool.map(abs, range(8)))
        names = iter(range(1000))

        def database(kind: str) -> str:
            if kind == "postgresql":
                return create_database(server, f"bench_{next(names)}")
            url = f"sqlite:///{folder}/{next(names)}.db"
            upgrade_and_leave(url)
            return url

        print(f"share of what the limits allow in {given.seconds} s")
        print("channels replicas   sent  allowed   share    429")
        for kind, channels, replicas in (
            ("sqlite", 1, 1), ("sqlite", 10, 1), ("sqlite", 100, 1),
            ("postgresql", 100, 1), ("postgresql", 100, 2), ("postgresql", 100, 4),
        ):  # fmt: skip
            line = share_of_limits(pool, database(kind), channels, replicas, given.seconds)
            print(f"{line}  {kind}", flush=True)
        alone = bare(given.notices)
        figure("bare gateway", alone, "/s", is_more_better=True, is_peer=True)
        print(f"\nno limits, 20 channels, {given.notices} notices\nbare gateway {alone:.0f}/s")
        for kind in ("sqlite", "postgresql"):
            for replicas in (1, 2, 4):
                rate = throughput(pool, database(kind), replicas, given.notices)
                figure(f"{kind}, {replicas} replicas, no limits", rate, "/s", is_more_better=True)
                print(
                    f"{kind:>10} {replicas} replicas {rate:>5.0f}/s  {rate / alone:.2f} of bare", flush=True
                )


if __name__ == "__main__":
    main()
