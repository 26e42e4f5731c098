"""The office notices when it does not keep up, and says so once, however many replicas look."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from bot.delivery.loading import load
from bot.delivery.outbox import put
from bot.running.heartbeat import beat, standing
from bot.timers.leader import run_if_due
from messages import render
from models import AuditEvent, Outbox
from tests.office import TestOffice


@pytest.fixture
def idle(engine: Engine) -> TestOffice:
    """An office on either database with one notice that went out, so nothing waits."""
    return TestOffice(engine)


def told(office: TestOffice) -> list[Outbox]:
    """What the managers were told of the office itself."""
    return [row for row in office.notices() if row.kind.startswith("heartbeat")]


def beats(office: TestOffice, minutes: int = 0) -> None:
    """A minute comes round."""
    office.passes(minutes=minutes)
    beat(office.office, office.now)


def leaves_a_notice(office: TestOffice, hours_held: int = 0) -> None:
    """Something for the support office; quiet hours may hold it."""
    held = office.now + timedelta(hours=hours_held)
    with office.by(None) as uow:
        put(uow, "delivery_failed", "team:support", params={"words": "x"}, not_before_at=held)


def test_a_lag_is_told_once_and_its_end_noted_in_the_same_message(idle: TestOffice) -> None:
    """Eleven minutes of waiting are told to the managers; half an hour later it is the same message still."""
    leaves_a_notice(idle)
    beats(idle, minutes=10)
    assert told(idle) == []
    beats(idle, minutes=1)
    (lagging,) = told(idle)
    assert (lagging.kind, lagging.destination, lagging.urgency) == ("heartbeat_lagging", "team:managers", 0)
    beats(idle, minutes=30)
    assert len(told(idle)) == 1
    with idle.by(None) as uow:
        for row in uow.session.exec(select(Outbox)).all():
            row.state = "sent"
    beats(idle, minutes=1)
    lagging, recovered = told(idle)
    assert recovered.kind == "heartbeat_recovered"
    assert recovered.card_key == lagging.card_key
    beats(idle, minutes=1)
    assert len(told(idle)) == 2


def test_what_quiet_hours_hold_does_not_lag(idle: TestOffice) -> None:
    """A digest that waits for the morning is not late at night."""
    leaves_a_notice(idle, hours_held=12)
    beats(idle, minutes=60)
    assert told(idle) == []
    beats(idle, minutes=12 * 60)
    assert len(told(idle)) == 1


def test_clocks_that_nobody_sweeps_lag_too(idle: TestOffice) -> None:
    """A threshold that is due and unfired for more than ten minutes is told, and read in both languages."""
    idle.opens()
    with idle.by(None) as uow:
        for row in uow.session.exec(select(Outbox)).all():
            row.state = "sent"
    idle.passes(days=3)
    beats(idle)
    (lagging,) = told(idle)
    assert lagging.params["words"] == "clocks"
    with idle.by(None) as uow:
        view = load(uow, lagging)
        assert "系统未检查提醒与升级" in render(lagging.kind, view, "zh", idle.now).text
        assert "have not been checked since" in render(lagging.kind, view, "en", idle.now).text
        assert standing(uow).due > 0
        recorded = select(AuditEvent.action).where(col(AuditEvent.action).startswith("heartbeat"))
        assert uow.session.exec(recorded).all() == ["heartbeat_lagging"]


def test_the_duty_is_one_replicas_a_minute(idle: TestOffice) -> None:
    """Of two that ask within the minute the second is told no; a minute later it may be either."""
    answers = []
    for seconds in (0, 10, 49, 2):
        idle.passes(seconds=seconds)
        with idle.by(None) as uow:
            answers.append(run_if_due(uow, "some duty", timedelta(minutes=1)))
    assert answers == [True, False, False, True]


def test_a_mark_ahead_of_the_clock_keeps_nobody_from_working(idle: TestOffice) -> None:
    """A database whose clock had been moved on by days is worked on again at the real time."""
    with idle.by(None) as uow:
        assert run_if_due(uow, "some duty", timedelta(minutes=1))
    idle.passes(days=-3)
    with idle.by(None) as uow:
        assert run_if_due(uow, "some duty", timedelta(minutes=1))
