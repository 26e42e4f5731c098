"""One line with everything in it: a table of what staff write, with what is to be understood."""

from pathlib import Path

import pytest

from bot.language.reader import Draft, read_request_line
from tests.language.sample import policy, registry
from tests.worktime.sample import at, sample

TABLE = Path(__file__).parents[1] / "data" / "one_liners.txt"
MONDAY = at("2026-11-23 10:00")


def _rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if line and not line.startswith("#")]


def read(line: str) -> Draft:
    return read_request_line(line, at=MONDAY, policy=policy(), customers=registry(), calendar=sample())


def _deadline(draft: Draft) -> str:
    if draft.refused:
        return f"!{draft.refused.code}"
    readings = draft.wished.readings if draft.wished else ()
    locals_ = [(reading.at.astimezone(sample().zone), reading.precision) for reading in readings]
    return ";".join(f"{at:%Y-%m-%d}" if p == "day" else f"{at:%Y-%m-%dT%H:%M}" for at, p in locals_) or "-"


def _customers(draft: Draft, expected: str) -> str:
    """`expected` itself when the hits are those that it names, else the hits' names."""
    hits = draft.customers.hits[: 2 if draft.customers.tie else 1]
    names = expected.split(";") if expected != "-" else []
    right = len(names) == len(hits) and all(any(name in hit.name for hit in hits) for name in names)
    return expected if right else ";".join(hit.name for hit in hits)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row[0])
def test_a_line_is_understood_as_the_table_says(row: list[str]) -> None:
    """Kind, customer, service, points, site, deadline and description are just those of the table."""
    line, kind, customers, service, points, site, deadline, description = row
    draft = read(line)
    assert [
        draft.kind or "-",
        _customers(draft, customers),
        draft.service or "-",
        str(draft.access_points or "-"),
        draft.site or "-",
        _deadline(draft),
        draft.description or "-",
    ] == [kind, customers, service, points, site, deadline, description]
