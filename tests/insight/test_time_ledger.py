"""Where the time went: by the verbs, and as a property over any course."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coordination import clock_verbs as verbs
from bot.coordination.handover import hand_over_step
from bot.coordination.pauses import PauseWish
from bot.coordination.steps import accept_step
from bot.insight.time_ledger import Event, Held, Ledger, hands_of, ledger
from tests.office import TestOffice, sample_policy

HOUR = timedelta(hours=1)
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def of(office: TestOffice, xb: int) -> Ledger:
    with office.by(None) as uow:
        return hands_of(uow, office.request(xb))


def test_each_hour_is_in_one_pair_of_hands(office: TestOffice) -> None:
    """Unaccepted, in hand, handed over, paused: what the people did is what the ledger says."""
    office.now = START  # 9:00
    xb = office.opens()
    intake = office.step(xb, "intake").id or 0
    office.passes(hours=1)
    with office.by("U0CHENLU") as uow:
        accept_step(uow, intake)
    office.passes(minutes=30)
    with office.by("U0CHENLU") as uow:
        hand_over_step(uow, intake, reason="off to lunch", person_id="U0DAVID")
    office.passes(minutes=30)
    with office.by("U0DAVID") as uow:
        verbs.pause_step(uow, intake, PauseWish("customer_unreachable"))
    office.passes(hours=4)  # 11:00 to 15:00, of which two are worked
    with office.by("U0DAVID") as uow:
        verbs.resume_step(uow, intake)
    office.passes(hours=1)
    office.finishes(xb, "intake", "clear", by="U0DAVID")
    office.passes(hours=1)  # 17:00
    found = of(office, xb)
    assert found.whole == 7 * HOUR - HOUR
    assert found.by_person() == {"U0CHENLU": HOUR / 2, "U0DAVID": 1.5 * HOUR}
    assert found.by_pause() == {"customer_unreachable": 2 * HOUR}
    assert found.by_nobody() == {"support": HOUR, "transport": HOUR}
    assert found.by_team() == {"support": 2 * HOUR}


def test_of_steps_side_by_side_the_last_one_held_the_time(office: TestOffice) -> None:
    """Data answers after an hour and transport after three: the three hours were transport's."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by="U0CHENLU")
    office.passes(hours=1)
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    office.passes(hours=5)
    office.finishes(xb, "transport", "available", by="U0LIWEI")
    office.finishes(xb, "answer", "answered", by="U0CHENLU")
    found = of(office, xb)
    assert found.whole == 4 * HOUR
    assert found.by_nobody() == {"transport": 4 * HOUR}
    assert {entry.hold.step for entry in found.entries} == {"transport"}


def test_between_an_end_and_a_reopening_nobody_held_it(office: TestOffice) -> None:
    """A request that had ended lies in no hands until somebody opens it again."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by="U0CHENLU")
    office.finishes(xb, "transport", "available", by="U0LIWEI")
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    office.finishes(xb, "answer", "answered", by="U0CHENLU")
    office.passes(hours=1)
    with office.by("U0CHENLU") as uow:
        verbs.reopen_step(uow, office.step(xb, "answer").id or 0, "one line more")
    office.passes(hours=1)
    found = of(office, xb)
    assert found.between() == HOUR
    assert found.by_person() == {"U0CHENLU": HOUR}


ACTIONS = st.sampled_from(
    ["step_ready", "step_accepted", "step_handed_over", "step_returned", "return_answered", "clock_paused",
     "clock_resumed", "step_finished", "step_reopened", "step_skipped", "step_voided", "request_done"]
)  # fmt: skip
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 3000), ACTIONS, st.sampled_from(["a", "b", "c", None]), st.sampled_from(["U1", "U2"])
    ),
    max_size=25,
)


@settings(max_examples=200, deadline=None)
@given(EVENTS, st.integers(1, 10_000))
def test_the_parts_are_the_whole(rows: list[tuple[int, str, str | None, str]], length: int) -> None:
    """Whatever happened in whatever order, the stretches follow one another and are the whole exactly."""
    at, events = START, []
    for gap, action, step, person in rows:
        at += timedelta(seconds=gap)
        data = {"team": "t", "person": person, "holder": person, "reason": "r"}
        events.append(Event(at, action, step, person, data))
    end_at = START + timedelta(seconds=length * 10)
    found = ledger(events, START, end_at, sample_policy().calendars["office"])
    assert sum((entry.working for entry in found.entries), timedelta(0)) == found.whole
    parts = [
        *found.by_team().values(),
        *found.by_pause().values(),
        *found.by_nobody().values(),
        found.between(),
    ]
    assert sum(parts, timedelta(0)) == found.whole
    edges = [START, *(entry.to_at for entry in found.entries)]
    assert edges[1:] == [*(entry.from_at for entry in found.entries[1:]), end_at][: len(edges) - 1]
    assert all(entry.hold.person for entry in found.entries if entry.hold.held is Held.WORKED)
