"""Limits held over all replicas, and many hands at one outbox."""

from collections import Counter
from datetime import timedelta
from itertools import count
from threading import Lock, Thread

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.claims import Claim, claim, taking
from bot.delivery.contract import POST, Limited, OutcomeUnknown
from bot.delivery.limits import NO_LIMITS, SLACK_LIMITS
from bot.delivery.paces import Lease, PaceState, lock, shut, take
from bot.delivery.queue import Action, Waiting
from bot.storage.unit_of_work import unit_of_work
from models import Channel, OutboxState, Urgency
from tests.delivery.desk import Desk, DeskSlack


def test_one_message_a_second_per_channel(desk: Desk) -> None:
    """Five notices for one channel take five seconds, whichever replica sends them; others do not wait."""
    desk.limits = SLACK_LIMITS
    for number in range(5):
        desk.put(str(number))
    desk.put("elsewhere", to="team:transport")
    first = desk.run()
    assert (first.sent, first.next_at) == (2, desk.now + timedelta(seconds=0.75))
    assert [desk.run(seconds=1).sent for _ in range(5)] == [1, 1, 1, 1, 0]
    assert desk.slack.texts("Cconstruction") == [f"zh:{number}" for number in range(5)]


def test_the_workspace_limit_holds_over_all_channels(desk: Desk) -> None:
    """A hundred people are written to at five a second after the first burst."""
    desk.limits = SLACK_LIMITS
    for number in range(60):
        desk.put("hello", to=f"team:t{number}")
    with_channels(desk, 60)
    assert desk.run().sent == 20
    assert desk.run(seconds=1).sent == 5
    assert desk.run(seconds=2).sent == 10


def with_channels(desk: Desk, count: int) -> None:
    """Gives the desk so many more channels."""
    with Session(desk.office.engine) as session, session.begin():
        session.add_all(Channel(team_id=f"t{n}", channel_id=f"Ct{n}") for n in range(count))


def test_what_is_moot_costs_no_pace(desk: Desk) -> None:
    """A dropped notice does not hold up the next one in its channel."""
    desk.limits = SLACK_LIMITS
    desk.put(None)
    desk.put("hello")
    result = desk.run()
    assert (result.dropped, result.sent) == (1, 1)


