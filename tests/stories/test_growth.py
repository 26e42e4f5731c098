"""What a day's work asks of the database is found by an index, however much has been kept."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Engine, Integer, text
from sqlmodel import SQLModel

from tests.databases import asked_of
from tests.stories.office import StoryOffice
from tests.stories.test_resource_check import all_available

KEPT = {"request", "step", "clock", "firing", "pause", "deadlinemove", "exchange", "outbox", "card"}
KEPT |= {"auditevent", "received", "draft"}
"""The tables that grow with what people do, and are not emptied, or not soon."""
OF_WHAT_IS_OPEN = (
    "ix_clock_steps_running",
    "ix_clock_requests_running",
    "ix_clock_at_risk",
    "ix_step_at_work",
)
"""Indexes that may be read from end to end."""
LIKE_IT = 300
POINTERS = {"request_id", "step_id", "clock_id", "outbox_id", "parent_id"}
NEVER_FILLED_HERE = {"pause", "deadlinemove", "exchange", "firing"}


def a_days_work(office: StoryOffice) -> None:
    """What people do and ask, and what the processes see to."""
    label = office.user("Mina").opens(customer="远航物流", service="cpe")
    office.user("David").finishes(label, "受理", "clear")
    office.working_hours_pass(7)
    for said in ("mine", "team", "status", "status last month", f"show {label}", "who resource_check"):
        office.user("David").says(f"/coord {said}")
    office.user("Mina").home()
    office.dm("Mina").card(label, "Resource check").click("request_details").form.close()
    office.branch.bot.runtime.beat()
    office.branch.bot.runtime.forget()


def test_on_sqlite(office: StoryOffice) -> None:
    """No plan walks through a table that grows."""
    engine = office.branch.bot.runtime.office.engine
    with asked_of(engine) as asked:
        a_days_work(office)
    assert len(asked) > 50
    with engine.connect() as connection:
        walks = {
            (step, statement)
            for statement, values in asked.items()
            for *_, step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            if step.startswith("SCAN") and step.split()[1] in KEPT and not step.endswith(OF_WHAT_IS_OPEN)
        }
    assert walks == set()


def test_on_postgresql(postgres_office: StoryOffice) -> None:
    """The same where hundreds of requests have ended."""
    engine = postgres_office.branch.bot.runtime.office.engine
    all_available(postgres_office)
    multiply(engine)
    with asked_of(engine) as asked:
        a_days_work(postgres_office)
    assert len(asked) > 50
    with engine.connect() as connection:
        walks = {
            (str(step), statement)
            for statement, values in asked.items()
            for plan in connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalars()
            for step in steps_of(plan[0]["Plan"])
            if is_a_walk(step)
        }
    assert walks == set()


def multiply(engine: Engine) -> None:
    """Many more of all that is there, under other ids."""
    with engine.begin() as connection:
        for table in SQLModel.metadata.sorted_tables:
            if table.name in KEPT:
                names = ", ".join(column.name for column in table.columns)
                other = ", ".join(map(of_another, table.columns))
                copies = f"SELECT {other} FROM {table.name}, generate_series(1, {LIKE_IT}) AS n"
                connection.execute(text(f"INSERT INTO {table.name} ({names}) {copies}"))
        connection.execute(text("ANALYZE"))


def of_another(column: Column[Any]) -> str:
    """The column's value in the n-th copy: keys are others."""
    if column.name in POINTERS or (column.primary_key and isinstance(column.type, Integer)):
        return f"{column.name} + n * 100000"
    if column.unique or (column.primary_key and column.name != "destination"):
        return f"{column.name} || '-' || n"
    return column.name


def steps_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The plan's nodes, itself first."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from steps_of(part)


def is_a_walk(step: dict[str, Any]) -> bool:
    """Whether it reads all of a table that has grown, or of its index."""
    if step.get("Relation Name") not in KEPT - NEVER_FILLED_HERE:
        return False
    reads_by_itself = step["Node Type"] in ("Seq Scan", "Index Scan", "Index Only Scan")
    return reads_by_itself and "Index Cond" not in step and step.get("Index Name") not in OF_WHAT_IS_OPEN
