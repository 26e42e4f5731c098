"""The dispatcher against a Slack that fails in every way, on both databases."""

from datetime import timedelta

import pytest

from bot.delivery.contract import (
    OPEN_DM,
    POST,
    UPDATE,
    Limited,
    Rejected,
    Unreachable,
)
from models import OutboxState, Urgency
from tests.delivery.desk import Desk


def test_a_notice_is_sent_once_and_its_ts_recorded(desk: Desk) -> None:
    """What is due arrives, in the channel's language, and a second turn sends nothing."""
    notice = desk.put("hello")
    assert desk.run().sent == 1
    assert desk.run().sent == 0
    assert desk.slack.texts("Cconstruction") == ["zh:hello"]
    row = desk.row(notice)
    assert (row.state, row.channel_id, row.ts) == (OutboxState.SENT, "Cconstruction", "1.0001")
    assert row.lease_by is None


def test_a_person_is_written_to_in_their_language(desk: Desk) -> None:
    """The direct conversation is opened once and remembered."""
    desk.put("one", to="person:U0MINA")
    desk.put("two", to="person:U0MINA")
    desk.run()
    assert desk.slack.texts("D0MINA") == ["en:one", "en:two"]
    assert desk.slack.calls.count((OPEN_DM, "U0MINA")) == 1


def test_who_takes_one_knows_whether_there_is_more(desk: Desk) -> None:
    """Each claim that leaves something for others says so; the last one says when its lease ends, at most."""
    for team in ("construction", "transport"):
        desk.put("hello", to=f"team:{team}")
    dispatcher = desk.dispatcher()
    first, more_at = dispatcher.take(desk.now)
    last, none_at = dispatcher.take(desk.now)
    assert first is not None
    assert last is not None
    assert more_at == desk.now
    assert none_at is None or none_at > desk.now
    assert dispatcher.take(desk.now)[0] is None
    assert [dispatcher.deliver(held, desk.now).sent for held in (first, last)] == [1, 1]


def test_a_notice_held_for_quiet_hours_waits_and_blocks_nobody(desk: Desk) -> None:
    """What may not be sent before morning lets later notices pass, and the turn says when to come again."""
    morning = desk.now + timedelta(hours=1)
    desk.put("held", not_before_at=morning)
    desk.put("free")
    result = desk.run()
    assert desk.slack.texts("Cconstruction") == ["zh:free"]
    assert result.next_at == morning
    assert desk.run(hours=1).sent == 1


def test_what_is_moot_is_dropped_on_record(desk: Desk) -> None:
    """A notice that nobody needs any more is not sent, and the row says why."""
    notice = desk.put(None)
    assert desk.run().dropped == 1
    assert (desk.row(notice).state, desk.row(notice).error) == (OutboxState.DROPPED, "moot")
    assert desk.slack.calls == []


def test_order_is_kept_and_the_urgent_goes_first(desk: Desk) -> None:
    """Per destination the oldest goes first, except that the urgent overtakes and a digest lets all pass."""
    desk.put("digest", urgency=Urgency.DIGEST)
    desk.put("first")
    desk.put("second")
    desk.put("urgent", urgency=Urgency.URGENT)
    desk.run()
    assert desk.slack.texts("Cconstruction") == ["zh:urgent", "zh:first", "zh:second", "zh:digest"]


def test_a_card_is_posted_once_and_then_shown_anew(desk: Desk) -> None:
    """The second state of a card updates the message of the first."""
    desk.put("one", card_key="step:1")
    desk.run()
    desk.put("two", card_key="step:1")
    desk.run()
    (message,) = desk.slack.channels["Cconstruction"]
    assert (message.text, message.updates) == ("zh:two", 1)


def test_only_the_newest_state_of_a_card_is_sent(desk: Desk) -> None:
    """Of several waiting states of one card only the last is sent; the others are on record as superseded."""
    old = desk.put("one", card_key="step:1", urgency=Urgency.URGENT)
    other = desk.put("elsewhere", to="team:transport", card_key="step:1")
    new = desk.put("two", card_key="step:1")
    assert desk.run().sent == 2
    assert desk.slack.texts("Cconstruction") == ["zh:two"]
    assert desk.slack.texts("Ctransport") == ["zh:elsewhere"]
    assert (desk.row(old).state, desk.row(old).error) == (OutboxState.DROPPED, "superseded")
    assert desk.row(new).urgency == Urgency.URGENT
    assert desk.row(other).state == OutboxState.SENT


def test_a_card_that_was_deleted_is_posted_anew(desk: Desk) -> None:
    """Where somebody removed the card's message, the next state stands as a new message."""
    desk.put("one", card_key="step:1")
    desk.run()
    desk.slack.channels["Cconstruction"].clear()
    desk.put("two", card_key="step:1")
    desk.run()
    desk.put("three", card_key="step:1")
    desk.run()
    assert desk.slack.texts("Cconstruction") == ["zh:three"]


def test_a_thread_hangs_under_its_card(desk: Desk) -> None:
    """A notice with a thread key goes under the card of that key."""
    desk.put("card", card_key="step:1")
    desk.put("reply", thread_key="step:1")
    desk.run()
    card, reply = desk.slack.channels["Cconstruction"]
    assert reply.thread_ts == card.ts


