"""The bot's process ends at any moment and begins again on the same database: nothing is lost or doubled."""

import pytest

from tests.stories.office import StoryOffice
from tests.stories.test_clocks import accepted_by_liwei


def test_what_was_not_sent_is_sent_by_the_next_process(either_office: StoryOffice) -> None:
    """Requests and answers whose cards were never sent are there after a restart, each card once."""
    office = either_office
    mina = office.user("Mina")
    with office.cards_lagging():
        label = mina.opens(customer="华美商贸")
    assert_nothing_sent_twice(office)
    with office.cards_lagging():
        office.restarts()
    office.settles()
    office.channel("support").card(label, "受理").click("接单")
    office.channel("support").card(label, "受理").finish("clear")
    with office.cards_lagging():
        office.channel("transport").card(label).click("接单")
        office.restarts()
    office.settles()
    office.channel("transport").card(label).expect("@李伟").finish("available", reserved="Ring 7")
    mina.dm.card(label).expect("available · @李伟")
    assert_nothing_sent_twice(office)


def assert_nothing_sent_twice(office: StoryOffice) -> None:
    """No outbox row stands in two messages."""
    posts = [call["args"] for call in office.control.calls("chat.postMessage") if call["response"]["ok"]]
    ids = [id for args in posts for id in args["metadata"]["event_payload"]["outbox_ids"]]
    assert len(ids) == len(set(ids))


def test_a_reminder_that_came_due_meanwhile_is_told(office: StoryOffice) -> None:
    """A level that is crossed while no process runs is told by the next one, once."""
    label = accepted_by_liwei(office)
    with office.cards_lagging():
        office.sleeps_until(office.after(4.5))
        office.restarts()
    office.settles()
    assert office.dm("李伟").count("时限过半", label) == 1
    office.restarts()
    office.working_hours_pass(0.5)
    assert office.dm("李伟").count("时限过半", label) == 1


def test_a_form_that_was_open_over_the_restart_still_works(office: StoryOffice) -> None:
    """A preview that stood on the screen while the process changed is sent as if nothing had been."""
    preview = office.user("Mina").previews(customer="华美商贸")
    office.restarts()
    preview.submit().expect("XB-1 Resource check is open")
    office.channel("support").card("XB-1", "受理")


@pytest.mark.parametrize("kind", ["reset_after", "reset_before"])
def test_an_answer_that_never_came_doubles_nothing(office: StoryOffice, kind: str) -> None:
    """A connection that breaks while a card is posted leaves one card, whether Slack had taken it or not."""
    office.control.act("/faults", kind=kind, method="chat.postMessage", count=2)
    label = office.user("Mina").opens(customer="华美商贸")
    office.user("陈璐").finishes(label, "受理", "clear")
    assert office.channel("support").count(f"{label} 受理", "核对客户等级") == 1
    assert office.dm("Mina").count(label, "What to tell the customer now") == 1
    office.dm("Mina").card(label).expect("the need is clear")
