"""What the sweep found, and who is told of it: the composition root hands `Tell` to the sweep."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.policy import Threshold
from bot.unit_of_work import UnitOfWork
from models import Pause, Request, Step


class Fired(NamedTuple):
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
