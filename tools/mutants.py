"""Mutation check: would the tests notice a small mistake in the files that must not have one?

    .venv/bin/python tools/mutants.py [--only FILE] [--sample N --seed S] [--list] [--at-least 95]

Of the project in the working directory. `[tool.mutants]` in its pyproject.toml says which tests belong to
which files; tools/mutants_accepted.txt, which mutants may survive and why. A mutant is tried on the tests
that call its function; one that stands outside functions, on all of them. Nothing is written into the tree.
Ends with status 1 when fewer than the wanted share are killed, with 2 when tests fail without any mutant.
"""

import argparse
import os
import random
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.mutation import accepted
from tools.mutation.host import ROOT, Usual, apart, judge_file, usual, warm
from tools.mutation.operators import mutants
from tools.mutation.pool import Work

ACCEPTED = ROOT / "tools" / "mutants_accepted.txt"


def configured() -> dict[str, tuple[str, ...]]:
    """By file the tests that belong to it; an entry for one file outranks an entry for many."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutants"]
    found: dict[str, tuple[str, ...]] = {}
    for pattern, tests in sorted(table.items(), key=lambda entry: "*" not in entry[0]):
        files = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern))
        if not files:
            print(f"{pattern}: not there yet, skipped")
        found |= dict.fromkeys(files, tuple(tests))
    return found


def chosen(given: argparse.Namespace) -> list[Work]:
    """The mutants that are asked for, by file."""
    by_file = configured()
    if wrong := [file for file in given.only if file not in by_file]:
        sys.exit(f"no tests are named for {', '.join(wrong)}: see [tool.mutants] in pyproject.toml")
    files = given.only or list(by_file)
    found = [each for file in files for each in mutants(file, (ROOT / file).read_text(encoding="utf-8"))]
    if given.sample is not None and given.sample < len(found):
        picked = set(random.Random(given.seed).sample(range(len(found)), given.sample))
        found = [each for at, each in enumerate(found) if at in picked]
    works = [Work(file, [each for each in found if each.file == file], by_file[file]) for file in files]
    return [work for work in works if work.mutants]


class Report:
    """What came of the mutants, over all files."""

    def __init__(self) -> None:
        self.total: Counter[str] = Counter()
        self.accepted = accepted.read(ACCEPTED)

    def file(self, work: Work, known: Usual, folder: str, jobs: int) -> None:
        """Judges a file's mutants in a process of its own, and prints what came of them."""
        is_accepted = [accepted.of(each) in self.accepted for each in work.mutants]
        open_ = [each for each, known_ in zip(work.mutants, is_accepted, strict=True) if not known_]
        began, counts = time.monotonic(), Counter(accepted=sum(is_accepted))
        heard = apart(judge_file, work._replace(mutants=open_), known, folder, jobs)
        survivors = []
        for _ in open_:
            mutant, verdict = heard.recv()
            state = "timed out" if verdict.is_timed_out else "killed" if verdict.is_killed else "survived"
            counts[state] += 1
            survivors += [mutant] if state == "survived" else []
        self.total += counts
        print(f"{work.file}: {line(counts)}  ({time.monotonic() - began:.0f} s)", flush=True)
        for each in sorted(survivors, key=lambda mutant: mutant.line):
            print(f"  {each.file}:{each.line}: {each.before}  →  {each.after}", flush=True)
        if open_ and len(work.mutants) > len(survivors):
            self.stale(work)

    def stale(self, work: Work) -> None:
        """Prints what is accepted for the file and no mutant of it any more."""
        every = mutants(work.file, (ROOT / work.file).read_text(encoding="utf-8"))
        for change in accepted.stale(self.accepted, every):
            print(f"  {ACCEPTED.name}: no such mutant any more: {change.before}  →  {change.after}")


def share(counts: Counter[str]) -> float:
    """The percentage of mutants that tests notice; 100 where there are none."""
    noticed = counts["killed"] + counts["timed out"]
    judged = noticed + counts["survived"]
    return 100 * noticed / judged if judged else 100.0


def line(counts: Counter[str]) -> str:
    """The counts in words."""
    words = (f"{state} {counts[state]}" for state in ("killed", "survived", "timed out", "accepted"))
    return f"{', '.join(words)}: {share(counts):.1f} %"


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", action="append", default=[], metavar="FILE", help="this file (repeatable)")
    parser.add_argument("--sample", type=int, metavar="N", help="so many mutants, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="of the draw")
    parser.add_argument("--list", action="store_true", help="print the mutants and run nothing")
    parser.add_argument("--at-least", type=float, default=95.0, metavar="PERCENT")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def main() -> int:
    given = parsed()
    sys.path.insert(0, str(ROOT))
    works = chosen(given)
    if given.list:
        for each in (mutant for work in works for mutant in work.mutants):
            print(f"{each.file}:{each.line}: {each.before}  →  {each.after}")
        return 0
    with tempfile.TemporaryDirectory(prefix="xieban-mutants-") as folder:
        sys.pycache_prefix = f"{folder}/pycache"  # nothing is written into the source tree
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = f"{folder}/hypothesis"
        os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
        return run(works, given, folder)


def run(works: list[Work], given: argparse.Namespace, folder: str) -> int:
    """Judges all of them; answers the exit status."""
    report, by_tests = Report(), dict[tuple[str, ...], Usual]()
    for work in works:
        if work.tests not in by_tests:
            known = by_tests[work.tests] = usual(work.tests, [each.file for each in works])
            if known.code:
                print("the tests fail without any mutant:", *known.why, sep="\n")
                return 2
            warm(known.modules)
        report.file(work, by_tests[work.tests], folder, given.jobs)
    print(f"in all: {line(report.total)}; wanted {given.at_least:g} %")
    return 0 if share(report.total) >= given.at_least else 1


if __name__ == "__main__":
    raise SystemExit(main())
