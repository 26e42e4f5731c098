"""`/coord status` and an accepting click, as dispatched requests, beside a bare Bolt app that only answers.

All in one run, on SQLite in a temporary folder: 1,000 open requests, first alone and then among 100,000
closed ones. Peer and ours take turns; prints medians in microseconds and the median of the rounds' ratios.
Run: `python benchmarks/commands.py [closed]`.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from sqlalchemy import Connection
from sqlmodel import SQLModel, select

from benchmarks._figures import figure
from bot.delivery.gateway import make_client
from bot.storage.database import open_engine
from bot.storage.migrations import upgrade
from handlers.context import Context
from handlers.wiring import build_app
from models import Clock, Step
from tests.office import MONDAY, TestOffice
from workspace.clock import SteppedClock
from workspace.config import load_config
from workspace.server import create, run_in_thread

OPEN, CLOSED = 1_000, 100_000
ROUNDS = 20
APART = 1_000_000
_numbers = count(1)


def command_body(text: str, user: str) -> dict[str, Any]:
    """What Slack sends for a slash command."""
    return {
        "command": "/coord", "text": text, "user_id": user, "team_id": "T0BRANCH", "channel_id": "C0MANAGE",
        "trigger_id": f"t{next(_numbers)}", "response_url": "http://127.0.0.1:9/", "type": "command",
    }  # fmt: skip


def click_body(action: str, value: int, user: str) -> dict[str, Any]:
    """What Slack sends for a button on a message."""
    return {
        "type": "block_actions", "user": {"id": user}, "team": {"id": "T0BRANCH"},
        "container": {"type": "message"}, "channel": {"id": "C0SUPPORT"},
        "trigger_id": f"t{next(_numbers)}", "response_url": "http://127.0.0.1:9/",
        "actions": [{"type": "button", "action_id": action, "block_id": "step:1", "value": str(value)}],
    }  # fmt: skip


def bare_app(client: WebClient) -> App:
    """The floor: a Bolt app that only acknowledges, set up as ours is."""
    app = App(
        client=client,
        signing_secret="",
        request_verification_enabled=False,
        token_verification_enabled=False,
        process_before_response=True,
        listener_executor=ThreadPoolExecutor(40),
    )
    app.command("/coord")(lambda ack: ack())
    app.action("accept_step")(lambda ack: ack())
    return app


def accepting(step_id: int) -> dict[str, Any]:
    """A click on Accept by somebody of the support office."""
    return click_body("accept_step", step_id, "U0CHENLU")


def timed(app: App, bodies: Iterator[dict[str, Any]], expect: Callable[[str], bool]) -> float:
    """Median microseconds of dispatching each body; every answer is checked."""
    taken = []
    for body in bodies:
        request = BoltRequest(mode="socket_mode", body=body)
        begun = time.perf_counter()
        response = app.dispatch(request)
        taken.append(time.perf_counter() - begun)
        assert response.status == 200, response.status
        assert expect(response.body or ""), response.body
    return statistics.median(taken[len(taken) // 10 :]) * 1e6


def close_many(office: TestOffice, number: int) -> None:
    """Adds closed requests with their steps and stopped clocks, as copies of one that went its course."""
    pattern = office.opens()
    office.finishes(pattern, "intake", "clear", by="U0CHENLU")
    office.finishes(pattern, "transport", "available", by="U0LIWEI")
    office.finishes(pattern, "data", "available", by="U0WUQIAN")
    office.finishes(pattern, "answer", "answered", by="U0CHENLU")
    with office.by(None) as uow:
        steps = uow.session.exec(select(Step.id).where(Step.request_id == pattern)).all()
        clocks = uow.session.exec(select(Clock.id).where(Clock.request_id == pattern)).all()
    first_step, first_clock = min(id or 0 for id in steps), min(id or 0 for id in clocks)
    request_id = f"{APART} + n"
    step_id = f"{APART} + n * 10 + p.step_id - {first_step}"
    with office.office.engine.begin() as connection:
        own = {"id": request_id, "opened_with": "NULL"}
        copy_rows(connection, "request", number, f"p.id = {pattern}", own)
        own = {"id": step_id.replace("p.step_id", "p.id"), "request_id": request_id}
        copy_rows(connection, "step", number, f"p.request_id = {pattern}", own)
        own = {
            "id": f"{APART} + n * 10 + p.id - {first_clock}",
            "request_id": request_id,
            "step_id": step_id,
        }
        copy_rows(connection, "clock", number, f"p.request_id = {pattern}", own)
    office.office.engine.dispose()  # brings the log home: no branch closes them all in one transaction


def copy_rows(connection: Connection, table: str, number: int, which: str, own: dict[str, str]) -> None:
    """So many copies of a table's rows, made by the database; `own` says what differs with `n`."""
    names = [column.name for column in SQLModel.metadata.tables[table].columns]
    values = ", ".join(own.get(name, f'p."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    connection.exec_driver_sql(
        f"WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {number}) "
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM numbers, {table} AS p WHERE {which}"
    )


def is_ack(body: str) -> bool:
    """Nothing more than an answer is wanted."""
    return True


def is_status(body: str) -> bool:
    """The summary itself."""
    return "办理中" in json.loads(body)["text"]


def measure(title: str, ours: App, floor: App, ready: Iterator[int]) -> tuple[float, float]:
    """Prints the medians; answers how many times the floor a status and an accepting click cost."""
    rounds: list[tuple[float, float, float, float]] = []
    for _ in range(ROUNDS):  # in turn, for the machine's speed drifts from one second to the next
        rounds.append(
            (
                timed(floor, (command_body("status", "U0LIANG") for _ in range(25)), is_ack),
                timed(ours, (command_body("status", "U0LIANG") for _ in range(5)), is_status),
                timed(floor, (click_body("accept_step", 1, "U0CHENLU") for _ in range(25)), is_ack),
                timed(ours, (accepting(next(ready)) for _ in range(10)), is_ack),
            )
        )
    ack, status, click, accept = (statistics.median(column) for column in zip(*rounds, strict=True))
    by_status = statistics.median(each[1] / each[0] for each in rounds)
    by_accept = statistics.median(each[3] / each[2] for each in rounds)
    print(f"{title}: bare ack {ack:.0f} µs, bare click {click:.0f} µs")
    print(f"  /coord status  {status:8.0f} µs  {by_status:6.1f} × the bare ack")
    print(f"  accepting click {accept:7.0f} µs  {by_accept:6.1f} × the bare click")
    figure(f"{title}: bare ack", ack, "µs", is_peer=True)
    figure(f"{title}: bare click", click, "µs", is_peer=True)
    figure(f"{title}: status", status, "µs")
    figure(f"{title}: status by the bare ack", by_status, "×")
    figure(f"{title}: accepting click", accept, "µs")
    figure(f"{title}: accepting click by the bare click", by_accept, "×")
    return by_status, by_accept


def main() -> None:
    """Measures and prints."""
    closed = int(sys.argv[1]) if len(sys.argv) > 1 else CLOSED
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/xieban.db")
        upgrade(engine)
        office = TestOffice(engine)
        for _ in range(OPEN):
            office.opens()
        config = load_config()
        stand_in = run_in_thread(create(config, SteppedClock(MONDAY)))  # Bolt asks it once who it is
        client = make_client(config.bot_token, f"{stand_in.base_url}/api/")
        ours, floor = build_app(Context(office.office, lambda: MONDAY), client), bare_app(client)
        ready = iter(step_ids(office))

        before = measure(f"{OPEN} open, none closed", ours, floor, ready)
        close_many(office, closed)
        after = measure(f"{OPEN} open among {closed} closed", ours, floor, ready)
        status, accept = after[0] / before[0], after[1] / before[1]
        print(f"growth with the closed ones: status × {status:.2f}, accept × {accept:.2f}")
        figure("growth with the closed ones: status", status, "×")
        figure("growth with the closed ones: accepting click", accept, "×")
        stand_in.stop()
        engine.dispose()


def step_ids(office: TestOffice) -> list[int]:
    """The ready intake steps of the open requests."""
    with office.by(None) as uow:
        query = select(Step.id).where(Step.key == "intake", Step.state == "ready")
        return [id or 0 for id in uow.session.exec(query).all()]


if __name__ == "__main__":
    main()
