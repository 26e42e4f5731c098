"""Mutants that may survive, each with the reason, by what is written there and not by line number.

bot/course/limits.py
- the line as it is
+ the line as mutated
why this is as good, or why no test shall notice
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tools.mutation.operators import Mutant


class Change(NamedTuple):
    """What identifies a mutant."""

    file: str
    before: str
    after: str


def of(mutant: Mutant) -> Change:
    """The mutant's change."""
    return Change(mutant.file, mutant.before, mutant.after)


def read(file: Path) -> dict[Change, str]:
    """The reason of each accepted change. Raises ValueError at an entry that is not whole."""
    found = {}
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for entry in "\n".join(lines).split("\n\n"):
        parts = [line.strip() for line in entry.strip().splitlines()]
        if not parts:
            continue
        if len(parts) < 4 or not parts[1].startswith("- ") or not parts[2].startswith("+ "):
            raise ValueError(f"{file.name}: an entry is file, - before, + after, reason: {parts}")
        change = Change(parts[0], " ".join(parts[1][2:].split()), " ".join(parts[2][2:].split()))
        found[change] = " ".join(parts[3:])
    return found


def stale(accepted: Iterable[Change], mutants: Iterable[Mutant]) -> list[Change]:
    """What is accepted and no mutant any more, of the files whose mutants these are."""
    there = {of(mutant) for mutant in mutants}
    files = {change.file for change in there}
    return [change for change in accepted if change.file in files and change not in there]
