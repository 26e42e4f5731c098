"""The real gateway against the local workspace: Slack's own answers, limits and silences."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.delivery import outbox
from bot.delivery.dispatcher import Dispatcher, DispatchResult
from bot.delivery.gateway import SlackGateway, make_client
from bot.delivery.limits import NO_LIMITS, SLACK_LIMITS, Backoff, Limits
from bot.delivery.rendered import Rendered
from bot.people.roster import sync_roster
from bot.policy import Policy
from bot.storage.office import Office
from bot.storage.unit_of_work import unit_of_work
from models import Outbox, OutboxState
from tests.delivery.desk import NINE, load, render
from workspace.clock import SteppedClock
from workspace.config import load_config
from workspace.server import create, run_in_thread

TRANSPORT = "C0TRANSP"


@dataclass
class Post:
    """The dispatcher with the real gateway, the running workspace, and the branch's clock."""

    office: Office
    gateway: SlackGateway
    base_url: str
    clock: SteppedClock
    limits: Limits = NO_LIMITS

    def put(self, say: str, to: str = "team:transport", kind: str = "step_chased", **given: Any) -> int:
        """Leaves a notice in the outbox."""
        with unit_of_work(self.office, now=self.clock.now()) as uow:
            notice = outbox.put(uow, kind, to, params={"say": say}, **given)
        assert notice.id is not None
        return notice.id

    def run(self, seconds: float = 0) -> DispatchResult:
        """Lets the branch's time pass and dispatches what is due."""
        self.clock.move((self.clock.now() + timedelta(seconds=seconds)).isoformat())
        dispatcher = Dispatcher(
            self.office, self.gateway, load, render, "r1", Backoff(chance=lambda: 0.0), self.limits
        )
        return dispatcher.run_once(self.clock.now())

    def run_for(self, seconds: int) -> None:
        """Dispatches once a second for so long."""
        for _ in range(seconds):
            self.run(1)

    def control(self, path: str, body: dict[str, Any] | None = None, method: str | None = None) -> Any:
        """The workspace's control interface."""
        data = json.dumps(body).encode() if body is not None else None
        request = Request(f"{self.base_url}/control/{path}", data, {"Content-Type": "application/json"})
        request.method = method or ("POST" if data else "GET")
        with urlopen(request, timeout=5) as answer:
            said = answer.read().decode()
        return [json.loads(line) for line in said.splitlines()] if path == "calls" else json.loads(said)

    def fault(self, kind: str, **given: Any) -> None:
        """Has the workspace fail."""
        self.control("faults", {"kind": kind, **given})

    def texts(self, channel: str = TRANSPORT, as_: str = "U0LIWEI") -> list[str]:
        """What stands in a channel, threads left out."""
        seen = self.control(f"messages?channel={channel}&as={as_}")["messages"]
        return [message["text"] for message in seen]

    def thread(self, channel: str = TRANSPORT) -> list[str]:
        """The channel's first message and what hangs under it."""
        where = f"messages?channel={channel}&as=U0LIWEI"
        first = self.control(where)["messages"][0]["ts"]
        return [message["text"] for message in self.control(f"{where}&thread_ts={first}")["messages"]]

    def statuses(self, method: str = "chat.postMessage") -> list[int]:
        """How the workspace answered the calls of a method."""
        return [call["status"] for call in self.control("calls") if call["method"] == method]

    def row(self, outbox_id: int) -> Outbox:
        """A row of the outbox as it stands."""
        with Session(self.office.engine) as session:
            return session.exec(select(Outbox).where(Outbox.id == outbox_id)).one()


@pytest.fixture
def post(sqlite_engine: Engine, policy: Policy) -> Iterator[Post]:
    """A running workspace whose roster the office has taken over."""
    config, clock = load_config(), SteppedClock(NINE)
    running = run_in_thread(create(config, clock))
    gateway = SlackGateway(make_client(config.bot_token, f"{running.base_url}/api/", timeout_s=1))
    office = Office(sqlite_engine, policy)
    sync_roster(office, gateway, NINE)
    yield Post(office, gateway, running.base_url, clock)
    running.stop()


def test_notices_reach_channels_people_and_threads(post: Post) -> None:
    """A card, a reply under it and a direct message arrive where they belong; the card is then updated."""
    post.put("card", card_key="step:1")
    post.put("reply", thread_key="step:1")
    post.put("personal", to="person:U0MINA")
    assert post.run().sent == 3
    post.put("card anew", card_key="step:1")
    assert post.run().sent == 1
    assert post.texts() == ["zh:card anew"]
    assert post.thread() == ["zh:card anew", "zh:reply"]
    assert post.texts("D0MINA", as_="U0MINA") == ["en:personal"]