def test_reminders_that_fall_together_become_one_message(desk: Desk) -> None:
    """Several due reminders to one place are one message, without the moot; every row has its ts."""
    ids = [desk.put(say, kind="reminder") for say in ("a", None, "b")]
    alone = desk.put("c", to="person:U0LIWEI", kind="reminder")
    result = desk.run()
    assert (result.sent, result.dropped) == (3, 1)
    assert desk.slack.texts("Cconstruction") == ["zh:a+b"]
    assert desk.slack.texts("D0LIWEI") == ["zh:c"]
    assert desk.row(ids[0]).ts == desk.row(ids[2]).ts is not None
    assert desk.row(ids[1]).state == OutboxState.DROPPED
    assert desk.row(alone).state == OutboxState.SENT


@pytest.mark.parametrize("fault", [Unreachable("no route"), Rejected("invalid_auth", permanent=False)])
def test_a_passing_fault_is_tried_again_later_and_later(desk: Desk, fault: Exception) -> None:
    """Nothing was done: it is tried again after a growing wait, and what is behind it waits too."""
    desk.slack.before[POST] += [fault, fault]
    notice = desk.put("hello")
    desk.put("after")
    first = desk.run()
    assert (first.sent, first.delayed) == (0, 1)
    assert first.next_at == desk.now + timedelta(seconds=1)
    second = desk.run(seconds=1)
    assert second.next_at == desk.now + timedelta(seconds=2)
    assert desk.run(seconds=2).sent == 2
    assert desk.slack.texts("Cconstruction") == ["zh:hello", "zh:after"]
    assert desk.row(notice).attempts == 3


def test_retry_after_holds_that_destination_only(desk: Desk) -> None:
    """A limit in one channel lets the others go on, and ends when Slack said."""
    desk.slack.before[POST].append(Limited(30))
    desk.put("limited")
    desk.put("free", to="team:transport")
    result = desk.run()
    assert desk.slack.texts("Ctransport") == ["zh:free"]
    assert result.next_at == desk.now + timedelta(seconds=30)
    assert desk.run(seconds=29).sent == 0
    assert desk.run(seconds=1).sent == 1


def test_a_limit_on_updates_lets_posts_go_on(desk: Desk) -> None:
    """A limited method holds that method everywhere, and nothing else."""
    desk.put("one", card_key="step:1")
    desk.put("one", to="team:transport", card_key="step:2")
    desk.run()
    desk.slack.before[UPDATE].append(Limited(20, UPDATE))
    desk.put("two", card_key="step:1")
    desk.put("two", to="team:transport", card_key="step:2")
    desk.put("post")
    result = desk.run()
    assert (result.sent, result.delayed) == (1, 1)
    assert desk.slack.texts("Cconstruction") == ["zh:one", "zh:post"]
    assert desk.run(seconds=20).sent == 2


@pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "not_in_channel", "account_inactive"])
def test_a_lasting_fault_stops_at_once_and_tells_the_hub(desk: Desk, code: str) -> None:
    """The notice is kept as failed, the support office hears where to mend, and others go on."""
    desk.slack.before[POST].append(Rejected(code, permanent=True))
    notice = desk.put("lost")
    result = desk.run()
    assert (result.failed, result.sent) == (1, 1)
    assert (desk.row(notice).state, desk.row(notice).error) == (OutboxState.FAILED, code)
    assert desk.slack.texts("Csupport") == [f"zh:team:construction: {code}"]
    assert desk.run(days=1).sent == 0


def test_failures_of_one_place_are_told_once(desk: Desk) -> None:
    """Ten notices to an archived channel are one card for the hub, and each is kept."""
    desk.slack.archived.add("Cconstruction")
    for number in range(10):
        desk.put(str(number))
    assert desk.run().failed == 10
    assert desk.slack.texts("Csupport") == ["zh:team:construction: is_archived"]


def test_the_failure_of_the_hub_is_told_to_the_managers_and_goes_in_no_circle(desk: Desk) -> None:
    """When nobody can be told any more, the failures stay on record and nothing is put again and again."""
    desk.slack.archived |= {"Csupport", "Cmanagers"}
    desk.put("lost", to="team:support")
    result = desk.run()
    assert (result.failed, result.sent, result.next_at) == (2, 0, None)
    assert [row.destination for row in desk.rows("delivery_failed")] == ["team:managers"]


def test_a_notice_that_cannot_be_rendered_fails_alone(desk: Desk) -> None:
    """A fault of ours in one notice is on record and does not stop the others."""
    notice = desk.put("!")
    desk.put("fine")
    desk.run()
    assert desk.slack.texts("Cconstruction") == ["zh:fine"]
    assert desk.row(notice).error == "KeyError: 'a loader stumbled'"


def test_a_team_without_a_channel_waits_for_the_roster(desk: Desk) -> None:
    """A destination that is not known yet is tried again, with the reason on record."""
    notice = desk.put("hello", to="team:nobody")
    assert desk.run().delayed == 1
    assert (desk.row(notice).state, desk.row(notice).error) == (OutboxState.WAITING, "no_channel")
