"""What people are notified of once: reminders and notices."""

from dataclasses import dataclass
from datetime import datetime

from bot.policy import Text
from bot.views.request import ExchangeView, RequestView, StepView


@dataclass(frozen=True)
class Reminder:
    """A threshold that was crossed: `level` names it, `reason` is for whom it is meant (holder, lead, …)."""

    request: RequestView
    step: StepView | None
    level: str
    level_name: Text
    audience: str
    due_at: datetime
    consumed_percent: int
    clock_id: int
    can_acknowledge: bool = False


@dataclass(frozen=True)
class Notice:
    """A notification about a request or step: who did it (`actor_id`), what was said (`words`).

    `request` is None where it is about the office itself (the heartbeat lags).
    """

    request: RequestView | None
    step: StepView | None = None
    actor_id: str | None = None
    words: str = ""
    at: datetime | None = None
    exchange: ExchangeView | None = None
    reason: Text | None = None


@dataclass(frozen=True)
class Bundle:
    """Several notices to one place at one time, shown as one message."""

    items: tuple[object, ...]
