"""`/coord status` and an accepting click, as dispatched requests, beside a bare Bolt app that only acknowledges.

All in one run, on SQLite in a temporary folder: 1,000 open requests, first alone and then among 100,000 closed
ones. Prints medians in microseconds and the ratios. Run: `python benchmarks/commands.py [closed]`.
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
from sqlalchemy import insert
from sqlmodel import Session, select

from bot.database import open_engine
from bot.delivery.gateway import make_client
from bot.migrations import upgrade
from handlers.desk import Desk
from handlers.wiring import build_app
from models import Clock, Request, Step
from tests.office import MONDAY, TestOffice
from workspace.clock import SteppedClock
from workspace.config import load_config
from workspace.server import create, run_in_thread

OPEN, CLOSED = 1_000, 100_000
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
        "type": "block_actions", "user": {"id": user}, "team": {"id": "T0BRANCH"}, "container": {"type": "message"},
        "channel": {"id": "C0SUPPORT"}, "trigger_id": f"t{next(_numbers)}", "response_url": "http://127.0.0.1:9/",
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
    with Session(office.office.engine) as session, session.begin():
        request = session.get(Request, pattern)
        assert request is not None
        steps = session.exec(select(Step).where(Step.request_id == pattern)).all()
        clocks = session.exec(select(Clock).where(Clock.request_id == pattern)).all()
        step_base, ids = 1_000_000, {step.id: place for place, step in enumerate(steps)}
        for start in range(0, number, 5_000):
            numbers = range(start, min(start + 5_000, number))
            base = 1_000_000
            connection = session.connection()
            connection.execute(
                insert(Request),
                [request.model_dump() | {"id": base + n, "opened_with": None} for n in numbers],
            )
            connection.execute(insert(Step), [
                step.model_dump() | {"id": step_base + n * 10 + ids[step.id], "request_id": base + n}
                for n in numbers for step in steps
            ])  # fmt: skip
            connection.execute(insert(Clock), [
                clock.model_dump() | {
                    "id": step_base + n * 10 + place, "request_id": base + n,
                    "step_id": None if clock.step_id is None else step_base + n * 10 + ids[clock.step_id],
                }
                for n in numbers for place, clock in enumerate(clocks)
            ])  # fmt: skip


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
        ours, floor = build_app(Desk(office.office, lambda: MONDAY), client), bare_app(client)
        ready = iter(step_ids(office))

        def measure(title: str) -> tuple[float, float]:
            def is_ack(body: str) -> bool:
                return True

            def is_status(body: str) -> bool:
                return "办理中" in json.loads(body)["text"]

            ack = timed(floor, (command_body("status", "U0LIANG") for _ in range(500)), is_ack)
            click = timed(floor, (click_body("accept_step", 1, "U0CHENLU") for _ in range(500)), is_ack)
            status = timed(ours, (command_body("status", "U0LIANG") for _ in range(100)), is_status)
            accept = timed(
                ours, (click_body("accept_step", next(ready), "U0CHENLU") for _ in range(200)), is_ack
            )
            print(f"{title}: bare ack {ack:.0f} µs, bare click {click:.0f} µs")
            print(f"  /coord status  {status:8.0f} µs  {status / ack:6.1f} × the bare ack")
            print(f"  accepting click {accept:7.0f} µs  {accept / click:6.1f} × the bare click")
            return status, accept

        before = measure(f"{OPEN} open, none closed")
        close_many(office, closed)
        after = measure(f"{OPEN} open among {closed} closed")
        print(
            f"growth with the closed ones: status × {after[0] / before[0]:.2f}, accept × {after[1] / before[1]:.2f}"
        )
        stand_in.stop()
        engine.dispose()


def step_ids(office: TestOffice) -> list[int]:
    """The ready intake steps of the open requests."""
    with office.by(None) as uow:
        query = select(Step.id).where(Step.key == "intake", Step.state == "ready")
        return [id or 0 for id in uow.session.exec(query).all()]


if __name__ == "__main__":
    main()
