"""Benchmarks of this tree beside an older commit's, in turn, so that a busy machine slows both alike.

    .venv/bin/python tools/bench.py BASE [NAME …] [--rounds 3] [--at-most 1.10]

This tree's benchmark files run against both: against BASE's code in a worktree that is removed afterwards,
with the same .venv. The ratio says how many times the base's cost the head's is (of rates: the other way
round), as the median over rounds. Peers measure something that is not ours: they show how the machine
drifted, and what is worse by no more than that does not count. Ends with status 1 when something is worse.
"""

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SIZES: dict[str, tuple[str, ...]] = {
    "commands": ("5000",),
    "customers": (),
    "dispatcher": ("--seconds", "3", "--notices", "200"),
    "opening": ("--requests", "100"),
    "phrases": (),
    "statements": (),
    "sweep": ("--armed", "1000", "20000"),
    "worktime": (),
    "writers": ("--seconds", "2"),
}
"""Smaller than by themselves: two runs are compared, not ours with the peer. Others run as they are."""
ONCE = {"statements"}
"""Counts do not vary."""
TIME_OUT_S = 900


class Figure(NamedTuple):
    """One figure of one run."""

    name: str
    value: float
    unit: str
    more: bool
    peer: bool


class Compared(NamedTuple):
    """A figure of both sides over all rounds: medians, and how many times the cost is."""

    name: str
    unit: str
    base: float
    head: float
    ratio: float
    is_peer: bool

    def is_worse(self, at_most: float, drift: float = 1.0) -> bool:
        """Whether it is, by more than the machine's `drift` explains: the median of the peers."""
        return not self.is_peer and self.ratio > at_most * drift

    def line(self, at_most: float, drift: float = 1.0) -> str:
        """As printed; what is worse is marked, and what may be worse because the machine was slower."""
        mark = "  (peer)" if self.is_peer else "  worse, as are the peers" if self.ratio > at_most else ""
        mark = "  WORSE" if self.is_worse(at_most, drift) else mark
        figures = f"{self.base:>10,.2f} {self.head:>10,.2f} {self.unit:10} {self.ratio:>5.2f}×"
        return f"  {self.name:66} {figures}{mark}"


def cost(base: Figure, head: Figure) -> float:
    """How many times the base's cost the head's is; 1 where both are nothing."""
    less, more = (head.value, base.value) if base.more else (base.value, head.value)
    return more / less if less else 1.0 if not more else float("inf")


def compared(rounds: list[tuple[list[Figure], list[Figure]]]) -> list[Compared]:
    """The figures that both sides have in every round, in the order of the first."""
    pairs = [({f.name: f for f in base}, {f.name: f for f in head}) for base, head in rounds]
    found = []
    for figure in rounds[0][1]:
        if not all(figure.name in base and figure.name in head for base, head in pairs):
            continue
        sides = [(base[figure.name], head[figure.name]) for base, head in pairs]
        found.append(
            Compared(
                figure.name,
                figure.unit,
                statistics.median(base.value for base, _ in sides),
                statistics.median(head.value for _, head in sides),
                statistics.median(cost(base, head) for base, head in sides),
                figure.peer,
            )
        )
    return found


class Failed(Exception):
    """A benchmark did not run; the message is what it said last."""


def run(tree: Path, name: str, folder: str) -> list[Figure]:
    """The figures of one run of a tree's benchmark. Raises Failed."""
    file = Path(folder) / "figures"
    file.unlink(missing_ok=True)
    environment = os.environ | {"XIEBAN_FIGURES": str(file), "PYTHONPATH": str(tree)}
    command = [sys.executable, f"benchmarks/{name}.py", *SIZES.get(name, ())]
    try:
        ended = subprocess.run(
            command, cwd=tree, env=environment, timeout=TIME_OUT_S, capture_output=True, text=True
        )
    except subprocess.TimeoutExpired as late:
        raise Failed(f"took longer than {TIME_OUT_S} s") from late
    if ended.returncode and not file.exists():
        raise Failed((ended.stderr.strip() or ended.stdout.strip() or "no word").splitlines()[-1])
    if not file.exists():
        raise Failed("it notes no figures")
    return [Figure(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


@contextmanager
def worktree(commit: str) -> Iterator[Path]:
    """The commit's files in a temporary folder, with this tree's benchmarks."""
    with tempfile.TemporaryDirectory(prefix="xieban-bench-") as folder:
        tree = Path(folder) / "base"
        git("worktree", "add", "--quiet", "--detach", str(tree), commit)
        try:
            shutil.rmtree(tree / "benchmarks", ignore_errors=True)
            shutil.copytree(ROOT / "benchmarks", tree / "benchmarks")
            yield tree
        finally:
            git("worktree", "remove", "--force", str(tree))


def git(*words: str) -> str:
    """What git answers here."""
    return subprocess.run(
        ["git", *words], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def compare(base: Path, name: str, rounds: int, at_most: float) -> int:
    """Prints a benchmark's table, and answers how many figures are worse."""
    found: list[tuple[list[Figure], list[Figure]]] = []
    trees = [("base", base), ("head", ROOT)]
    for number in range(1 if name in ONCE else rounds):
        sides: dict[str, list[Figure]] = {}
        for side, tree in trees if number % 2 == 0 else reversed(trees):  # a drift favours neither
            with tempfile.TemporaryDirectory() as folder:
                try:
                    sides[side] = run(tree, name, folder)
                except Failed as failed:
                    print(f"{name}: not compared, {side} failed: {failed}", flush=True)
                    return 0
        found.append((sides["base"], sides["head"]))
    table = compared(found)
    print(f"{name} {' '.join(SIZES.get(name, ()))}  ({len(found)} rounds)", flush=True)
    peers = [each.ratio for each in table if each.is_peer]
    drift = max(1.0, statistics.median(peers or [1.0]))  # not the largest: one peer must not excuse all
    print(*(each.line(at_most, drift) for each in table), sep="\n", flush=True)
    if alone := {f.name for f in found[0][1]} ^ {f.name for f in found[0][0]}:
        print(f"  only on one side: {', '.join(sorted(alone))}")
    return sum(each.is_worse(at_most, drift) for each in table)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("base", help="the commit to compare with")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these benchmarks")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-most", type=float, default=1.10, metavar="RATIO")
    given = parser.parse_args()
    every = sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py"))
    if unknown := set(given.names) - set(every):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(every)}")
    head = git("describe", "--always", "--dirty")
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # what is begun is removed
    commit = git("rev-parse", "--short", given.base)
    with worktree(given.base) as base:
        print(f"base {commit}, head {head}; the ratio is the head's cost; base in {base}", flush=True)
        worse = [compare(base, name, given.rounds, given.at_most) for name in given.names or every]
    print(f"{sum(worse)} figures are worse than {given.at_most:g}×")
    return 1 if sum(worse) else 0


if __name__ == "__main__":
    raise SystemExit(main())
