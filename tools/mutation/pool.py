"""Children at work, each on one mutant, and which tests have proved good at killing."""

import multiprocessing
import os
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NamedTuple

from tools.mutation.child import Seconds, Verdict
from tools.mutation.operators import Mutant

FORK = multiprocessing.get_context("fork")
LEAST_SECONDS = 120.0
Judged = tuple[Mutant, Verdict]


class Work(NamedTuple):
    """A file's mutants and the tests that belong to it."""

    file: str
    mutants: Sequence[Mutant]
    tests: tuple[str, ...]

    @property
    def module(self) -> str:
        """The module's name."""
        return self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class Killers:
    """The order in which tests are tried on a mutant of a file."""

    def __init__(self, work: Work, took: Seconds, callers: dict[str, set[str]]) -> None:
        self._own = f"/test_{Path(work.file).stem}.py::"
        self._tests, self._took, self._callers = work.tests, took, callers
        self._kills: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def learn(self, judged: Judged) -> None:
        """Notes who killed it."""
        mutant, verdict = judged
        self._kills[mutant.function][verdict.killer] += 1
        self._kills[""][verdict.killer] += 1

    def order(self, function: str) -> list[str]:
        """Those that killed mutants of the same function or file; then the file's own tests by their name and
        folder; then the quick ones. Tests that do not call the function are left out.
        """

        def key(test: str) -> tuple[float, bool, int, float]:
            kills = 10 * self._kills[function][test] + self._kills[""][test]
            place = next((at for at, each in enumerate(self._tests) if test.startswith(each)), 99)
            return -kills / (0.05 + self._took[test]), self._own not in test, place, self._took[test]

        return sorted(self._callers.get(function, self._took), key=key)


class Pool:
    """So many children at once."""

    def __init__(self, jobs: int, usual_seconds: float) -> None:
        self._jobs, self._limit = jobs, LEAST_SECONDS + 5 * usual_seconds
        self._running: dict[Connection, tuple[Mutant, int, float]] = {}

    def fork(self, mutant: Mutant) -> Connection | None:
        """Makes a child for the mutant: there it answers where to send the verdict, here None."""
        mine, theirs = FORK.Pipe(duplex=False)
        child = os.fork()
        if child == 0:
            return theirs
        theirs.close()
        self._running[mine] = mutant, child, time.monotonic() + self._limit
        return None

    def ended(self, *, all_: bool = False) -> Iterator[Judged]:
        """Waits until there is room for one more, or until all have ended."""
        while len(self._running) >= (1 if all_ else self._jobs):
            soonest = min(until for _, _, until in self._running.values())
            ready = wait(list(self._running), timeout=max(0.0, soonest - time.monotonic()))
            now = time.monotonic()
            late = [each for each, (_, _, until) in self._running.items() if until <= now]
            for each in [mine for mine in self._running if mine in ready or mine in late]:
                mutant, child, _ = self._running.pop(each)
                yield mutant, _verdict(each, child)


def _verdict(answers: Connection, child: int) -> Verdict:
    """What the child says; one that says nothing has hung or crashed, which tests notice too."""
    verdict = Verdict(True, is_timed_out=True)
    try:
        if answers.poll():
            verdict = answers.recv()
        else:
            os.kill(child, signal.SIGKILL)
    except EOFError:
        verdict = Verdict(True)
    os.waitpid(child, 0)
    answers.close()
    return verdict
