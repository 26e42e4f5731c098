"""Opening a request, committed with its outbox rows, against the same rows inserted through SQLAlchemy Core.

    python benchmarks/opening.py [--requests 200]

The peer inserts what one opening leaves behind (request, steps, clock rows, audit events, notices) in one
transaction, table by table, and knows all values beforehand. Both in one run, on SQLite and PostgreSQL.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Connection, Engine, Table, func, insert, select
from sqlmodel import SQLModel

from benchmarks._figures import figure
from bot.coordination.opening import OpenRequest, open_request
from bot.storage.database import open_engine
from tests.databases import create_database, running_postgres, upgrade_and_leave
from tests.office import TestOffice

LEFT_BEHIND = ("request", "step", "clock", "auditevent", "outbox")
Rows = list[tuple[Table, list[dict[str, Any]]]]


def left_behind(engine: Engine, request_id: int) -> Rows:
    """The rows that one opening wrote, without their own ids."""
    found: Rows = []
    with engine.connect() as connection:
        for name in LEFT_BEHIND:
            table = SQLModel.metadata.tables[name]
            key = table.c.id if name == "request" else table.c.request_id
            rows = connection.execute(select(table).where(key == request_id)).mappings()
            found.append((table, [{k: v for k, v in row.items() if k != "id"} for row in rows]))
    return found


def insert_copies(engine: Engine, pattern: Rows) -> None:
    """The peer: the same rows, one transaction."""
    with engine.begin() as connection:
        steps: list[int] = []
        for table, rows in pattern:
            if table.name == "request":
                request_id = connection.execute(insert(table).values(rows[0])).inserted_primary_key[0]
                continue
            copies = [row | {"request_id": request_id} for row in rows]
            if table.name == "step":
                first = _next_id(connection, table)
                steps = [first + place for place in range(len(copies))]
                copies = [row | {"id": step_id} for row, step_id in zip(copies, steps, strict=True)]
            if table.name == "clock":
                own = iter(steps)
                copies = [row | {"step_id": next(own) if row["step_id"] else None} for row in copies]
            connection.execute(insert(table), copies)


def _next_id(connection: Connection, table: Table) -> int:
    """Ids of the peer's steps, well away from those that are counted by the database."""
    highest = connection.execute(select(func.max(table.c.id))).scalar_one()
    return int(max(highest, 1_000_000)) + 1


def opening(office: TestOffice) -> Callable[[], object]:
    """One opening as a submission makes it."""
    values = {
        "customer": office.customer().id, "service": "internet_line", "access_points": "1",
        "site": "8号楼", "description": "需要一条专线",
    }  # fmt: skip

    def once() -> None:
        with office.by("U0LINQ") as uow:
            open_request(uow, OpenRequest("resource_check", values))

    return once


def milliseconds(act: Callable[[], object]) -> float:
    """How long one act takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1e3


def compare(engine: Engine, requests: int) -> str:
    """The two in turn, so that a busy machine slows both alike; medians."""
    office = TestOffice(engine)
    pattern = left_behind(engine, office.opens())
    once = opening(office)
    pairs = [
        (milliseconds(once), milliseconds(lambda: insert_copies(engine, pattern))) for _ in range(requests)
    ]
    ours, peer = (statistics.median(side) for side in zip(*pairs[requests // 10 :], strict=True))
    rows = sum(len(each) for _, each in pattern)
    figure(f"{engine.dialect.name}: open", ours, "ms")
    figure(f"{engine.dialect.name}: Core", peer, "ms", is_peer=True)
    figure(f"{engine.dialect.name}: open by Core", ours / peer, "×")
    return f"{engine.dialect.name:>10} {rows:>5} {ours:>9.2f} {peer:>9.2f} {ours / peer:>6.1f}"


def main() -> None:
    """Both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    requests = parser.parse_args().requests
    print("  database  rows  open, ms  Core, ms  ratio")
    with tempfile.TemporaryDirectory() as folder, running_postgres() as server:
        url = f"sqlite:///{folder}/opening.db"
        upgrade_and_leave(url)
        for address in (url, create_database(server, "opening")):
            engine = open_engine(address)
            print(compare(engine, requests), flush=True)
            engine.dispose()


if __name__ == "__main__":
    main()
