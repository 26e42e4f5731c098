"""Who hears of what: each event in each situation, whom it reaches and how urgently."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot.delivery.audience import RULES, notices_of
from bot.delivery.facts import Facts
from bot.policy import Listener, thresholds_for
from bot.storage.events import Event
from models import Urgency
from tests.office import MONDAY, sample_policy

REQUEST = SimpleNamespace(id=1, opened_by_id="UREQ", coordinator_id="UCOO")
UNCOORDINATED = SimpleNamespace(id=1, opened_by_id="UREQ", coordinator_id=None)
HELD = SimpleNamespace(id=5, key="transport", team_id="transport", holder_id="UHOLD")
READY = SimpleNamespace(id=5, key="transport", team_id="transport", holder_id=None)
DECIDE = SimpleNamespace(id=9, key="decide", team_id="customer", holder_id="UREQ")
INTAKE = SimpleNamespace(id=3, key="intake", team_id="support", holder_id="UCOO")
ASKED = SimpleNamespace(id=7, key="question", team_id="customer", holder_id="UREQ")
TEAMS = frozenset({"customer", "support", "construction", "transport", "data", "switching"})
BASE = Facts(hub="support", request=REQUEST, step=HELD, teams=TEAMS)
CARDS = {"request_card person:UREQ", "hub_card team:support"}
CARD = {"step_card team:transport", *CARDS}


def facts(**changed: Any) -> Facts:
    return Facts(**{**vars(BASE), **changed})


def threshold(key: str) -> Any:
    return next(each for each in thresholds_for(sample_policy(), "resource_check", "step") if each.key == key)


def event(action: str, **data: Any) -> Event:
    return Event(action, REQUEST, HELD, "UACT", data)


TABLE: dict[str, tuple[Event, Facts, set[str]]] = {
    "opened": (event("request_opened"), facts(step=None), CARDS),
    "ready": (event("step_ready"), facts(step=READY), CARD),
    "ready, advice wanted of two and of those who know already": (
        event("step_ready"),
        facts(step=READY, consulted=("data", "construction", "support", "transport", "customer", "gone"),
              requester_teams=frozenset({"customer"})),
        CARD | {"step_consulted team:data", "step_consulted team:construction"},
    ),
    "ready, with the requester's own department": (
        event("step_ready"), facts(step=DECIDE, requester_teams=frozenset({"customer"})),
        {"step_card team:customer", "step_card person:UREQ", *CARDS},
    ),
    "ready at the hub, whose member asked": (
        event("step_ready"), facts(step=INTAKE, requester_teams=frozenset({"support"})),
        {"step_card team:support", *CARDS},
    ),
    "accepted": (event("step_accepted"), BASE, CARD),
    "finished, others informed": (
        event("step_finished"),
        facts(informed=("customer", "data", "support"), requester_teams=frozenset({"customer"})),
        CARD | {"step_informed team:data"},
    ),
    "returned": (
        event("step_returned", asked_of="UREQ", exchange=2), BASE, CARD | {"step_returned person:UREQ"},
    ),
    "answered": (
        Event("return_answered", REQUEST, HELD, "UREQ",
              {"asked_by": "UHOLD", "asked_of": "UREQ", "exchange": 2}),
        BASE, CARD | {"return_answered person:UHOLD"},
    ),
    "answered by somebody else": (
        event("return_answered", asked_by="UHOLD", asked_of="UREQ", exchange=2), BASE,
        CARD | {"return_answered person:UHOLD", "question_settled person:UREQ"},
    ),
    "answered by somebody else to whoever asked and was asked": (
        event("return_answered", asked_by="UHOLD", asked_of="UHOLD", exchange=2), BASE,
        CARD | {"return_answered person:UHOLD"},
    ),
    "handed over to a person": (
        event("step_handed_over", reason="off"), facts(former_teams=("data",)),
        CARD | {"step_card team:data", "step_handed_over person:UHOLD"},
    ),
    "handed over to a team": (event("step_handed_over", reason="off"), facts(step=READY), CARD),
    "taken over by whoever acts": (
        Event("step_handed_over", REQUEST, HELD, "UHOLD", {"reason": "mine"}), BASE, CARD,
    ),
    "chased while somebody holds it": (event("step_chased"), BASE, {"step_chased person:UHOLD !"}),
    "chased while nobody does": (
        event("step_chased"), facts(step=READY), {"step_chased team:transport ! under step:5:transport"},
    ),
    "chased while a question is out": (
        event("step_chased"), facts(step=ASKED), {"step_chased person:UREQ !"},
    ),
    "reopened": (event("step_reopened", reason="not so"), BASE, CARD | {"step_reopened person:UHOLD"}),
    "reopened by whoever holds it": (
        Event("step_reopened", REQUEST, HELD, "UHOLD", {"reason": "not so"}), BASE, CARD,
    ),
    "void after it was done": (event("step_voided", was_at_work=False), BASE, CARD),
    "void while somebody was at work": (
        event("step_voided", was_at_work=True, reason="r"), BASE, CARD | {"step_voided person:UHOLD"},
    ),
    "void while nobody had accepted it": (event("step_voided", was_at_work=True), facts(step=READY), CARD),
    "void by whoever holds it": (
        Event("step_voided", REQUEST, HELD, "UHOLD", {"was_at_work": True}), BASE, CARD,
    ),
    "a question is withdrawn": (
        event("question_withdrawn", was_at_work=True), facts(step=ASKED),
        CARDS | {"question_withdrawn person:UREQ"},
    ),
    "an answered question's step is void": (
        event("question_withdrawn", was_at_work=False), facts(step=ASKED), CARDS,
    ),
    "an ended request is opened again": (
        event("request_reopened", reason="r"), facts(step=None), CARDS | {"request_reopened person:UREQ"},
    ),
    "opened again by the requester": (
        Event("request_reopened", REQUEST, None, "UREQ", {}), facts(step=None), CARDS,
    ),
    "skipped": (event("step_skipped"), BASE, CARDS),
    "cancelled step": (event("step_cancelled"), BASE, CARD),
    "done": (event("request_done"), facts(step=None), CARDS | {"request_ended person:UREQ"}),
    "declined": (event("request_declined"), facts(step=None), CARDS | {"request_ended person:UREQ"}),
    "cancelled while two teams were at work": (
        event("request_cancelled", reason="no", teams=["data", "transport"]), facts(step=None),
        CARDS | {"request_ended person:UREQ"}
        | {"request_cancelled team:data", "request_cancelled team:transport"},
    ),
    "a step is paused": (event("clock_paused"), BASE, CARD),
    "the whole is paused": (
        event("clock_paused"), facts(step=None, at_work=(HELD, INTAKE)),
        CARDS | {"step_card team:transport", "step_card team:support"},
    ),
    "a step runs on": (event("clock_resumed"), BASE, CARD),
    "the whole runs on": (
        event("clock_resumed"), facts(step=None, at_work=(HELD, INTAKE)),
        CARDS | {"step_card team:transport", "step_card team:support"},
    ),
    "a step's deadline is moved": (event("deadline_moved"), BASE, CARD),
    "the customer's deadline is moved": (event("deadline_moved"), facts(step=None), CARDS),
    "holidays were announced": (event("deadline_restated"), BASE, CARD),
    "another grade": (
        event("customer_regraded"), facts(step=None, at_work=(HELD,)), CARDS | {"step_card team:transport"},
    ),
    "a pause lasts": (
        event("pause_expired", pause=4, reason="permit", paused_by="UPAU"), BASE,
        {"pause_expired person:UPAU"},
    ),
    "a pause lasts that the engine made": (
        event("pause_expired", pause=4, reason="permit", paused_by=None), BASE, {"pause_expired person:UCOO"},
    ),
    "a pause lasts and nobody coordinates": (
        event("pause_expired", pause=4, reason="permit", paused_by=None),
        facts(request=UNCOORDINATED, step=None),
        {"pause_expired team:support"},
    ),
    "half of the time is gone": (
        event("threshold_crossed"),
        facts(threshold=threshold("half"), firing_id=8, listeners=(Listener.HOLDER,)),
        {"reminder person:UHOLD"},
    ),
    "half of the time is gone and nobody has accepted": (
        event("threshold_crossed"),
        facts(step=READY, threshold=threshold("half"), firing_id=8, listeners=(Listener.HOLDER,)),
        {"reminder team:transport"},
    ),
    "due": (
        event("threshold_crossed"),
        facts(threshold=threshold("due"), firing_id=8, leads=("ULEAD",),
              listeners=(Listener.HOLDER, Listener.LEAD, Listener.COORDINATOR)),
        CARD | {"reminder person:UHOLD !", "reminder person:ULEAD !", "reminder person:UCOO !"},
    ),
    "due for whoever holds, leads and coordinates": (
        event("threshold_crossed"),
        facts(threshold=threshold("due"), firing_id=8, leads=("UHOLD",), request=SimpleNamespace(
            id=1, opened_by_id="UREQ", coordinator_id="UHOLD"),
              listeners=(Listener.HOLDER, Listener.LEAD, Listener.COORDINATOR)),
        CARD | {"reminder person:UHOLD !"},
    ),
    "late, told to managers and requester": (
        event("threshold_crossed"),
        facts(threshold=threshold("day_late"), firing_id=8, step=None, request=UNCOORDINATED,
              listeners=(Listener.MANAGER, Listener.REQUESTER, Listener.LEAD, Listener.COORDINATOR)),
        CARDS | {"reminder team:managers !", "reminder person:UREQ !", "reminder team:support !"},
    ),
    "due in a team's channel": (
        event("threshold_crossed"),
        facts(threshold=threshold("half"), firing_id=8, listeners=(Listener.TEAM_CHANNEL,)),
        {"reminder team:transport"},
    ),
    "at risk": (
        event("request_at_risk"), facts(listeners=(Listener.COORDINATOR,)), CARDS | {"at_risk person:UCOO"},
    ),
    "recovered": (
        event("request_recovered"), facts(step=None, listeners=(Listener.COORDINATOR,)),
        CARDS | {"recovered person:UCOO"},
    ),
    "the sweep lags": (
        Event("heartbeat_lagging", data={"what": "clocks", "since_at": "t"}), Facts("support"),
        {"heartbeat_lagging team:managers !"},
    ),
    "the sweep has caught up": (
        Event("heartbeat_recovered", data={"what": "clocks", "since_at": "t"}), Facts("support"),
        {"heartbeat_recovered team:managers !"},
    ),
    "cards are to be shown again": (event("cards_lost"), BASE, CARD),
    "somebody has seen a reminder": (event("reminder_acknowledged"), BASE, set()),
    "something nobody is told of": (event("member_joined"), BASE, set()),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_who_hears_of_it(name: str) -> None:
    """Exactly these places hear, each once; `!` is urgent, `under` is the card whose thread it goes to."""
    happened, known, expected = TABLE[name]
    found = [_said(each) for each in notices_of(happened, known)]
    assert sorted(set(found)) == sorted(expected)
    assert len(found) == len(expected), "somebody is told twice"


def _said(notice: Any) -> str:
    urgent = " !" if notice.urgency == Urgency.URGENT else ""
    thread = f" under {notice.thread_key}" if notice.thread_key else ""
    return f"{notice.kind} {notice.destination}{urgent}{thread}"


def test_every_rule_is_tried_here() -> None:
    """An event that gets rules gets a row in the table."""
    assert set(RULES) == {happened.action for happened, _, _ in TABLE.values() if happened.action in RULES}


def test_what_a_notice_carries() -> None:
    """Ids and what was said, never the text of a card; quiet hours hold what their listener hears."""
    held = {Listener.HOLDER: MONDAY}
    known = facts(threshold=threshold("half"), firing_id=8, listeners=(Listener.HOLDER,), held_until=held)
    (reminder,) = notices_of(event("threshold_crossed"), known)
    assert (reminder.request_id, reminder.step_id, reminder.not_before_at) == (1, 5, MONDAY)
    assert reminder.params == {"firing": 8, "audience": "holder", "level": "half"}
    notices = list(notices_of(event("step_handed_over", reason="off"), BASE))
    assert notices[-1].params == {"words": "off", "holder": "UHOLD", "by": "UACT"}
    assert {each.card_key for each in notices[:3]} == {
        "step:5:transport", "request:1:request_card", "request:1:hub_card"
    }  # fmt: skip
    (pause,) = notices_of(event("pause_expired", pause=4, reason="permit", paused_by="UPAU"), BASE)
    assert pause.params == {"pause": 4, "by": None, "words": "permit"}
    asked = list(notices_of(event("step_returned", asked_of="UREQ", exchange=2), BASE))[-1]
    assert asked.params == {"exchange": 2, "by": "UACT"}
    settled = list(notices_of(event("return_answered", asked_by="U", asked_of="UREQ", exchange=2), BASE))[-1]
    assert settled.params == {"exchange": 2, "by": "UACT"}
    chased = next(notices_of(event("step_chased"), BASE))
    assert chased.params == {"by": "UACT", "holder": "UHOLD"}
    stop = list(notices_of(event("request_cancelled", reason="no", teams=["data"]), facts(step=None)))[-1]
    assert stop.params == {"by": "UACT", "words": "no"}
    risk = next(notices_of(event("request_at_risk"), facts(listeners=(Listener.HOLDER,), held_until=held)))
    assert (risk.step_id, risk.not_before_at) == (5, MONDAY)
    (lag,) = notices_of(
        Event("heartbeat_lagging", data={"what": "clocks", "since_at": "t"}), Facts("support")
    )
    assert (lag.params, lag.card_key) == ({"words": "clocks", "at": "t"}, "heartbeat:clocks:t")


WITH_WORDS = [
    (event("step_voided", was_at_work=True, reason="not so"), BASE, "step_voided", "not so"),
    (event("step_voided", was_at_work=True), BASE, "step_voided", ""),
    (event("request_reopened", reason="not so"), facts(step=None), "request_reopened", "not so"),
    (event("request_reopened"), facts(step=None), "request_reopened", ""),
    (event("request_cancelled", teams=["data"]), facts(step=None), "request_cancelled", ""),
    (event("step_handed_over"), BASE, "step_handed_over", ""),
]


@pytest.mark.parametrize(("happened", "known", "kind", "words"), WITH_WORDS)
def test_a_notice_carries_the_reason_that_was_given(
    happened: Event, known: Facts, kind: str, words: str
) -> None:
    """The reason in its author's words, and no words where none was asked for."""
    (notice,) = [each for each in notices_of(happened, known) if each.kind == kind]
    assert notice.params["words"] == words


def test_a_steps_card_knows_whose_channel_it_stands_in() -> None:
    """So that the one in a channel that the step has left can say so."""
    cards = notices_of(event("step_handed_over", reason="off"), facts(former_teams=("data",)))
    found = {each.destination: each.params for each in cards if each.kind == "step_card"}
    assert found == {"team:transport": {"team": "transport"}, "team:data": {"team": "data"}}
