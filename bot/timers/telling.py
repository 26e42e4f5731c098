"""What the sweep found, and who is told of it: the composition root hands `Tell` to the sweep."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import inspect
from sqlmodel import SQLModel, col, select

from bot.policy import Threshold
from bot.unit_of_work import UnitOfWork
from models import Clock, Firing, Pause, Request, Step

_Row = TypeVar("_Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Fired:
    """A firing that is to be told, as ids; its rows are in the database already."""

    clock_id: int
    request_id: int
    step_id: int | None
    epoch: int
    turn: int
    due_at: datetime
    threshold: Threshold


class Tell(Protocol):
    """Where what fell due is told. Everything of one batch at once, so that it can be done in bulk."""

    def clocks_fired(self, uow: UnitOfWork, fired: Sequence[Fired]) -> None: ...
    def pause_expired(self, uow: UnitOfWork, request: Request, step: Step | None, pause: Pause) -> None: ...
    def at_risk(self, uow: UnitOfWork, request: Request, step: Step | None) -> None: ...
    def recovered(self, uow: UnitOfWork, request: Request) -> None: ...


class Notices(Protocol):
    """What `bot.delivery.notices` offers: one firing at a time, with its rows."""

    def clock_fired(
        self,
        uow: UnitOfWork,
        request: Request,
        step: Step | None,
        clock: Clock,
        threshold: Threshold,
        firing: Firing,
    ) -> None: ...
    def pause_expired(self, uow: UnitOfWork, request: Request, step: Step | None, pause: Pause) -> None: ...
    def at_risk(self, uow: UnitOfWork, request: Request, step: Step | None) -> None: ...
    def recovered(self, uow: UnitOfWork, request: Request) -> None: ...


class Silent:
    """Tells nobody: for rehearsals and benchmarks."""

    def clocks_fired(self, uow: UnitOfWork, fired: Sequence[Fired]) -> None:
        """Nobody hears of it."""

    def pause_expired(self, uow: UnitOfWork, request: Request, step: Step | None, pause: Pause) -> None:
        """Nobody is asked."""

    def at_risk(self, uow: UnitOfWork, request: Request, step: Step | None) -> None:
        """Nobody hears of it."""

    def recovered(self, uow: UnitOfWork, request: Request) -> None:
        """Nobody hears of it."""


class OneByOne(Silent):
    """Tells through `notices`, with the rows of a whole batch loaded in four queries."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self.pause_expired = notices.pause_expired  # type: ignore[method-assign]
        self.at_risk = notices.at_risk  # type: ignore[method-assign]
        self.recovered = notices.recovered  # type: ignore[method-assign]

    def clocks_fired(self, uow: UnitOfWork, fired: Sequence[Fired]) -> None:
        """Tells each firing with its request, step, clock and row."""
        requests = _by_id(uow, Request, (each.request_id for each in fired))
        steps = _by_id(uow, Step, (each.step_id for each in fired if each.step_id is not None))
        clocks = _by_id(uow, Clock, (each.clock_id for each in fired))
        query = select(Firing).where(col(Firing.clock_id).in_(clocks), Firing.fired_at == uow.now)
        rows = {(f.clock_id, f.threshold, f.epoch, f.turn): f for f in uow.session.exec(query).all()}
        for each in fired:
            step = steps[each.step_id] if each.step_id is not None else None
            firing = rows[each.clock_id, each.threshold.key, each.epoch, each.turn]
            request, clock = requests[each.request_id], clocks[each.clock_id]
            self._notices.clock_fired(uow, request, step, clock, each.threshold, firing)


def _by_id(uow: UnitOfWork, table: type[_Row], ids: Iterable[int]) -> dict[int, _Row]:
    key = inspect(table).columns["id"]
    return {row.id: row for row in uow.session.exec(select(table).where(key.in_(set(ids)))).all()}  # type: ignore[attr-defined]
