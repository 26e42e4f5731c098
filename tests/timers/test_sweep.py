"""The sweep: late, interrupted, doubled, crowded, and over a clock that jumps."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from bot.storage.events import Crossed
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, unit_of_work
from bot.timers import clocks
from bot.timers.sweep import sweep
from models import AuditEvent, Clock, Firing, Mark, Pause, Request
from tests.timers.scene import Heard, at, begin_step, first_step, open_office, open_step
from tests.timers.scene import add_request as add

MONDAY = at("2026-11-23 10:00")


class Keeps:
    """Keeps what fired as it comes, in place of the outbox."""

    def __init__(self) -> None:
        self.told: list[Crossed] = []

    def __call__(self, uow: UnitOfWork) -> None:
        self.told.extend(uow.crossed)


def hear(office: Office, now: datetime) -> list[str]:
    """One sweep, and what was said in it about steps."""
    office.announce = heard = Heard()
    result = sweep(office, now)
    assert not result.failed
    return [word.partition(" ")[2] for word in heard.taken()]


def test_each_level_is_told_at_its_working_time(sqlite_engine: Engine) -> None:
    """A step with 4 working hours from 10:00 is told at 50 % (12:00), 80 % (15:12) and 100 % (16:00)."""
    office = open_office(sqlite_engine)
    open_step(office, MONDAY, hours=4)
    said = {}
    for minute in range(0, 484, 4):
        now = MONDAY + timedelta(minutes=minute)
        for words in hear(office, now):
            said[words] = f"{now:%H:%M}"
    assert said == {
        "intake half 0": "12:00",
        "intake most 0": "15:12",
        "intake due 0": "16:00",
        "intake due 1": "18:00",
    }


def test_after_an_outage_only_the_highest_level_is_told(engine: Engine) -> None:
    """An outage of three hours over two thresholds tells the higher one; the lower one is on record."""
    office = open_office(engine)
    clock_id = open_step(office, MONDAY, hours=2)
    assert hear(office, MONDAY + timedelta(minutes=30)) == []
    assert hear(office, at("2026-11-23 14:30")) == ["intake due 0"]
    with unit_of_work(office, now=MONDAY) as uow:
        rows = uow.session.exec(select(Firing).where(Firing.clock_id == clock_id)).all()
        assert {row.threshold: row.told for row in rows} == {"half": False, "most": False, "due": True}
        crossed = uow.session.exec(select(AuditEvent).where(AuditEvent.action == "threshold_crossed")).all()
        assert [event.data["told"] for event in crossed] == [False, False, True]


def test_a_late_second_sweep_says_nothing_twice(engine: Engine) -> None:
    """Sweeping the same instant again, or an earlier one, tells nothing; the mark says how far it came."""
    office = open_office(engine)
    open_step(office, MONDAY, hours=2)
    noon = at("2026-11-23 12:00")
    assert hear(office, noon) == ["intake due 0"]
    assert hear(office, noon) == []
    assert hear(office, MONDAY) == []
    assert hear(office, noon) == []
    with unit_of_work(office, now=noon) as uow:
        assert uow.session.get_one(Mark, "sweep").at == noon


def test_a_sweep_that_dies_while_telling_leaves_nothing_behind(sqlite_engine: Engine) -> None:
    """Firing and telling are one transaction: killed in between, the next process does both."""

    def dies(uow: UnitOfWork) -> None:
        raise SystemExit

    office = open_office(sqlite_engine)
    open_step(office, MONDAY, hours=2)
    office.announce = dies
    with pytest.raises(SystemExit):
        sweep(office, at("2026-11-23 12:00"))
    assert hear(office, at("2026-11-23 12:00")) == ["intake due 0"]


def test_repeats_end_with_their_cap(sqlite_engine: Engine) -> None:
    """Levels repeat as often as the policy allows, with the next level in between, and then it is quiet."""
    office = open_office(sqlite_engine)
    open_step(office, MONDAY, hours=2)
    said = []
    for hour in range(24 * 14):
        said += hear(office, MONDAY + timedelta(hours=hour, minutes=5))
    turns = [words.removeprefix("intake ") for words in said if words.startswith("intake ")]
    assert turns == [
        *("half 0", "due 0", "due 1", "due 2", "due 3"),
        *("day_late 0", "two_days_late 0", "two_days_late 1", "two_days_late 2", "two_days_late 3"),
    ]


def test_seen_stops_repeats_until_the_next_level(sqlite_engine: Engine) -> None:
    """Who says "seen, I am on it" hears nothing until the next level, a working day late."""
    office = open_office(sqlite_engine)
    clock_id = open_step(office, MONDAY, hours=2)
    noon = at("2026-11-23 12:00")
    assert hear(office, noon) == ["intake due 0"]
    with unit_of_work(office, now=noon, actor_id="U0CHENLU") as uow:
        clocks.acknowledge(uow, uow.session.get_one(Clock, clock_id), None)
    assert hear(office, at("2026-11-24 11:59")) == []
    assert hear(office, at("2026-11-24 12:00")) == ["intake day_late 0"]


def test_what_was_expected_and_did_not_come_is_told_again(sqlite_engine: Engine) -> None:
    """An acknowledgment holds until its expected time; then the level is told once more and repeats go on."""
    office = open_office(sqlite_engine)
    clock_id = open_step(office, MONDAY, hours=2)
    noon = at("2026-11-23 12:00")
    hear(office, noon)
    with unit_of_work(office, now=noon, actor_id="U0CHENLU") as uow:
        clocks.acknowledge(uow, uow.session.get_one(Clock, clock_id), at("2026-11-23 17:00"))
    assert hear(office, at("2026-11-23 16:59")) == []
    assert hear(office, at("2026-11-23 17:00")) == ["intake due 1"]
    assert hear(office, at("2026-11-24 09:59")) == []
    assert hear(office, at("2026-11-24 10:00")) == ["intake due 2"]


def test_the_expected_return_of_a_pause_is_asked_about_once(engine: Engine) -> None:
    """When the expected return passes the bot asks, once; a paused clock crosses nothing meanwhile."""
    office = open_office(engine)
    clock_id = open_step(office, MONDAY, hours=2)
    with unit_of_work(office, now=MONDAY, actor_id="U0CHENLU") as uow:
        clock = uow.session.get_one(Clock, clock_id)
        clocks.pause_clock(uow, clock, reason="permit", expected_at=at("2026-11-24 09:00"))
    assert hear(office, at("2026-11-23 18:00")) == []
    assert hear(office, at("2026-11-24 09:00")) == ["intake back? permit"]
    assert hear(office, at("2026-11-25 09:00")) == []
    with unit_of_work(office, now=MONDAY) as uow:
        pause = uow.session.exec(select(Pause)).one()
        assert pause.asked_at == at("2026-11-24 09:00")


def test_a_request_turns_at_risk_once_and_recovers_once(engine: Engine) -> None:
    """The forecast is looked at when it can change, and each turn is told once."""
    office = open_office(engine)
    clock_id = open_step(office, MONDAY)
    said = []
    for hour in range(96):
        said += [w for w in hear(office, MONDAY + timedelta(hours=hour, minutes=1)) if "risk" in w]
    assert said == ["at risk by intake"]
    later = MONDAY + timedelta(hours=96)
    with unit_of_work(office, now=later, actor_id="U0CHENLU") as uow:
        clock = uow.session.get_one(Clock, clock_id)
        request = uow.session.get_one(Request, clock.request_id)
        own = clocks.clock_of(uow, request, None)
        assert own is not None
        assert own.is_at_risk
        clocks.move_deadline(uow, own, at("2026-12-11 18:00"), "the customer agreed")
    assert [w for w in hear(office, later) if "recovered" in w] == ["recovered"]
    assert [w for w in hear(office, later + timedelta(minutes=1)) if "recovered" in w] == []


def test_a_thousand_due_are_fired_in_batches(engine: Engine) -> None:
    """1,000 clocks due at one instant are told exactly once each, whatever the size of the batches."""
    office = open_office(engine)
    open_many(office, 1_000)
    office.announce = keeps = Keeps()
    result = sweep(office, at("2026-11-23 12:00"), batch=300)
    assert (result.fired, result.told, len(keeps.told)) == (3_000, 1_000, 1_000)
    assert len({each.clock_id for each in keeps.told}) == 1_000
    assert result.next_at is not None
    assert result.next_at > at("2026-11-23 12:00")


def test_one_broken_clock_holds_nobody_else_up(sqlite_engine: Engine) -> None:
    """A clock that cannot be evaluated is reported and put off; the others are told."""
    office = open_office(sqlite_engine)
    broken = open_step(office, MONDAY, hours=2)
    open_step(office, MONDAY, hours=2)
    with unit_of_work(office, now=MONDAY) as uow:
        uow.session.get_one(Clock, broken).calendar = "nobody_knows"
    office.announce = heard = Heard()
    result = sweep(office, at("2026-11-23 12:00"))
    assert result.failed == [broken]
    assert heard.words == ["XB-2 intake due 0"]


def test_two_sweepers_divide_the_work(postgres_engine: Engine) -> None:
    """Two replicas that sweep at once on PostgreSQL fire everything, and nothing twice."""
    office = open_office(postgres_engine)
    open_many(office, 400)
    office.announce = keeps = Keeps()
    together = threading.Barrier(2)

    def replica() -> None:
        together.wait()
        sweep(office, at("2026-11-23 12:00"), batch=20)

    replicas = [threading.Thread(target=replica) for _ in range(2)]
    for each in replicas:
        each.start()
    for each in replicas:
        each.join()
    sweep(office, at("2026-11-23 12:00"))  # what one had in hand when the other looked
    assert len(keeps.told) == len({each.clock_id for each in keeps.told}) == 400
    with unit_of_work(office, now=MONDAY) as uow:
        assert uow.session.exec(select(func.count()).select_from(Firing)).one() == 1_200


def open_many(office: Office, many: int) -> None:
    """So many steps of one request's kind, each with 2 working hours from Monday, 10:00."""
    with unit_of_work(office, now=MONDAY, actor_id="U0MINA") as uow:
        request = add(uow)
        own = clocks.clock_of(uow, request, None)
        assert own is not None
        clocks.stop_clock(uow, own)
        clock = begin_step(uow, request, first_step(uow, request))
        clock.target_seconds = 7_200
        clocks.rearm(uow, clock)
        like = clock.model_dump(exclude={"id", "step_id", "request_id", "next_fire_at"})
        steps = []
        step = first_step(uow, request)
        for number in range(many - 1):
            steps.append(type(step)(**step.model_dump(exclude={"id", "item"}), item=str(number)))
        uow.session.add_all(steps)
        uow.session.flush()
        next_at = clock.next_fire_at
        more = [Clock(**like, request_id=request.id, step_id=s.id, next_fire_at=next_at) for s in steps]
        uow.session.add_all(more)
