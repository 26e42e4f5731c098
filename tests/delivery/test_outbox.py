"""Putting notices, and mending what is stuck."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlmodel import Session, select

from bot.console import Console
from bot.console.outbox import command
from bot.delivery import outbox
from bot.delivery.contract import LOOK_UP, POST, OutcomeUnknown, Rejected, Unreachable
from bot.delivery.repair import discard_notice, retry_notice, stuck
from bot.errors import NotFound, OutOfDate
from bot.storage.unit_of_work import reading, unit_of_work
from models import AuditEvent, OutboxState, Urgency
from tests.delivery.conftest import POLICIES
from tests.delivery.desk import NINE, Desk


def test_a_notice_stands_or_falls_with_its_change(desk: Desk) -> None:
    """When the transaction fails there is no notice, and the dispatcher is not woken."""
    woken: list[int] = []
    desk.office.wake = lambda: woken.append(1)

    def change() -> None:
        with unit_of_work(desk.office, now=NINE) as uow:
            outbox.put(uow, "step_chased", "team:data")
            raise ValueError("the change failed")

    with pytest.raises(ValueError, match="the change failed"):
        change()
    assert (desk.rows("step_chased"), woken) == ([], [])
    desk.put("hello")
    assert woken == [1]


def test_a_card_put_twice_in_one_change_is_sent_once(desk: Desk) -> None:
    """A change that touches a card twice leaves one row for it, in its first turn, with the newest facts."""
    with unit_of_work(desk.office, now=NINE) as uow:
        for say, urgency in (("one", Urgency.URGENT), ("two", Urgency.NORMAL)):
            outbox.put(uow, "step_card", "team:data", params={"say": say}, card_key="step:1", urgency=urgency)
            outbox.put(uow, "step_chased", "team:data", params={"say": f"under {say}"}, thread_key="step:1")
    (row,) = desk.rows("step_card")
    assert row.urgency == Urgency.URGENT
    desk.run()
    assert desk.slack.texts("Cdata") == ["en:two", "en:under one", "en:under two"]


def test_bulk_supersedes_and_waits_as_single_notices_do(desk: Desk) -> None:
    """Of cards left in bulk each takes the place of what waits, no less urgent; quiet hours hold the rest."""
    desk.put("old", kind="step_card", card_key="step:1", urgency=Urgency.URGENT)
    with unit_of_work(desk.office, now=NINE) as uow:
        outbox.put(uow, "step_card", "team:data", params={"say": "first"}, card_key="step:2")
        cards = [
            outbox.Notice("step_card", "team:construction", params={"say": "new"}, card_key="step:1"),
            outbox.Notice("step_card", "team:data", params={"say": "second"}, card_key="step:2"),
        ]
        later = outbox.Notice("step_chased", "team:data", not_before_at=NINE + timedelta(hours=1))
        outbox.put_in_bulk(uow, [*cards, later])
    rows = [(row.state, row.urgency, row.params.get("say")) for row in desk.rows("step_card")]
    assert sorted(rows, key=lambda row: row[2]) == [
        (OutboxState.WAITING, Urgency.URGENT, "new"),
        (OutboxState.DROPPED, Urgency.URGENT, "old"),
        (OutboxState.WAITING, Urgency.NORMAL, "second"),
    ]
    (held,) = desk.rows("step_chased")
    assert (held.next_try_at, held.created_at) == (NINE + timedelta(hours=1), NINE)


def test_what_is_in_hand_is_not_superseded(desk: Desk) -> None:
    """A card that is being sent stays on record as sent; the newer state follows as an update."""
    first = desk.put("one", card_key="step:1")
    desk.slack.while_answering = lambda: desk.put("two", card_key="step:1")
    desk.run()
    assert desk.row(first).state == OutboxState.SENT
    assert desk.slack.texts("Cconstruction") == ["zh:two"]


def test_a_failed_notice_is_looked_up_and_tried_again(desk: Desk) -> None:
    """After mending, a retry sends what was kept; it looks in the channel first, so that nothing doubles."""
    desk.slack.before[POST].append(Rejected("not_in_channel", permanent=True))
    notice = desk.put("hello")
    desk.run()
    with unit_of_work(desk.office, now=desk.now) as uow:
        retry_notice(uow, notice)
    desk.run()
    assert desk.slack.texts("Cconstruction") == ["zh:hello"]
    assert (LOOK_UP, "Cconstruction") in desk.slack.calls
    assert events(desk) == ["notice_retried"]


def test_a_retry_does_not_wait_for_the_destinations_pace(desk: Desk) -> None:
    """Whoever has mended something sees at once whether it helped."""
    desk.slack.before[POST].append(Unreachable("no route"))
    notice = desk.put("hello")
    desk.run()
    with unit_of_work(desk.office, now=desk.now) as uow:
        retry_notice(uow, notice)
    assert desk.run().sent == 1


def test_a_discarded_notice_is_not_sent(desk: Desk) -> None:
    """What was let go by hand stays on record with the reason."""
    notice = desk.put("hello")
    with unit_of_work(desk.office, now=NINE) as uow:
        discard_notice(uow, notice, "told by telephone")
    assert desk.run().sent == 0
    assert desk.row(notice).error == "discarded: told by telephone"
    assert events(desk) == ["notice_discarded"]


@pytest.mark.parametrize("verb", [retry_notice, lambda uow, each: discard_notice(uow, each, "why")])
def test_what_has_arrived_cannot_be_retried_or_discarded(desk: Desk, verb) -> None:
    """A sent notice stays sent, and one that never was is not found."""
    notice = desk.put("hello")
    desk.run()
    with pytest.raises(OutOfDate), unit_of_work(desk.office, now=NINE) as uow:
        verb(uow, notice)
    with pytest.raises(NotFound), unit_of_work(desk.office, now=NINE) as uow:
        verb(uow, 999)
    assert desk.row(notice).state == OutboxState.SENT


def test_the_stuck_are_listed_failed_first(desk: Desk) -> None:
    """The list shows what needs a hand before what only needs time."""
    desk.put("later", not_before_at=desk.now + timedelta(hours=1))
    desk.slack.before[POST] += [Rejected("is_archived", permanent=True), OutcomeUnknown("timed out")]
    desk.put("lost", to="team:support")
    desk.put("doubtful", to="team:transport")
    desk.run()
    with reading(desk.office, now=desk.now) as uow:
        found = stuck(uow)
    assert found.counts == {"failed": 1, "unknown": 1, "waiting": 1}
    assert [row.state for row in found.rows] == ["failed", "unknown", "waiting"]


def test_the_command_lists_retries_and_discards(sqlite_desk: Desk) -> None:
    """`app.py outbox` tells where to mend what; a wrong id ends with status 1."""
    desk = sqlite_desk
    desk.slack.archived.add("Cconstruction")
    notice = desk.put("lost")
    desk.run()
    console = Console(now=lambda: desk.now, policies=POLICIES, office=lambda: desk.office)
    runner = CliRunner()
    listed = runner.invoke(command, [], obj=console)
    assert "is_archived" in listed.stdout
    assert "1 failed" in listed.stdout
    desk.slack.archived.clear()
    assert runner.invoke(command, ["retry", str(notice)], obj=console).exit_code == 0
    desk.run()
    assert desk.slack.texts("Cconstruction") == ["zh:lost"]
    again = runner.invoke(command, ["discard", str(notice), "--why", "no need"], obj=console)
    assert (again.exit_code, again.stderr) == (1, f"outbox {notice} is sent already\n")


def events(desk: Desk) -> list[str]:
    """The audit actions on record."""
    with Session(desk.office.engine) as session:
        return list(session.exec(select(AuditEvent.action).order_by(AuditEvent.id)))
