"""Deadlines in words: our reader against dateparser alone, over the same phrases of staff, in the same run.

A date-only answer is judged on the date. "Wrong" is an instant that is none of the answers, or any instant
for a phrase that must be refused.
"""

import csv
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import dateparser
import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks._figures import figure  # noqa: E402
from bot.language.times import Unreadable, read_when  # noqa: E402
from bot.policy.calendars import calendars_from  # noqa: E402

SAID_AT = datetime.fromisoformat("2026-11-23T10:00+08:00")
OURS_ROUNDS, THEIRS_ROUNDS = 50, 2
Reads = Callable[[str], datetime | None]


def verdict(found: datetime | None, row: dict[str, str]) -> str:
    """right, wrong or refused."""
    if found is None:
        return "right" if row["kind"] == "reject" else "refused"
    answers = [answer for answer in (row["expected"], *row["also_ok"].split(";")) if answer]
    shown = found.strftime("%Y-%m-%dT%H:%M")
    return "right" if any(shown.startswith(answer) for answer in answers) else "wrong"


def measure(name: str, reads: Reads, rows: list[dict[str, str]], rounds: int) -> None:
    """Prints verdicts by language and the mean time of a phrase over all rounds."""
    verdicts = {
        language: Counter(verdict(reads(row["phrase"]), row) for row in rows if row["lang"] == language)
        for language in ("zh", "en")
    }
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        for row in rows:
            reads(row["phrase"])
        times.append((time.perf_counter() - began) / len(rows))
    is_peer = name == "dateparser"
    for language, counts in verdicts.items():
        figure(f"{name} {language}: right", counts["right"], is_more_better=True, is_peer=is_peer)
        told = "  ".join(f"{key} {counts[key]:3}" for key in ("right", "wrong", "refused"))
        print(f"{name:12} {language}  {told}")
    best = min(times) * 1e6
    figure(f"{name}: a phrase", best, "µs", is_peer=is_peer)
    print(f"{name:12} mean {statistics.fmean(times) * 1e6:.1f} µs a phrase, best round {best:.1f} µs\n")


def main() -> None:
    document = yaml.safe_load((ROOT / "policies" / "calendars.yaml").read_text(encoding="utf-8"))
    calendar = calendars_from(document)["office"]
    with (ROOT / "tests" / "data" / "phrases_of_staff.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    settings = {
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": SAID_AT.replace(tzinfo=None),
        "TIMEZONE": "Asia/Shanghai",
        "RETURN_AS_TIMEZONE_AWARE": True,
    }

    def ours(phrase: str) -> datetime | None:
        try:
            return read_when(phrase, SAID_AT, calendar).at.astimezone(calendar.zone)
        except Unreadable:
            return None

    def theirs(phrase: str) -> datetime | None:
        found: datetime | None = dateparser.parse(phrase, languages=["zh", "en"], settings=settings)
        return found.astimezone(calendar.zone) if found else None

    print(f"{len(rows)} phrases of staff")
    measure("grammar", ours, rows, OURS_ROUNDS)
    measure("dateparser", theirs, rows, THEIRS_ROUNDS)


if __name__ == "__main__":
    main()