@pytest.mark.parametrize("replicas", [2, 4])
def test_replicas_at_one_database_double_nothing(desk: Desk, replicas: int) -> None:
    """Several dispatchers at once send each notice once, in order per channel, and each card newest last."""
    desk.limits = NO_LIMITS
    with_channels(desk, 8)
    for number in range(96):
        desk.put(f"{number:03}", to=f"team:t{number % 8}")
    faults: list[BaseException] = []

    def work() -> None:
        try:
            dispatcher = desk.dispatcher()
            while dispatcher.run_once(desk.now, at_most=1).sent:
                pass
        except BaseException as fault:
            faults.append(fault)

    threads = [Thread(target=work) for _ in range(replicas)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.run()
    assert faults == []
    said = {f"Ct{n}": desk.slack.texts(f"Ct{n}") for n in range(8)}
    assert {channel: sorted(texts) for channel, texts in said.items()} == said
    assert Counter(text for texts in said.values() for text in texts) == {f"zh:{n:03}": 1 for n in range(96)}
    assert {row.state for row in desk.rows("step_chased")} == {OutboxState.SENT}


class Strict(DeskSlack):
    """Says every third time that it is called too often."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers, self._one_at_a_time = count(), Lock()

    def _call(self, method: str, channel_id: str) -> None:
        with self._one_at_a_time:
            if next(self._numbers) % 3 == 0:
                raise Limited(1, method)
            super()._call(method, channel_id)


def test_replicas_that_give_back_and_shut_do_not_wait_in_a_ring(desk: Desk) -> None:
    """Moot notices and limits change shared paces while others claim: no dead lock, and each arrives once."""
    desk.slack = Strict()
    with_channels(desk, 4)
    for number in range(40):
        to, say = f"team:t{number % 4}", str(number) if number % 4 < 3 or number % 8 == 3 else None
        desk.put(say, to=to, card_key=f"step:{number % 20}" if number % 2 else None)
    faults: list[BaseException] = []

    def work() -> None:
        try:
            dispatcher = desk.dispatcher()
            for second in range(0, 50, 2):
                dispatcher.run_once(desk.now + timedelta(seconds=second))
        except BaseException as fault:
            faults.append(fault)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.run(minutes=2)
    assert faults == []
    assert {row.state for row in desk.rows("step_chased")} == {OutboxState.SENT, OutboxState.DROPPED}
    sent = [each for messages in desk.slack.channels.values() for each in messages]
    assert max(Counter(each for message in sent for each in message.outbox_ids).values()) == 1


@pytest.mark.parametrize("name", ["workspace", "to:team:construction"])
def test_a_gate_that_was_shut_since_the_survey_is_not_passed(desk: Desk, name: str) -> None:
    """Another replica may hear of a limit between our seeing whose turn it is and our taking it."""
    notice = desk.put("hello")
    lease = Lease("r9", desk.now, desk.now + timedelta(minutes=1))
    turn = Waiting("team:construction", Action.POST, Urgency.NORMAL, notice, desk.now)
    with Session(desk.office.engine) as session, session.begin():
        shut(session, name, SLACK_LIMITS, desk.now + timedelta(seconds=30), desk.now)
    with taking(desk.office, desk.now) as (session, shared):
        assert claim(session, desk.office, turn, SLACK_LIMITS, shared=shared, lease=lease) is None
    assert desk.row(notice).state == OutboxState.WAITING
    desk.limits = SLACK_LIMITS
    assert [desk.run(seconds=29).sent, desk.run(seconds=1).sent] == [0, 1]


def test_what_was_shut_while_it_is_taken_stays_shut(desk: Desk) -> None:
    """Whoever takes a destination by an older reading of its pace does not open it again."""
    name, later = "to:team:construction", desk.now + timedelta(minutes=5)
    lease = Lease("r9", desk.now, desk.now + timedelta(minutes=1))
    with Session(desk.office.engine) as session, session.begin():
        shut(session, name, SLACK_LIMITS, later, desk.now)
        read_before = {name: PaceState(desk.now)}
        take(session, "team:construction", [name], read_before, SLACK_LIMITS, lease)
        assert SLACK_LIMITS.of(name).opens_at(lock(session, [name], desk.now)[name].free_at) == later


def test_cards_put_by_two_transactions_at_once_are_sent_once(postgres_desk: Desk) -> None:
    """Two states of a card that could not see each other when they were put still become one message."""
    office, now = postgres_desk.office, postgres_desk.now
    with unit_of_work(office, now=now) as one, unit_of_work(office, now=now) as other:
        outbox.put(one, "step_card", "team:construction", params={"say": "one"}, card_key="step:1")
        outbox.put(other, "step_card", "team:construction", params={"say": "two"}, card_key="step:1")
    result = postgres_desk.run()
    assert (result.sent, result.dropped) == (1, 1)
    assert len(postgres_desk.slack.channels["Cconstruction"]) == 1


def test_a_turn_seen_before_a_doubt_arose_is_not_taken(desk: Desk) -> None:
    """Another replica may leave a doubt between our seeing whose turn it is and our taking it."""
    notice = desk.put("hello")
    desk.slack.after[POST].append(OutcomeUnknown("timed out", is_settled=True))
    desk.run()
    desk.put("newer")
    turn = Waiting("team:construction", Action.POST, Urgency.NORMAL, notice + 1, desk.now)
    later = desk.now + timedelta(minutes=1)

    def claimed(turn: Waiting, by: str) -> Claim | None:
        lease = Lease(by, later, later + timedelta(minutes=1))
        with taking(desk.office, later) as (session, shared):
            return claim(session, desk.office, turn, NO_LIMITS, shared=shared, lease=lease)

    assert claimed(turn, "r9") is None
    doubt = Waiting("team:construction", Action.LOOK_UP, Urgency.NORMAL, notice, desk.now)
    taken = claimed(doubt, "r9")
    assert taken is not None
    assert taken.ids == (notice,)
    assert claimed(doubt, "r8") is None


def test_postgresql_ends_a_session_that_stands_still(postgres_engine: Engine) -> None:
    """The lock under which claims are made must not stay with a replica that has stopped."""
    with postgres_engine.connect() as connection:
        limit = connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one()
    assert limit == "30s"
