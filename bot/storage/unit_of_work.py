"""One person's act, or one turn of the engine: one transaction, one instant, one actor."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from bot.course.rules import Branch, RequestRules
from bot.storage.database import READ_ONLY
from bot.storage.events import Crossed, Event
from bot.storage.office import Office


class RequestFacts(Protocol):
    """What of a request tells which rules hold for it; a `Request` or a plain row of the database."""

    @property
    def kind(self) -> str: ...
    @property
    def policy_version(self) -> str: ...


@dataclass
class UnitOfWork:
    """What a verb gets: the session, the present instant, and who acts (`None`: the engine itself).

    `events` and `crossed` are what it has recorded; before the commit the office announces them. `memo` keeps
    what it has looked up once.
    """

    session: Session
    office: Office
    now: datetime
    actor_id: str | None = None
    has_notices: bool = False
    events: list[Event] = field(default_factory=list)
    crossed: list[Crossed] = field(default_factory=list)
    memo: dict[object, Any] = field(default_factory=dict)

    @property
    def branch(self) -> Branch:
        """The branch as it is now."""
        return self.office.branch

    def rules_of(self, request: RequestFacts) -> RequestRules:
        """What holds for the request, by the policy that it was opened with."""
        return self.office.rules(self.session, request.policy_version, request.kind)

    @property
    def actor(self) -> str:
        """The acting person's id; a verb that only people use may ask for it."""
        if self.actor_id is None:
            raise RuntimeError("this is for people to do, and nobody is acting")
        return self.actor_id


@contextmanager
def unit_of_work(office: Office, *, now: datetime, actor_id: str | None = None) -> Iterator[UnitOfWork]:
    """A transaction that is committed at the end and rolled back on any exception."""
    with Session(office.engine, expire_on_commit=False) as session:
        uow = UnitOfWork(session=session, office=office, now=now, actor_id=actor_id)
        with session.begin():
            yield uow
            office.announce(uow)
    if uow.has_notices:
        office.wake()


@contextmanager
def reading(office: Office, *, now: datetime, actor_id: str | None = None) -> Iterator[UnitOfWork]:
    """The same for questions: it changes nothing and waits for no writer."""
    with (
        office.engine.connect().execution_options(**READ_ONLY) as connection,
        Session(connection, expire_on_commit=False) as session,
    ):
        yield UnitOfWork(session=session, office=office, now=now, actor_id=actor_id)
