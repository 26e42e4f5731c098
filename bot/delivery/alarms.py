"""Tells what fell due on clocks, a whole batch at once: `bot.timers.telling.Tell` for a running office."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from bot.delivery import notices, outbox
from bot.delivery.outbox import Notice
from bot.delivery.reach import Reach
from bot.policy import Threshold
from bot.timers.due_rows import CLOCK, FIRING, REQUEST, STEP
from bot.timers.telling import Fired
from bot.unit_of_work import UnitOfWork
from models import Pause, Request, Step, Urgency


class _RequestRow(NamedTuple):
    id: int
    kind: str
    grade: str
    assurance: str
    opened_by_id: str
    coordinator_id: str | None
    policy_version: str


class _StepRow(NamedTuple):
    id: int
    request_id: int
    team_id: str
    holder_id: str | None


_KEY = ("clock_id", "threshold", "epoch", "turn")
_FACTS = (
    select(
        *(FIRING.c[name] for name in (*_KEY, "id")),
        *(REQUEST.c[name] for name in _RequestRow._fields),
        *(STEP.c[name] for name in _StepRow._fields),
    )
    .join(CLOCK, CLOCK.c.id == FIRING.c.clock_id)
    .join(REQUEST, REQUEST.c.id == CLOCK.c.request_id)
    .outerjoin(STEP, STEP.c.id == CLOCK.c.step_id)
    .where(FIRING.c.clock_id.in_(bindparam("clock_ids", expanding=True)))
    .where(FIRING.c.fired_at == bindparam("now"), FIRING.c.told)
)
"""What this sweep has just written, and whom it concerns."""


class Alarms:
    """Everybody whom the policy names hears of a crossed threshold, each once; late cards show it too."""

    def clocks_fired(self, uow: UnitOfWork, fired: Sequence[Fired]) -> None:
        """Leaves the reminders of a batch, and the cards of what is late now."""
        facts = _facts(uow, fired)
        reach = Reach(uow)
        left: list[Notice] = []
        late: dict[int, _RequestRow] = {}
        for each in fired:
            firing_id, request, step = facts[each.clock_id, each.threshold.key, each.epoch, each.turn]
            left += _reminders(reach, each.threshold, firing_id, request, step)
            if each.threshold.is_late:
                late[each.request_id] = request
                left += [notices.step_card(step, step.team_id)] if step else []
        for request in late.values():
            left += notices.request_cards(uow, request)
        outbox.put_in_bulk(uow, left)

    def pause_expired(self, uow: UnitOfWork, request: Request, step: Step | None, pause: Pause) -> None:
        """Whoever paused the clock is asked how it stands."""
        notices.pause_expired(uow, request, step, pause)

    def at_risk(self, uow: UnitOfWork, request: Request, step: Step | None) -> None:
        """The forecast turned."""
        notices.at_risk(uow, request, step)

    def recovered(self, uow: UnitOfWork, request: Request) -> None:
        """The forecast turned back."""
        notices.recovered(uow, request)


_Facts = tuple[int, _RequestRow, _StepRow | None]


def _facts(uow: UnitOfWork, fired: Sequence[Fired]) -> dict[tuple[Any, ...], _Facts]:
    """By what makes a firing unique: its id, its request and its step."""
    asked = {"clock_ids": [each.clock_id for each in fired], "now": uow.now}
    facts: dict[tuple[Any, ...], _Facts] = {}
    for row in map(tuple, uow.session.execute(_FACTS, asked)):
        key, firing_id, about = row[:4], row[4], row[5:]
        request, step = _RequestRow._make(about[:7]), _StepRow._make(about[7:])
        facts[key] = firing_id, request, (step if step.id is not None else None)
    return facts


def _reminders(
    reach: Reach, threshold: Threshold, firing_id: int, request: _RequestRow, step: _StepRow | None
) -> Iterator[Notice]:
    """Quiet hours hold delivery, never evaluation (design idea 7)."""
    audience: dict[str, tuple[str, datetime | None]] = {}
    for listener in threshold.tell:
        for to in reach.destinations(listener, request, step):
            audience.setdefault(to, (str(listener), reach.held(listener, request)))
    urgency = Urgency.URGENT if threshold.is_escalation else Urgency.NORMAL
    step_id = step.id if step else None
    for to, (listener_name, held_until) in audience.items():
        params = {"firing": firing_id, "audience": listener_name, "level": threshold.key}
        about = ("reminder", to, request.id, step_id, params)
        yield Notice(*about, urgency=urgency, not_before_at=held_until)
