"""A request at work, and its clocks as they stand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.coordination.steps import accept_step
from bot.timers import clocks
from models import Clock
from tests.office import TestOffice

BRANCH = ZoneInfo("Asia/Shanghai")
COORDINATOR, OTHER_COORDINATOR, ENGINEER, LEAD = "U0CHENLU", "U0DAVID", "U0LIWEI", "U0SUNTAO"


def at(text: str) -> datetime:
    """An instant of 2026 by the branch's wall clock: `11-23 10:00`."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BRANCH)


def clock(office: TestOffice, xb: int, key: str | None = None) -> Clock:
    """The clock of the request, or of its step."""
    with office.by(None) as uow:
        found = clocks.clock_of(uow, office.request(xb), office.step(xb, key) if key else None)
        assert found is not None
        return found


def at_transport(office: TestOffice) -> tuple[int, int]:
    """A request (bronze, 4 days) whose transport check (8 h 24 m) an engineer has accepted, Monday 10:00."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    step_id = office.step(xb, "transport").id or 0
    with office.by(ENGINEER) as uow:
        accept_step(uow, step_id)
    return xb, step_id
