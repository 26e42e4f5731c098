"""Anything may come in: it is answered, changes a thing wholly or not at all, and stays text."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt import BoltResponse
from sqlalchemy import Engine
from structlog.testing import capture_logs

from bot.storage.office import Office
from tests.databases import TEMPLATE, copied, copied_on_server, create_database
from tests.handlers.bench import Bench, Rows
from tests.handlers.slack import Json, Slack
from tests.office import MONDAY, TestOffice, sample_policy
from tests.safety.payloads import commands, others, presses, submissions
from workspace.schema.check import check_message, check_view

CHANGES = ("request", "step", "clock", "pause", "deadlinemove", "exchange", "customer")
"""Tables whose rows may only change together with an audit event."""


Branch = Callable[[], AbstractContextManager[Engine]]
"""Each call is a fresh copy of one and the same database."""


def begin_work(engine: Engine, slack: Slack) -> None:
    """Steps stand ready, accepted, returned, paused and done, and drafts wait."""
    bench = Bench(TestOffice(engine), slack)
    for prepare in (bench.accepted_step, bench.returned_step, bench.paused_step, bench.done_step):
        prepare()
    bench.draft()
    bench.line()
    engine.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def branch(request: pytest.FixtureRequest) -> Branch:
    """A branch at work, on both databases in turn."""
    there: Branch = request.getfixturevalue(f"on_{request.param}")
    return there


@pytest.fixture(scope="module")
def on_sqlite(migrated_sqlite_file: Path, one_sqlite_engine: Engine, one_slack: Slack) -> Branch:
    """Copies of a file."""
    at_work = migrated_sqlite_file.with_name("fuzz.db")
    with copied(migrated_sqlite_file, one_sqlite_engine) as engine:
        begin_work(engine, one_slack)
        shutil.copy(engine.url.database or "", at_work)
    return lambda: copied(at_work, one_sqlite_engine)


@pytest.fixture(scope="module")
def on_postgresql(postgres_url: str, one_postgres_engine: Engine, one_slack: Slack) -> Branch:
    """Copies of a database on the server."""
    with copied_on_server(postgres_url, TEMPLATE, one_postgres_engine) as engine:
        begin_work(engine, one_slack)
        create_database(postgres_url, "fuzz", template=engine.url.database or "")
    return lambda: copied_on_server(postgres_url, "fuzz", one_postgres_engine)


@contextmanager
def at_the(branch: Branch, slack: Slack) -> Iterator[Bench]:
    """A bench on a copy of that database."""
    with branch() as engine:
        office = TestOffice.__new__(TestOffice)
        office.office, office.now = Office(engine=engine, policy=sample_policy()), MONDAY
        slack.calls.clear()
        yield Bench(office, slack)


def hears_soundly(bench: Bench, payload: Json) -> list[Any]:
    """Sends it in; whatever it was, the answer is one that Slack takes and no half of a change is left."""
    before = bench.rows()
    with capture_logs() as logs:
        answer = bench.hears(payload)
    assert answer.status == 200
    takes(answer, payload)
    for _, asked in bench.slack.calls:
        shows(asked)
    bench.slack.calls.clear()
    whole(before, bench.rows())
    return [entry for entry in logs if entry["log_level"] in ("error", "critical")]


def takes(answer: BoltResponse, payload: Json) -> None:
    """The answer is empty or JSON that Slack would take for such a payload."""
    said = json.loads(answer.body) if answer.body else {}
    shows(said)
    if payload.get("type") == "block_suggestion":
        assert isinstance(said["options"], list)
    if "command" in payload:
        assert said or bench_showed_a_window(payload)


def bench_showed_a_window(payload: Json) -> bool:
    """Only `/coord open` alone answers with a form in place of words."""
    return payload["text"].split()[:1] != [] and len(payload["text"].split()) == 1


def shows(given: Json) -> None:
    """Blocks and views are valid, and no typed text in them rings anybody or leads anywhere."""
    view = json.loads(given["view"]) if isinstance(given.get("view"), str) else given.get("view")
    blocks = json.loads(given["blocks"]) if isinstance(given.get("blocks"), str) else given.get("blocks")
    if view and "type" in view:
        check_view(view, ("modal", "home"))
    if blocks:
        check_message({"blocks": blocks})
    for said in mrkdwn_of([view, blocks]):
        assert "<!channel" not in said
        assert "<!here" not in said
        assert "<https://evil" not in said


def mrkdwn_of(shown: Any) -> Iterator[str]:
    """Every mrkdwn text in there: plain text is never read as markup."""
    if isinstance(shown, dict):
        if shown.get("type") == "mrkdwn":
            yield shown["text"]
        shown = list(shown.values())
    if isinstance(shown, list):
        for each in shown:
            yield from mrkdwn_of(each)


def whole(before: Rows, after: Rows) -> None:
    """Rows of the record change with an audit event or not at all; events are only added; states agree."""
    events = after["auditevent"]
    assert set(before["auditevent"]) <= set(events)
    changed = [name for name in CHANGES if before[name] != after[name]]
    if changed or before["outbox"] != after["outbox"]:
        assert len(events) > len(before["auditevent"]), f"{changed} changed and nobody recorded it"
    if len(events) == len(before["auditevent"]):
        assert before["outbox"] == after["outbox"]


@settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.lists(
        st.one_of(commands(), presses(), submissions(), submissions(), others()), min_size=4, max_size=16
    )
)
def test_whatever_people_type_is_answered_and_is_text(branch: Branch, slack: Slack, data: list[Json]) -> None:
    """Any words, in any form, by anybody, in any order: no fault in the log, no half of a change."""
    with at_the(branch, slack) as bench:
        for payload in data:
            assert hears_soundly(bench, payload) == [], payload


@settings(max_examples=11, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.lists(st.one_of(presses(junk=True), submissions(junk=True)), min_size=3, max_size=12))
def test_what_nobody_can_press_is_answered_too(branch: Branch, slack: Slack, data: list[Json]) -> None:
    """Forged values, buttons of another version, broken metadata: answered, and nothing is half done."""
    with at_the(branch, slack) as bench:
        for payload in data:
            hears_soundly(bench, payload)
