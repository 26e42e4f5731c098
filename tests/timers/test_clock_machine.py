"""One clock on a real database, through anything that people and time can do to it, in any order."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine
from sqlmodel import select

from bot.course import step_target, target_of
from bot.storage.unit_of_work import UnitOfWork, unit_of_work
from bot.timers import clocks
from bot.timers.sweep import sweep
from models import Clock, Firing, Request, Step
from tests.databases import copied
from tests.timers.scene import Heard, at, open_office, open_step, policy

MINUTES = st.integers(1, 3 * 24 * 60)
GRADES = st.sampled_from(["key", "diamond", "gold", "silver", "bronze"])


class OneClock(RuleBasedStateMachine):
    """A step's clock; the machine's own knowledge is only what it has done and what was heard."""

    fresh: ClassVar[Callable[[], AbstractContextManager[Engine]]]
    """Each call is a database in which nothing has happened."""

    def __init__(self) -> None:
        super().__init__()
        self.life = ExitStack()
        self.office = open_office(self.life.enter_context(type(self).fresh()))
        self.now = at("2026-09-28 08:30")  # the week before National Day, with a make-up day ahead
        self.office.announce = self.heard = Heard()
        self.told: Counter[tuple[int, str]] = Counter()
        self.consumed = timedelta(0)
        self.is_paused = self.is_stopped = False

    @initialize(hours=st.sampled_from([0.5, 2.0, 7.0, 21.0]))
    def starts(self, hours: float) -> None:
        self.clock_id = open_step(self.office, self.now, hours=hours)

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(back=st.integers(0, 300))
    def sweeps(self, back: int) -> None:
        """Also by a wall clock that jumped back; what it leaves, the next true sweep finds."""
        self.sweep_at(self.now - timedelta(minutes=back))
        self.sweep_at(self.now)
        self.nothing_is_lost()

    def sweep_at(self, now: datetime) -> None:
        result = sweep(self.office, now)
        assert not result.failed
        words = [word for word in self.heard.taken() if " intake " in word and "back?" not in word]
        assert len(words) <= 1
        for word in words:
            with unit_of_work(self.office, now=now) as uow:
                epoch = self.clock(uow).epoch
            self.told[epoch, word] += 1

    @precondition(lambda self: not self.is_stopped)
    @rule(hours=st.none() | st.integers(1, 40))
    def pauses(self, hours: int | None) -> None:
        expected_at = self.now + timedelta(hours=hours) if hours else None
        with self.acting() as uow:
            clocks.pause_clock(uow, self.clock(uow), reason="permit", expected_at=expected_at)
        self.is_paused = True

    @precondition(lambda self: self.is_paused)
    @rule()
    def resumes(self) -> None:
        with self.acting() as uow:
            clocks.resume_clock(uow, self.clock(uow))
        self.is_paused = False

    @rule(holder=st.sampled_from(["U0LIWEI", "U0PETER"]))
    def is_handed_over(self, holder: str) -> None:
        with self.acting() as uow:
            step = uow.session.get_one(Step, self.clock(uow).step_id)
            step.holder_id = holder
            uow.session.add(step)

    @precondition(lambda self: not self.is_stopped)
    @rule(grade=GRADES)
    def is_regraded(self, grade: str) -> None:
        with self.acting() as uow:
            clock = self.clock(uow)
            request = uow.session.get_one(Request, clock.request_id)
            request.grade = grade
            target = step_target(policy(), target_of(policy(), request), request.kind, "intake")
            clocks.retarget_clock(uow, clock, target)

    @precondition(lambda self: not self.is_stopped)
    @rule(minutes=st.integers(-600, 6000))
    def is_moved(self, minutes: int) -> None:
        with self.acting() as uow:
            due_at = self.now + timedelta(minutes=minutes)
            clocks.move_deadline(uow, self.clock(uow), due_at, "the customer agreed")

    @precondition(lambda self: not self.is_stopped)
    @rule(minutes=st.none() | st.integers(10, 600))
    def is_acknowledged(self, minutes: int | None) -> None:
        with self.acting() as uow:
            expected_at = self.now + timedelta(minutes=minutes) if minutes else None
            clocks.acknowledge(uow, self.clock(uow), expected_at)

    @precondition(lambda self: not self.is_stopped)
    @rule(minutes=st.integers(10, 600))
    def is_snoozed(self, minutes: int) -> None:
        with self.acting() as uow:
            clocks.snooze(uow, self.clock(uow), self.now + timedelta(minutes=minutes))

    @precondition(lambda self: not self.is_stopped)
    @rule()
    def is_finished(self) -> None:
        with self.acting() as uow:
            clocks.stop_clock(uow, self.clock(uow))
        self.is_stopped, self.is_paused = True, False

    @precondition(lambda self: self.is_stopped)
    @rule()
    def is_reopened(self) -> None:
        with self.acting() as uow:
            clocks.restart_clock(uow, self.clock(uow))
        self.is_stopped = False

    @invariant()
    def consumed_never_shrinks(self) -> None:
        with unit_of_work(self.office, now=self.now) as uow:
            clock = uow.session.get(Clock, getattr(self, "clock_id", 0))
            if clock is None:
                return
            consumed = clocks.timeline_of_clock(uow, clock).consumed(clock.stopped_at or self.now)
        assert consumed >= self.consumed
        self.consumed = consumed

    @invariant()
    def each_threshold_is_told_once_an_epoch(self) -> None:
        assert all(times == 1 for times in self.told.values()), self.told

    def nothing_is_lost(self) -> None:
        """What the consumed time says is crossed has been fired in this epoch, and nothing else has."""
        with unit_of_work(self.office, now=self.now) as uow:
            clock = self.clock(uow)
            if clock.stopped_at is not None:
                return
            course = clocks.timeline_of_clock(uow, clock)
            query = select(Firing).where(Firing.clock_id == clock.id, Firing.epoch == clock.epoch)
            fired = {each.threshold for each in uow.session.exec(query).all()}
            crossed = set()
            for threshold in clocks.thresholds_of(uow, clock):
                wanted = threshold.crossed_after(course.whole)
                is_due = wanted <= course.consumed(self.now)
                if wanted == course.whole and course.fixed_due_at is not None:
                    is_due = course.fixed_due_at <= min(course.paused_at or self.now, self.now)
                if is_due:
                    crossed.add(threshold.key)
        assert fired == crossed

    def clock(self, uow: UnitOfWork) -> Clock:
        return uow.session.get_one(Clock, self.clock_id)

    def acting(self):
        return unit_of_work(self.office, now=self.now, actor_id="U0CHENLU")

    def teardown(self) -> None:
        self.life.close()


@pytest.fixture(autouse=True, scope="module")
def fresh_databases(migrated_sqlite_file: Path, one_sqlite_engine: Engine) -> None:
    """Hypothesis makes the machines, so they cannot ask for fixtures."""
    OneClock.fresh = staticmethod(lambda: copied(migrated_sqlite_file, one_sqlite_engine))


TestOneClock = OneClock.TestCase
TestOneClock.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a database takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
