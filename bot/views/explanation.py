"""Why a deadline is what it is, as facts for a modal or the command line."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.policy import Text
from bot.worktime import DayNote, Stretch


@dataclass(frozen=True)
class PauseLine:
    """A stretch taken out; it took `working`, which is nothing outside hours. `to_at` None: it lasts."""

    reason: Text
    evidence: str
    from_at: datetime
    to_at: datetime | None
    working: timedelta
    by_id: str | None
    consented_by_id: str | None


@dataclass(frozen=True)
class MoveLine:
    """A deadline set by hand."""

    due_at: datetime
    reason: str
    by_id: str
    moved_at: datetime


@dataclass(frozen=True)
class DayLine:
    """A day that is not as its weekday says: a holiday, a make-up workday, the branch's own word."""

    on: date
    note: DayNote


@dataclass(frozen=True)
class Basis:
    """The line of sla.yaml: `base` `unit` by the customer's grade or the assurance level (`by`, `level`).

    Beyond `included` access points [S] it grew to `amount`; `included` is None where their number changes
    nothing. `share` is the percent that the step gets. `reach` is None where it has no say in the target.
    """

    by: str
    level: str
    base: Decimal
    unit: str
    access_points: int
    included: int | None
    amount: Decimal
    share: Decimal | None
    reach: str | None = None


@dataclass(frozen=True)
class Explanation:
    """Why a clock's deadline is what it is. `step` is None for the customer's clock.

    `stretches` are the working time counted until `due_at` (until `until_at` while the clock is paused), in
    UTC; `counted` is their sum. `zone` names the calendar's time zone. A question has no `basis` in sla.yaml;
    `carried` of the target was consumed by an earlier visit of the step.
    """

    label: str
    kind: Text
    step: Text | None
    policy_version: str
    rule: str
    basis: Basis | None
    target: str
    calendar: str
    zone: str
    started_at: datetime
    original_due_at: datetime
    due_at: datetime | None
    until_at: datetime
    is_provisional: bool
    stretches: tuple[Stretch, ...]
    counted: str
    pauses: tuple[PauseLine, ...]
    moves: tuple[MoveLine, ...]
    days: tuple[DayLine, ...]
    carried: str = ""
