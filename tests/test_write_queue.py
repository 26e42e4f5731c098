"""SQLite's writers take turns: each waits for the one before, and nobody for one who is gone."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from bot.people.directory import standing
from bot.storage.database import READ_ONLY, open_engine
from bot.storage.write_queue import FairLock, WriteQueue
from tests.office import TestOffice
from tests.stories.wire import until

ROOT = Path(__file__).resolve().parents[1]
HOLDS = """
import sys, time
from bot.storage.database import open_engine
with open_engine(sys.argv[1]).begin():
    print("at work", flush=True)
    time.sleep(600)
"""


def test_a_writer_waits_until_the_one_before_is_through(sqlite_engine: Engine) -> None:
    """The second writer's BEGIN comes after the first one's COMMIT, and it sees what that has written."""
    seen: list[int] = []

    def second() -> None:
        with sqlite_engine.begin() as connection:
            seen.append(connection.execute(text("SELECT count(*) FROM mark")).scalar_one())

    with sqlite_engine.begin() as connection:
        waiting = threading.Thread(target=second)
        waiting.start()
        at = "2026-11-23 02:00:00.000000"
        connection.execute(text("INSERT INTO mark VALUES ('first', :at)"), {"at": at})
        assert seen == []
    waiting.join(30)
    assert seen == [1]


def test_who_only_reads_waits_for_nobody(sqlite_engine: Engine) -> None:
    """A question is answered while a change is under way, from what was there before it."""
    reader = sqlite_engine.connect().execution_options(**READ_ONLY)
    with sqlite_engine.begin(), reader:
        assert reader.execute(text("SELECT count(*) FROM mark")).scalar_one() == 0


def test_a_killed_process_leaves_its_turn(sqlite_engine: Engine) -> None:
    """What was killed with -9 in the middle of a write keeps nobody out."""
    url = sqlite_engine.url.render_as_string()
    other = subprocess.Popen([sys.executable, "-c", HOLDS, url], cwd=ROOT, stdout=subprocess.PIPE)
    assert other.stdout is not None
    with other, other.stdout:
        assert other.stdout.readline() == b"at work\n"
        other.kill()
    with sqlite_engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM mark")).scalar_one() == 0


def test_a_write_inside_a_write_fails_and_does_not_hang(tmp_path: Path) -> None:
    """A second turn within one process's own is refused after a while; the first one's goes on."""
    queue, first, second = WriteQueue(str(tmp_path / "queue"), patience_s=0.01), {}, {}
    queue.join(first)
    queue.join(first)
    with pytest.raises(TimeoutError):
        queue.join(second)
    queue.leave(second)
    queue.leave(first)
    queue.join(second)
    queue.leave(second)


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    """Each thread hands on to the one that has waited longest; who gave up has no turn."""
    turns, order = FairLock(), list[int]()
    assert turns.take(0)
    assert not turns.take(0.01)

    def one(number: int) -> None:
        assert turns.take(30)
        order.append(number)
        turns.release()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for number, thread in enumerate(threads):
        thread.start()
        until(lambda: len(turns._waiting) == number + 1)  # noqa: B023
    turns.release()
    for thread in threads:
        thread.join(30)
    assert order == list(range(8))
    assert turns.take(0)


def test_people_at_work_at_once_do_not_wait_for_each_other_in_a_ring(office: TestOffice) -> None:
    """Whoever is writing learns who acts, while others wait for their turn to ask the same."""
    known, begins = list[object](), threading.Semaphore(0)

    def waits() -> None:
        with office.by("U0MINA") as uow:
            known.append(standing(uow))

    second = threading.Thread(target=waits, daemon=True)

    def writes() -> None:
        with office.by("U0LINQ") as uow:
            uow.session.execute(text("DELETE FROM mark"))
            second.start()
            assert begins.acquire(timeout=5)
            assert begins.acquire(timeout=5)
            known.append(standing(uow))

    event.listen(office.office.engine, "checkout", lambda *_: begins.release())
    first = threading.Thread(target=writes, daemon=True)
    first.start()
    first.join(5)
    second.join(5)
    assert len(known) == 2


def test_who_was_kept_out_has_left_nothing_behind(tmp_path: Path) -> None:
    """A connection whose BEGIN failed is back in the pool, and the next write has its turn."""
    engine = open_engine(f"sqlite:///{tmp_path / 'some.db'}")

    def refuse(*_: object) -> None:
        raise TimeoutError

    event.listen(engine, "begin", refuse)
    with pytest.raises(TimeoutError), engine.begin():
        raise AssertionError("it has begun")
    event.remove(engine, "begin", refuse)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()
