"""Tells what fell due on clocks, a whole batch at once: `bot.timers.telling.Tell` for a running office."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, select

from bot.delivery import notices, outbox
from bot.delivery.reach import Reach
from bot.timers.telling import Fired
from bot.unit_of_work import UnitOfWork
from models import Firing, Outbox, Pause, Request, Step, Urgency


class Alarms:
    """Everybody whom the policy names hears of a crossed threshold, each once; late cards show it too."""

    def clocks_fired(self, uow: UnitOfWork, fired: Sequence[Fired]) -> None:
        """Leaves the reminders of a batch, and the cards of what is late now."""
        requests = _requests(uow, {each.request_id for each in fired})
        steps = _steps(uow, {each.step_id for each in fired if each.step_id is not None})
        firings = _firings(uow, {each.clock_id for each in fired})
        reach = Reach(uow)
        left: list[Outbox] = []
        late: dict[int, Request] = {}
        for each in fired:
            request = requests[each.request_id]
            step = steps[each.step_id] if each.step_id is not None else None
            firing_id = firings[each.clock_id, each.threshold.key, each.epoch, each.turn]
            left += _reminders(uow, reach, each, firing_id, request, step)
            if each.threshold.is_late:
                late[each.request_id] = request
                left += [notices.step_card(uow, step, step.team_id)] if step else []
        for request in late.values():
            left += notices.request_cards(uow, request)
        outbox.put_all(uow, left)

    def pause_expired(self, uow: UnitOfWork, request: Request, step: Step | None, pause: Pause) -> None:
        """Whoever paused the clock is asked how it stands."""
        notices.pause_expired(uow, request, step, pause)

    def at_risk(self, uow: UnitOfWork, request: Request, step: Step | None) -> None:
        """The forecast turned."""
        notices.at_risk(uow, request, step)

    def recovered(self, uow: UnitOfWork, request: Request) -> None:
        """The forecast turned back."""
        notices.recovered(uow, request)


def _reminders(
    uow: UnitOfWork, reach: Reach, fired: Fired, firing_id: int, request: Request, step: Step | None
) -> Iterable[Outbox]:
    """Quiet hours hold delivery, never evaluation (design idea 7)."""
    threshold = fired.threshold
    audience: dict[str, str] = {}
    held: dict[str, datetime | None] = {}
    for listener in threshold.tell:
        for to in reach.destinations(listener, request, step):
            audience.setdefault(to, str(listener))
            held.setdefault(to, reach.held(listener, request))
    for to, listener_name in audience.items():
        yield Outbox(
            kind="reminder",
            destination=to,
            request_id=request.id,
            step_id=step.id if step else None,
            params={"firing": firing_id, "audience": listener_name, "level": threshold.key},
            urgency=Urgency.URGENT if threshold.is_escalation else Urgency.NORMAL,
            created_at=uow.now,
            next_try_at=held[to] or uow.now,
        )


def _requests(uow: UnitOfWork, ids: set[int]) -> dict[int, Request]:
    rows = uow.session.exec(select(Request).where(col(Request.id).in_(ids))).all()
    return {row.id or 0: row for row in rows}


def _steps(uow: UnitOfWork, ids: set[int]) -> dict[int, Step]:
    rows = uow.session.exec(select(Step).where(col(Step.id).in_(ids))).all()
    return {row.id or 0: row for row in rows}


def _firings(uow: UnitOfWork, clock_ids: set[int]) -> dict[tuple[int, str, int, int], int]:
    """The ids of what this sweep wrote."""
    query = select(Firing).where(col(Firing.clock_id).in_(clock_ids), Firing.fired_at == uow.now)
    rows = uow.session.exec(query).all()
    return {(row.clock_id, row.threshold, row.epoch, row.turn): row.id or 0 for row in rows}
