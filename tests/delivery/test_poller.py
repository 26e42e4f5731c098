"""Of a process's threads one watches; nobody sleeps through what is due, and all go when it closes."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.delivery.claims import Claim
from bot.delivery.poller import LOOK_AGAIN, Bell, Poller, Take
from bot.delivery.queue import Action
from tests.office import MONDAY

SECOND = timedelta(seconds=1)


def test_a_bell_that_nobody_heard_is_heard_by_the_next() -> None:
    """Whoever comes after it rang does not wait; rung twice before anybody came, it is one call."""
    bell, heard = Bell(), list[int]()
    bell.ring()
    bell.ring()
    bell.wait(60)

    def waits() -> None:
        bell.wait(60)
        heard.append(1)

    waiting = threading.Thread(target=waits)
    waiting.start()
    assert heard == []
    bell.ring()
    waiting.join(30)
    assert heard == [1]


def test_each_ring_wakes_one() -> None:
    """Of several who wait one comes, and the others when it rings again."""
    bell, heard = Bell(), threading.Semaphore(0)

    def waits() -> None:
        bell.wait(60)
        heard.release()

    threads = [threading.Thread(target=waits) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in threads:
        bell.ring()
        assert heard.acquire(timeout=30)
    assert not heard.acquire(blocking=False)
    for thread in threads:
        thread.join(30)


class Waits(Bell):
    """A bell that nobody waits for: it notes for how long they would have."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def wait(self, seconds: float) -> None:
        self.seconds.append(seconds)


HELD = Claim("hand", Action.POST, "team:data", (), None, None, None, ())  # type: ignore[arg-type]


def answering(*answers: tuple[Claim | None, datetime | None]) -> Take:
    """Takes these one after another."""
    left = iter(answers)
    return lambda now: next(left)


@pytest.mark.parametrize(
    ("answers", "waits"),
    [
        ([(HELD, MONDAY), (None, None)], []),
        ([(HELD, MONDAY + SECOND), (None, None)], [1.0]),
        ([(None, MONDAY + SECOND), (HELD, None)], [1.0]),
        ([(None, None), (None, None)], [2.0]),
        ([(None, MONDAY + 60 * SECOND), (None, None)], [2.0]),
    ],
)
def test_the_next_look_is_when_something_comes_due(
    answers: Sequence[tuple[Claim | None, datetime | None]], waits: list[float]
) -> None:
    """At once where there is more, and after two seconds at the latest: other replicas cannot ring."""
    bell = Waits()
    watch, take = Poller(lambda: MONDAY, bell), answering(*answers)
    assert [watch.next_claim(take) for _ in answers] == [held for held, _ in answers]
    assert bell.seconds == waits


def test_after_a_failure_there_is_a_pause() -> None:
    """A database that is away is not asked again and again; the thread hears of the failure."""

    def fails(now: datetime) -> tuple[Claim | None, datetime | None]:
        raise OSError("away")

    bell = Waits()
    watch = Poller(lambda: MONDAY, bell)
    for _ in range(2):
        with pytest.raises(OSError, match="away"):
            watch.next_claim(fails)
    assert bell.seconds == [LOOK_AGAIN.total_seconds()]


def test_one_looks_while_others_send() -> None:
    """The watch is free for the next thread as soon as one has taken something; two never look at once."""
    looking, most = 0, 0
    count = threading.Lock()

    def take(now: datetime) -> tuple[Claim | None, datetime | None]:
        nonlocal looking, most
        with count:
            looking += 1
            most = max(most, looking)
        with count:
            looking -= 1
        return HELD, now

    watch, all_send = Poller(lambda: MONDAY), threading.Barrier(4)

    def works() -> None:
        for _ in range(50):
            assert watch.next_claim(take) is HELD
            all_send.wait(30)

    threads = [threading.Thread(target=works) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert most == 1


def test_all_go_when_it_closes() -> None:
    """The one who watches and those who wait for the watch."""
    asked = threading.Event()

    def take(now: datetime) -> tuple[Claim | None, datetime | None]:
        asked.set()
        return None, None

    watch = Poller(lambda: MONDAY)

    def works() -> None:
        while not watch.is_closed:
            watch.next_claim(take)

    threads = [threading.Thread(target=works) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert asked.wait(30)
    watch.close()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
