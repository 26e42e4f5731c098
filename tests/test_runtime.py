"""What an office does by itself, in its threads."""

import threading

from bot.runtime import Bell


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
