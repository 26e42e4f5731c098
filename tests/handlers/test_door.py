"""The HTTP door: whom it lets in, and what it tells of the process behind it."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import app
from handlers.http import LARGEST_BODY, Door, door_app
from tests.handlers.bench import rows_of
from tests.handlers.slack import Slack, command, event, submission
from tests.office import TestOffice
from tests.stories.wire import served

NAMES = ("type", "event", "user", "team", "view", "actions", "command", "enterprise", "authorizations")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@contextmanager
def opened(door: Door, bot: app.Bot | None = None) -> Iterator[httpx.Client]:
    """The door on a free port, and somebody in front of it."""
    with (
        served(door_app(door, bot.bolt if bot else None)) as base_url,
        httpx.Client(base_url=base_url, timeout=30) as client,
    ):
        yield client


@pytest.fixture
def bot(office: TestOffice, slack: Slack) -> app.Bot:
    """A bot that is called over HTTP."""
    return app.compose(
        office.office, "xoxb-t", slack.client.base_url, lambda: office.now, signing_secret=SECRET
    )


@pytest.fixture
def door(bot: app.Bot) -> Iterator[httpx.Client]:
    """Its door."""
    with opened(Door(bot.runtime), bot) as client:
        yield client


def signed(body: str, *, age_s: int = 0, secret: str = SECRET, kind: str = FORM) -> dict[str, str]:
    """The headers that Slack signs a body with."""
    at = str(int(time.time()) - age_s)
    digest = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}
    return headers | {"Content-Type": kind}


def posts(door: httpx.Client, body: str, headers: dict[str, str]) -> httpx.Response:
    """What Slack gets for a request."""
    return door.post("/slack/events", content=body.encode(), headers=headers)


def test_a_signed_command_is_answered(door: httpx.Client) -> None:
    """A request that Slack signed a moment ago is answered in its sender's language."""
    body = urlencode(command("help", by="U0LINQ"))
    answer = posts(door, body, signed(body))
    assert answer.status_code == 200
    assert json.loads(answer.text)["text"] == "/coord 的用法"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(lambda body: signed(body, secret="another"), id="another secret"),
        pytest.param(lambda body: signed(body, age_s=301), id="signed 301 s ago"),
        pytest.param(lambda body: signed(body, age_s=-301), id="signed 301 s ahead"),
        pytest.param(lambda body: signed(body + "&x=1"), id="another body"),
        pytest.param(lambda body: {"Content-Type": FORM}, id="unsigned"),
    ],
)
def test_what_slack_did_not_sign_just_now_is_turned_away(
    door: httpx.Client, office: TestOffice, headers: object
) -> None:
    """A wrong, old, future or missing signature gets 401, and nothing is changed."""
    before = rows_of(office.office.engine)
    body = urlencode(command("open 资源核查 明天科技有限公司", by="U0LINQ"))
    assert callable(headers)
    assert posts(door, body, headers(body)).status_code == 401
    assert rows_of(office.office.engine) == before


def test_a_replayed_submission_does_nothing_twice(door: httpx.Client, office: TestOffice) -> None:
    """The same signed request again, still fresh, is answered and changes nothing (Bolt keeps no nonce)."""
    xb = office.opens()
    payload = submission("cancel_request", {"reason": "not wanted"}, {"request": xb}, by="U0LINQ")
    body = urlencode({"payload": json.dumps(payload)})
    headers = signed(body)
    assert posts(door, body, headers).status_code == 200
    once = rows_of(office.office.engine)
    assert office.request(xb).state == "cancelled"
    assert posts(door, body, headers).status_code == 200
    assert rows_of(office.office.engine) == once


def test_a_redelivered_event_is_known_by_its_id(door: httpx.Client, office: TestOffice) -> None:
    """Slack's retry of an event (same event id, newly signed, with its retry headers) drafts nothing new."""
    body = json.dumps(event("app_mention", by="U0LINQ", text="<@U0XIEBAN> 资源核查 明天科技"))
    posts(door, body, signed(body, kind=JSON))
    once = rows_of(office.office.engine)
    assert len(once["draft"]) == 1
    retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    assert posts(door, body, signed(body, age_s=5, kind=JSON) | retry).status_code == 200
    assert rows_of(office.office.engine) == once


forms = st.one_of(
    st.text(),
    st.text().map(lambda each: urlencode({"payload": each})),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
        lambda deeper: st.lists(deeper) | st.dictionaries(st.sampled_from(NAMES), deeper),
    ).map(lambda each: urlencode({"payload": json.dumps(each)})),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=forms, kind=st.sampled_from([FORM, JSON, "text/plain"]), is_signed=st.booleans())
@example(body="payload=1", kind=FORM, is_signed=False)
@example(body="payload=1", kind=FORM, is_signed=True)
@example(body="[]", kind=JSON, is_signed=True)
def test_what_slack_never_sends_is_turned_away(
    door: httpx.Client, body: str, kind: str, is_signed: bool
) -> None:
    """Whatever stands in a body, signed or not, is answered and is no fault of the bot's."""
    headers = signed(body, kind=kind) if is_signed else {"Content-Type": kind}
    answer = posts(door, body, headers)
    assert answer.status_code in ((200, 400, 404) if is_signed else (400, 401))


def test_a_body_larger_than_any_of_slacks_is_not_read_to_its_end(door: httpx.Client) -> None:
    """Nobody fills the memory through the door."""
    assert posts(door, "x" * (LARGEST_BODY + 1), {}).status_code == 413


def test_ready_says_what_is_missing(bot: app.Bot, office: TestOffice) -> None:
    """Ready means: the database answers, at this code's schema, and sweeps come."""
    with opened(Door(bot.runtime, timedelta(seconds=15))) as door:
        assert door.get("/live").text == "ok"
        assert door.get("/ready").text == "sweep: has not come yet"
        bot.runtime.sweep()
        assert door.get("/ready").status_code == 200
        office.passes(seconds=136)
        stale = door.get("/ready")
        assert (stale.status_code, stale.text) == (503, "sweep: last came 136 s ago")
        with office.office.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        assert door.get("/ready").text == "database: not at this code's schema"
        assert door.get("/live").status_code == 200
        assert door.post("/slack/events").status_code == 404


def test_without_its_socket_a_process_is_not_ready(bot: app.Bot, office: TestOffice) -> None:
    """A replica that Slack cannot reach says so."""
    bot.runtime.sweep()
    with opened(Door(bot.runtime, is_connected=lambda: False)) as door:
        assert door.get("/ready").text == "slack: Socket Mode is not connected"
