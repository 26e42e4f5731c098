"""Posts whose outcome nobody knows, and processes that die: nothing is doubled, nothing is lost."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.delivery.claims import Claim
from bot.delivery.contract import LOOK_UP, POST, UPDATE, Limited, OutcomeUnknown, Unreachable
from models import OutboxState
from tests.delivery.desk import Desk, Killed


@pytest.mark.parametrize("is_settled", [True, False])
def test_an_unknown_outcome_is_looked_up_and_adopted(desk: Desk, is_settled: bool) -> None:
    """A post whose answer was lost is found by its metadata and never posted twice."""
    desk.slack.after[POST].append(OutcomeUnknown("timed out", is_settled))
    notice = desk.put("hello", card_key="step:1")
    first = desk.run()
    assert desk.row(notice).state == OutboxState.UNKNOWN
    assert first.next_at == desk.now + timedelta(seconds=1 if is_settled else 15)
    desk.put("newer", card_key="step:1")
    desk.run(seconds=15)
    (message,) = desk.slack.channels["Cconstruction"]
    assert (message.text, message.updates) == ("zh:newer", 1)
    assert desk.row(notice).state == OutboxState.SENT


def test_an_unknown_outcome_that_was_not_done_is_posted(desk: Desk) -> None:
    """A post that never reached Slack is looked for in vain, then posted."""
    desk.slack.before[POST].append(OutcomeUnknown("timed out"))
    desk.put("hello")
    desk.run()
    desk.run(seconds=15)
    assert desk.slack.texts("Cconstruction") == ["zh:hello"]
    assert [method for method, _ in desk.slack.calls] == [POST, LOOK_UP, POST]


def test_nothing_new_is_posted_where_something_is_in_doubt(desk: Desk) -> None:
    """While the look-up itself fails, its destination waits; the doubt ends with one message each."""
    desk.slack.after[POST].append(OutcomeUnknown("timed out"))
    desk.slack.before[LOOK_UP] += [Unreachable("no route"), Limited(5, LOOK_UP)]
    desk.put("hello")
    desk.run()
    desk.put("later")
    desk.put("elsewhere", to="team:transport")
    assert desk.run(seconds=15).sent == 1
    desk.run(minutes=1)
    assert desk.slack.texts("Cconstruction") == ["zh:hello"]
    desk.run(minutes=1)
    assert desk.slack.texts("Cconstruction") == ["zh:hello", "zh:later"]


@pytest.mark.parametrize("method", [POST, LOOK_UP])
def test_a_fault_of_ours_is_in_the_log_and_what_it_held_up_goes_later(desk: Desk, method: str) -> None:
    """What the code stumbles over while it posts or looks doubles nothing, and nobody has to guess."""
    desk.slack.after[POST].append(OutcomeUnknown("timed out"))
    getattr(desk.slack, "after" if method == POST else "before")[method].insert(0, TypeError("ours"))
    desk.put("hello")
    with capture_logs() as logs:
        desk.run()
        desk.run(seconds=15)
        desk.run(minutes=1)
    assert desk.slack.texts("Cconstruction") == ["zh:hello"]
    assert [each["event"] for each in logs if each["log_level"] == "error"] == ["sending_failed"]


@pytest.mark.parametrize(("moment", "posts"), [("before", 2), ("after", 1)])
def test_a_killed_process_doubles_and_loses_nothing(desk: Desk, moment: str, posts: int) -> None:
    """Whether the process dies before or after posting, the next one ends with one message."""
    getattr(desk.slack, moment)[POST].append(Killed())
    notice = desk.put("hello")
    with pytest.raises(Killed):
        desk.run()
    assert desk.row(notice).state == OutboxState.SENDING
    result = desk.run(seconds=59)
    assert (result.sent, result.next_at) == (0, desk.now + timedelta(seconds=1))
    desk.run(seconds=1)
    assert desk.slack.texts("Cconstruction") == ["zh:hello"]
    assert len([1 for method, _ in desk.slack.calls if method == POST]) == posts
    assert desk.row(notice).state == OutboxState.SENT


def test_a_process_killed_with_a_bundle_doubles_nothing(desk: Desk) -> None:
    """Every reminder of a bundle is found in the one message that carried them all."""
    desk.slack.after[POST].append(Killed())
    ids = [desk.put(say, kind="reminder") for say in "abc"]
    with pytest.raises(Killed):
        desk.run()
    desk.run(minutes=2)
    assert desk.slack.texts("Cconstruction") == ["zh:a+b+c"]
    assert {desk.row(each).state for each in ids} == {OutboxState.SENT}


def test_a_process_killed_in_an_update_shows_the_card_anew(desk: Desk) -> None:
    """An update may be done twice, so it needs no look-up."""
    desk.put("one", card_key="step:1")
    desk.run()
    desk.slack.after[UPDATE].append(Killed())
    notice = desk.put("two", card_key="step:1")
    with pytest.raises(Killed):
        desk.run()
    desk.run(minutes=2)
    assert desk.slack.texts("Cconstruction") == ["zh:two"]
    assert desk.row(notice).state == OutboxState.SENT
    assert (LOOK_UP, "Cconstruction") not in desk.slack.calls


def test_a_hand_whose_lease_ran_out_records_nothing(desk: Desk) -> None:
    """A sender that comes back after its lease leaves the record to the one that took over."""
    notice = desk.put("hello")
    slow, quick = desk.dispatcher(), desk.dispatcher()
    desk.slack.while_answering = lambda: quick.run_once(desk.now + timedelta(minutes=2))
    assert slow.run_once(desk.now).sent == 0
    assert desk.slack.texts("Cconstruction") == ["zh:hello"]
    assert desk.row(notice).state == OutboxState.SENT


def test_a_late_record_changes_nothing_while_the_other_is_at_work(desk: Desk) -> None:
    """Whoever took over has the notice and its destination until it has recorded its own outcome."""
    notice, later = desk.put("hello", card_key="step:1"), desk.now + timedelta(minutes=2)
    slow, quick = desk.dispatcher(), desk.dispatcher()
    taken: list[Claim | None] = []
    desk.slack.while_answering = lambda: taken.append(quick.take(later)[0])
    assert slow.run_once(desk.now).sent == 0
    (held,) = taken
    assert held is not None
    assert (desk.row(notice).state, desk.row(notice).lease_by) == (OutboxState.SENDING, held.worker)
    desk.put("newer")
    assert desk.dispatcher().take(later)[0] is None
    assert quick.deliver(held, later).sent == 1
    assert desk.row(notice).state == OutboxState.SENT
