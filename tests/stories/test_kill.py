"""The whole workspace is killed in the middle of work, again and again, and begun on the same database."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.storage.database import open_engine
from models import Firing, Outbox, OutboxState, Request, Step
from tests.stories.people import USUAL
from tests.stories.wire import Control, until

ROOT = Path(__file__).resolve().parents[2]
READY = re.compile(r"Open (http://\S+)/ ")


class Process:
    """One run of `app.py workspace`."""

    def __init__(self, data: Path, at: str, number: int) -> None:
        self.record = data / f"calls{number}.jsonl"
        command = [sys.executable, "app.py", "workspace", "--data", str(data), "--port", "0", "--at", at]
        self.process = subprocess.Popen(
            [*command, "--record", str(self.record)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        found = READY.search(self.process.stdout.readline())
        assert found, "the workspace did not start"
        self.control = Control(found[1])
        until(lambda: self.control.get("/state")["connections"], seconds=30)

    def kill(self) -> None:
        """As a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.control.close()

    def posted(self) -> set[int]:
        """The outbox ids that went out in this run."""
        found: set[int] = set()
        for line in self.record.read_text(encoding="utf-8").splitlines():
            with suppress(ValueError):  # the last line may be cut short
                call = json.loads(line)
                payload = (call["args"].get("metadata") or {}).get("event_payload", {})
                found |= set(payload.get("outbox_ids", ()))
        return found


@contextmanager
def running(data: Path, at: str, number: int) -> Iterator[Process]:
    """Begun, and killed at the end if it still runs."""
    process = Process(data, at, number)
    try:
        yield process
    finally:
        process.kill()


def open_requests(control: Control, confirmed: list[str]) -> None:
    """林强 opens requests one after the other until the process is gone; each that was confirmed is noted."""
    person = "U0LINQ"
    with suppress(httpx.HTTPError, AssertionError, KeyError, IndexError):
        while True:
            opened = control.act("/command", person, channel="C0GENERAL", text="/coord open")
            view = opened["views"][-1]["id"]
            place = {"view_id": view, "action_id": "customer", "block_id": "field:customer"}
            offered = control.act("/options", person, **place, query="华美商贸")
            typed = {key: USUAL[key] for key in ("service", "access_points", "site")}
            typed["customer"] = offered["options"][0]["value"]
            values = {f"field:{key}": {key: value} for key, value in typed.items()}
            preview = control.act("/view/submit", person, view_id=view, values=values)["views"][-1]["id"]
            sent = control.act("/view/submit", person, view_id=preview, values={})["views"][-1]
            confirmed.append(re.findall(r"XB-\d+", json.dumps(sent))[0])
            control.act("/view/close", person, view_id=sent["id"], all=True)


@pytest.mark.xdist_group("kill")
def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    """Killed twice at random points while people work: no confirmed request and no reminder is lost."""
    confirmed: list[str] = []
    posted: set[int] = set()
    chance = random.Random(20261123)
    for number, at in enumerate(["2026-11-23T10:00+08:00", "2026-11-23T11:00+08:00"]):
        with running(tmp_path, at, number) as process:
            worker = threading.Thread(target=open_requests, args=(process.control, confirmed))
            before = len(confirmed)
            worker.start()
            until(lambda before=before: len(confirmed) > before, seconds=30)
            threading.Event().wait(chance.uniform(0.05, 0.6))  # in the midst of whatever is going on
            process.process.send_signal(signal.SIGKILL)
            worker.join(30)
        posted |= process.posted()
    with running(tmp_path, "2026-11-24T14:30+08:00", 2) as last:
        for label in confirmed:
            answer = last.control.act("/command", "U0LINQ", channel="C0GENERAL", text=f"/coord show {label}")
            assert label in json.dumps(answer["messages"], ensure_ascii=False)
        engine = open_engine(f"sqlite:///{tmp_path / 'xieban.db'}")
        until(lambda: drained(last.control, engine), seconds=60)
    posted |= last.posted()
    assert_all_is_there(engine, confirmed, posted)
    engine.dispose()


def drained(control: Control, engine: Engine) -> bool:
    """Whether all has gone out; the branch's clock is helped over the pacing."""
    if not waiting(engine):
        return True
    now = datetime.fromisoformat(control.get("/clock")["now"])
    control.act("/clock", to=(now + timedelta(seconds=5)).isoformat())
    return False


def waiting(engine: Engine) -> list[int]:
    """What is due and not sent yet; quiet hours hold nothing at half past two."""
    with Session(engine) as session:
        held = col(Outbox.state).in_((OutboxState.WAITING, OutboxState.SENDING, OutboxState.UNKNOWN))
        return list(session.exec(select(Outbox.id).where(held)).all())


def assert_all_is_there(engine: Engine, confirmed: list[str], posted: set[int]) -> None:
    """Each confirmed request with its steps; each reminder has gone out in some run, or was moot."""
    with Session(engine) as session:
        requests = {request.label for request in session.exec(select(Request)).all()}
        assert set(confirmed) <= requests
        assert {step.request_id for step in session.exec(select(Step)).all()} == {
            int(label.removeprefix("XB-")) for label in requests
        }
        reminders = session.exec(select(Outbox).where(Outbox.kind == "reminder")).all()
        sent = {row.id for row in reminders if row.state == OutboxState.SENT}
        assert sent
        assert sent <= posted
        assert {row.state for row in reminders} <= {OutboxState.SENT, OutboxState.DROPPED}
        assert session.exec(select(Firing)).first() is not None
