"""Requests whose forecast turned past the customer's deadline, or back: told once each time."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.timers.due_rows import DueRows
from bot.timers.telling import Tell
from bot.unit_of_work import UnitOfWork


@dataclass
class Checks:
    """By request clock: when its forecast is to be looked at again; and how many have turned."""

    next_at: dict[int, datetime] = field(default_factory=dict)
    turned: int = 0


def check(uow: UnitOfWork, rows: DueRows, tell: Tell) -> Checks:
    """Looks at the forecast of every request whose own clock is in the batch."""
    return Checks()
