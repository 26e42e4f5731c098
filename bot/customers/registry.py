"""The customer registry: read from a CSV file, kept in the database; one customer has one grade [S]."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import select

from bot.course import grade_caps
from bot.policy import Policy
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from models import Customer
from models.enums import Grade

COLUMNS = ("code", "name", "city", "grade", "aliases", "account_manager")


@dataclass(frozen=True)
class CustomerRow:
    """A line of the file; `aliases` are separated by semicolons there."""

    code: str
    name: str
    city: str
    grade: str
    aliases: tuple[str, ...] = ()
    account_manager: str | None = None


class RegistryErrors(Exception):
    """The file cannot be taken; `lines` says where and what would be right."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def read_customers(path: Path) -> tuple[CustomerRow, ...]:
    """Reads the file (UTF-8, with a header of COLUMNS); raises RegistryErrors naming every bad line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in ("code", "name", "grade") if name not in (reader.fieldnames or ())]
        if missing:
            raise RegistryErrors([f"{path}:1: no column {', '.join(missing)}; columns: {', '.join(COLUMNS)}"])
        rows, errors = [], []
        seen: dict[str, int] = {}
        for number, line in enumerate(reader, start=2):
            row = _row(line)
            errors += [f"{path}:{number}: {problem}" for problem in _problems(row, seen)]
            seen.setdefault(row.code, number)
            rows.append(row)
    if errors:
        raise RegistryErrors(errors)
    return tuple(rows)


def _row(line: dict[str, str | None]) -> CustomerRow:
    value = {name: (line.get(name) or "").strip() for name in COLUMNS}
    return CustomerRow(
        code=value["code"],
        name=value["name"],
        city=value["city"],
        grade=value["grade"].lower(),
        aliases=tuple(alias.strip() for alias in value["aliases"].split(";") if alias.strip()),
        account_manager=value["account_manager"] or None,
    )


def _problems(row: CustomerRow, seen: dict[str, int]) -> Iterable[str]:
    if not row.code or not row.name:
        yield "code and name are needed"
    if row.code in seen:
        yield f"code {row.code} stands in line {seen[row.code]} already"
    if row.grade not in set(Grade):
        yield f"grade {row.grade!r} is not one of {', '.join(Grade)}"


def import_customers(uow: UnitOfWork, rows: Iterable[CustomerRow]) -> Counter[str]:
    """Adds and updates customers by their code; answers how many were `added`, `changed` and `same`.

    A grade that differs is left as it stands: a customer is re-graded by the coordinator, on record [S].
    """
    known = {row.code: row for row in uow.session.exec(select(Customer)).all()}
    done: Counter[str] = Counter()
    for row in rows:
        facts: dict[str, Any] = {
            "name": row.name,
            "city": row.city,
            "aliases": list(row.aliases),
            "account_manager_id": row.account_manager,
        }
        customer = known.get(row.code)
        if customer is None:
            new = Customer(code=row.code, grade=row.grade, registered_at=uow.now, **facts)
            uow.session.add(new)
            done["added"] += 1
        elif any(getattr(customer, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(customer, name, value)
            done["changed"] += 1
        else:
            done["same"] += 1
    audit.record(uow, "customers_imported", counts=dict(done))
    return done


def over_caps(policy: Policy, grades: Counter[str]) -> dict[str, tuple[int, int]]:
    """The grades that more customers hold than the caps allow: (how many, at most) [S]."""
    caps = grade_caps(policy, sum(grades.values()))
    return {grade: (grades[grade], cap) for grade, cap in caps.items() if grades[grade] > cap}