@pytest.mark.parametrize("kind", ["reset_after", "timeout_after"])
@pytest.mark.parametrize("thread_key", [None, "step:1"])
def test_a_post_whose_answer_was_lost_is_not_posted_again(
    post: Post, kind: str, thread_key: str | None
) -> None:
    """The message is found by its metadata, in the channel or in the thread."""
    post.put("card", card_key="step:1")
    post.run()
    post.fault(kind, method="chat.postMessage", count=1, seconds=3)
    notice = post.put("hello", thread_key=thread_key)
    assert post.run(1).delayed == 1
    assert post.row(notice).state == OutboxState.UNKNOWN
    assert post.run(15).sent == 1
    assert post.row(notice).ts is not None
    assert sorted(post.thread() if thread_key else post.texts()) == ["zh:card", "zh:hello"]


def test_what_is_in_doubt_is_found_behind_hundreds_of_newer_messages(post: Post) -> None:
    """The channel is read page by page until the message with our metadata comes, or there are no more."""
    post.control("app", {"rates": False})
    post.fault("reset_after", method="chat.postMessage", count=1)
    notice = post.put("hello")
    post.run()
    newer = Rendered("newer")
    for number in range(450):
        post.gateway.post(TRANSPORT, newer, [1_000_000 + number])
    assert post.run(15).sent == 1
    assert post.row(notice).state == OutboxState.SENT
    assert len(post.statuses("conversations.history")) == 3


@pytest.mark.parametrize("kind", ["reset_before", "server_error", "fatal_error"])
def test_a_post_that_was_not_carried_out_is_posted_after_a_look(post: Post, kind: str) -> None:
    """Where nobody could tell whether it was posted, the channel says no, and it is posted once."""
    post.fault(kind, method="chat.postMessage", count=1)
    post.put("hello")
    post.run()
    post.run(15)
    assert post.texts() == ["zh:hello"]
    assert len(post.statuses("conversations.history")) == 1


def test_the_documented_limits_are_kept_without_being_told(post: Post) -> None:
    """With our own limits, a minute of full channels and updates is never answered with 429."""
    post.limits = SLACK_LIMITS
    for number in range(40):
        post.put(f"{number:02}", to=f"team:{('transport', 'data', 'switching')[number % 3]}")
        post.put("card", to="team:support", card_key=f"step:{number % 20}")
    post.run_for(30)
    for number in range(20):
        post.put("card anew", to="team:support", card_key=f"step:{number}")
    post.run_for(30)
    assert set(post.statuses()) == {200}
    assert set(post.statuses("chat.update")) == {200}
    assert len(post.statuses()) == 60
    assert len(post.statuses("chat.update")) == 20


def test_retry_after_is_obeyed_and_order_kept(post: Post) -> None:
    """Without limits of ours Slack's 429 slow the channel down, and everything arrives in order."""
    for number in range(8):
        post.put(str(number))
    post.run_for(10)
    assert post.texts() == [f"zh:{number}" for number in range(8)]
    assert 429 in post.statuses()


def test_a_storm_of_limits_in_one_channel_lets_others_go_on(post: Post) -> None:
    """While one channel is limited for half a minute the other hears at once."""
    post.fault("rate_limited", method="chat.postMessage", channel=TRANSPORT, count=1, seconds=30)
    post.put("limited")
    post.put("free", to="team:support")
    post.run()
    assert (post.texts("C0SUPPORT"), post.texts()) == (["zh:free"], [])
    post.run(29)
    assert post.texts() == []
    post.run(1)
    assert post.texts() == ["zh:limited"]


def test_an_archived_channel_is_told_to_the_hub(post: Post) -> None:
    """The notice is kept as failed and the support office reads where to mend."""
    post.fault("archived", channel=TRANSPORT)
    notice = post.put("lost")
    result = post.run()
    assert (result.failed, post.row(notice).error) == (1, "is_archived")
    assert post.texts("C0SUPPORT") == ["zh:team:transport: is_archived"]


def test_a_revoked_token_loses_nothing(post: Post) -> None:
    """While the token is refused everything waits; once it is mended everything goes."""
    post.fault("revoked")
    post.put("hello")
    assert post.run().delayed == 1
    post.control("faults", method="DELETE")
    assert post.run(2).sent == 1


def test_the_roster_can_be_taken_over_again_without_change(post: Post) -> None:
    """People and channels are those of the workspace; taking them over a second time changes nothing."""
    again = sync_roster(post.office, post.gateway, NINE)
    assert (again.people, again.joined, again.left, again.missing) == (17, 0, 0, [])
