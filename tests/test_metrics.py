"""What Prometheus reads."""

from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from bot.delivery.dispatcher import DispatchResult
from bot.running.metrics import Metrics
from bot.storage.database import open_engine
from bot.storage.office import Office
from bot.timers.sweep import sweep
from tests.office import MONDAY, TestOffice, sample_policy


def test_the_figures_of_an_office_at_work(engine: Engine) -> None:
    """Ages, counts and forecasts are read from either database at the moment of asking."""
    office = TestOffice(engine)
    office.opens()
    sweep(office.office, office.now)
    metrics = Metrics(CollectorRegistry())
    metrics.watch(office.office, lambda: office.now)
    value = metrics.registry.get_sample_value
    assert value("xieban_requests_open", {"forecast": "in_time"}) == 1
    assert value("xieban_outbox_notices", {"state": "waiting"}) == len(office.notices())
    assert value("xieban_outbox_age_seconds") == 0
    assert value("xieban_due_unfired") == 0
    office.passes(days=30)
    assert value("xieban_outbox_age_seconds") == 30 * 86_400
    assert value("xieban_due_unfired") == 2
    assert value("xieban_requests_open", {"forecast": "overdue"}) == 1
    assert value("xieban_database_up") == 1


def test_what_a_process_does_is_counted() -> None:
    """Answers by kind with their time, people turned away, and what became of notices."""
    metrics = Metrics(CollectorRegistry())
    with metrics.answering("command"):
        metrics.turned_away()
    metrics.dispatched(DispatchResult(sent=3, failed=1))
    value = metrics.registry.get_sample_value
    assert value("xieban_answer_seconds_count", {"kind": "command"}) == 1
    assert value("xieban_told_to_wait_total") == 1
    assert value("xieban_notices_total", {"result": "sent"}) == 3
    assert value("xieban_notices_total", {"result": "failed"}) == 1
    assert b"xieban_answer_seconds_bucket" in metrics.text()


def test_a_database_that_is_away_is_a_figure_and_no_fault() -> None:
    """A scrape while the database is gone says just that."""
    away = Office(engine=open_engine("sqlite:////nowhere/at/all.db"), policy=sample_policy())
    metrics = Metrics(CollectorRegistry())
    metrics.watch(away, lambda: MONDAY)
    assert metrics.registry.get_sample_value("xieban_database_up") == 0
    assert metrics.registry.get_sample_value("xieban_due_unfired") is None
