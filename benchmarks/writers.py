"""How long a writer waits for its turn on SQLite: our queue against SQLite's own sleep-and-look-again.

    python benchmarks/writers.py [--seconds 10] [--threads 12]

Processes of so many threads write without a rest, each transaction about 4 ms long; the peer is the same
connection without the queue. Printed: how many were written, how long the wait for BEGIN was, and the ratio
of the longest waits.
"""

import argparse
import multiprocessing
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks._figures import figure
from bot.storage.database import BUSY_TIMEOUT_MS
from bot.storage.write_queue import WriteQueue

ROWS, WORK_S, REST_S = 20, 0.003, 0.002
Waits = list[float]


def connect(file: str) -> sqlite3.Connection:
    """As the bot does."""
    connection = sqlite3.connect(
        file, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection


def write(file: str, queue: WriteQueue | None, until: float, waits: Waits) -> None:
    """One thread."""
    connection, info = connect(file), dict[object, object]()
    while time.monotonic() < until:
        began = time.monotonic()
        if queue:
            queue.join(info)
        try:
            connection.execute("BEGIN IMMEDIATE")
            waits.append(time.monotonic() - began)
            connection.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(ROWS)])
            time.sleep(WORK_S)
            connection.execute("COMMIT")
        finally:
            if queue:
                queue.leave(info)
        time.sleep(REST_S)


def process(file: str, is_ours: bool, threads: int, seconds: float) -> Waits:
    """One process; all of its threads' waits."""
    queue = WriteQueue(f"{file}-queue", BUSY_TIMEOUT_MS / 1000) if is_ours else None
    until, waits = time.monotonic() + seconds, list[float]()
    hands = [threading.Thread(target=write, args=(file, queue, until, waits)) for _ in range(threads)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return waits


def measure(is_ours: bool, processes: int, threads: int, seconds: float) -> Waits:
    """All waits, sorted."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, context.Pool(processes) as pool:
        file = f"{folder}/writers.db"
        with connect(file) as connection:
            connection.execute("CREATE TABLE t (n)")
        connection.close()
        work = [(file, is_ours, threads, seconds)] * processes
        return sorted(wait for waits in pool.starmap(process, work) for wait in waits)


def main() -> None:
    """One, two and four processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--threads", type=int, default=12)
    given = parser.parse_args()
    print("processes          written  median, ms     99 %      longest")
    for processes in (1, 2, 4):
        longest = []
        for is_ours in (False, True):
            waits = measure(is_ours, processes, given.threads, given.seconds)
            median, high = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
            longest.append(waits[-1])
            name = "ours" if is_ours else "SQLite's"
            is_peer = not is_ours
            figure(f"{processes} processes, {name}: median wait", median * 1e3, "ms", is_peer=is_peer)
            figure(f"{processes} processes, {name}: longest wait", waits[-1] * 1e3, "ms", is_peer=is_peer)
            figures = f"{median * 1e3:>9.1f} {high * 1e3:>10.1f} {waits[-1] * 1e3:>12.1f}"
            print(f"{processes:>9} {name:>9} {len(waits):>7} {figures}", flush=True)
        print(f"{'':>9} the longest wait, ours / SQLite's: {longest[1] / longest[0]:.3f}")


if __name__ == "__main__":
    main()
