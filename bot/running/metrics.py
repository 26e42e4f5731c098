"""Metrics for Prometheus: counted as things happen, or read from the database at each scrape."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from sqlalchemy import func, select
from sqlmodel import col

from bot.delivery.dispatcher import DispatchResult
from bot.running.heartbeat import Standing, standing
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, reading
from models import Clock, Outbox, OutboxState, Request
from models.enums import RequestState

ANSWER_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0)
KEPT = (OutboxState.WAITING, OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.FAILED)


class Metrics:
    """One process's figures, in a registry of their own."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self._answers = Histogram(
            "xieban_answer_seconds",
            "How long Slack waited for an answer, by what it had sent",
            ["kind"],
            buckets=ANSWER_BUCKETS,
            registry=registry,
        )
        self._turned_away = Counter(
            "xieban_told_to_wait", "Acts that were answered with: busy, try again", registry=registry
        )
        self._notices = Counter(
            "xieban_notices", "What became of notices that were claimed", ["result"], registry=registry
        )

    def answering(self, kind: str) -> AbstractContextManager[object]:
        """Measures an answer to Slack (`command`, `view_submission`, `block_actions`, …)."""
        return self._answers.labels(kind).time()

    def turned_away(self) -> None:
        """Counts somebody who was asked to try again."""
        self._turned_away.inc()

    def dispatched(self, done: DispatchResult) -> None:
        """Counts what a dispatching turn did."""
        for result in ("sent", "dropped", "failed", "delayed"):
            self._notices.labels(result).inc(getattr(done, result))

    def watch(self, office: Office, now: Callable[[], datetime]) -> None:
        """Adds what the database knows, and the process's own memory and processor time."""
        self.registry.register(OfficeFigures(office, now))
        ProcessCollector(registry=self.registry)

    def text(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self.registry)


class OfficeFigures:
    """Read anew at every scrape; the same on every replica, so alerts take the maximum."""

    def __init__(self, office: Office, now: Callable[[], datetime]) -> None:
        self._office, self._now = office, now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges; where the database is away, only that it is."""
        now = self._now()
        try:
            with reading(self._office, now=now) as uow:
                gauges = [*_of_standing(standing(uow), now), _outbox(uow), _requests(uow)]
        except Exception:
            yield GaugeMetricFamily("xieban_database_up", "Whether the database answers", 0)
            return
        yield GaugeMetricFamily("xieban_database_up", "Whether the database answers", 1)
        yield from gauges


def _of_standing(found: Standing, now: datetime) -> Iterator[GaugeMetricFamily]:
    ages = (
        ("xieban_sweep_age_seconds", "Since the last finished sweep of any replica", found.swept_at),
        ("xieban_due_age_seconds", "By how much the latest unfired threshold is late", found.due_since_at),
        ("xieban_outbox_age_seconds", "How long the oldest due notice has waited", found.waiting_since_at),
    )
    for name, meaning, since_at in ages:
        age = max((now - since_at).total_seconds(), 0.0) if since_at else 0.0
        yield GaugeMetricFamily(name, meaning, age)
    yield GaugeMetricFamily("xieban_due_unfired", "Clocks on which something is due", found.due)


def _outbox(uow: UnitOfWork) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily("xieban_outbox_notices", "Notices in the outbox, by state", labels=["state"])
    state = col(Outbox.state)
    rows = uow.session.execute(select(state, func.count()).where(state.in_(KEPT)).group_by(state)).all()
    counts = {row[0]: row[1] for row in rows}
    for each in KEPT:
        gauge.add_metric([each.value], counts.get(each, 0))
    return gauge


def _requests(uow: UnitOfWork) -> GaugeMetricFamily:
    """Open requests: all, those that the forecast sees late, and those that are late."""
    gauge = GaugeMetricFamily("xieban_requests_open", "Open requests, by forecast", labels=["forecast"])
    clock, request = Clock.__table__, Request.__table__  # type: ignore[attr-defined]
    is_late = clock.c.due_at <= uow.now
    rows = (
        select(is_late, clock.c.is_at_risk, func.count())
        .join(request, request.c.id == clock.c.request_id)
        .where(request.c.state == RequestState.OPEN, clock.c.step_id.is_(None))
        .group_by(is_late, clock.c.is_at_risk)
    )
    counts = {"in_time": 0, "at_risk": 0, "overdue": 0}
    for late, at_risk, count in uow.session.execute(rows):
        counts["overdue" if late else "at_risk" if at_risk else "in_time"] += count
    for forecast, count in counts.items():
        gauge.add_metric([forecast], count)
    return gauge
