"""Whom a listener of the policy is, for a request or step, and until when quiet hours hold what they hear."""

from datetime import datetime
from typing import Protocol

from bot import directory
from bot.policy import Listener
from bot.timers import quiet
from bot.unit_of_work import UnitOfWork


class RequestFacts(quiet.RequestFacts, Protocol):
    """What of a request decides who hears of it; a `Request` or a plain row of the database."""

    @property
    def id(self) -> int | None: ...
    @property
    def opened_by_id(self) -> str: ...
    @property
    def coordinator_id(self) -> str | None: ...
    @property
    def policy_version(self) -> str: ...


class StepFacts(Protocol):
    """What of a step decides who hears of it."""

    @property
    def id(self) -> int | None: ...
    @property
    def request_id(self) -> int: ...
    @property
    def team_id(self) -> str: ...
    @property
    def holder_id(self) -> str | None: ...


def team(team_id: str) -> str:
    """A team's channel as a destination."""
    return f"team:{team_id}"


def person(person_id: str) -> str:
    """A person's direct messages as a destination."""
    return f"person:{person_id}"


class Reach:
    """Finds destinations; what it has looked up once it remembers for the unit of work."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._hub = uow.office.policy.hub().id
        self._leads: dict[str, tuple[str, ...]] = {}
        self._held: dict[tuple[str, ...], datetime | None] = {}

    def destinations(
        self, listener: Listener, request: RequestFacts, step: StepFacts | None
    ) -> tuple[str, ...]:
        """Where a listener is reached; one that nobody is yet, is the team at work."""
        at_work = step.team_id if step else self._hub
        if listener == Listener.HOLDER:
            holder = step.holder_id if step else request.coordinator_id
            return (person(holder),) if holder else (team(at_work),)
        if listener == Listener.TEAM_CHANNEL:
            return (team(at_work),)
        if listener == Listener.LEAD:
            return tuple(person(each) for each in self._leads_of(at_work)) or (team(at_work),)
        if listener == Listener.COORDINATOR:
            return (person(request.coordinator_id),) if request.coordinator_id else (team(self._hub),)
        if listener == Listener.MANAGER:
            return (team(directory.MANAGERS),)
        return (person(request.opened_by_id),)

    def held(self, listener: Listener, request: RequestFacts) -> datetime | None:
        """Until when quiet hours hold this (UTC), or None."""
        key = (listener, request.policy_version, request.kind, request.grade, request.assurance)
        if key not in self._held:
            policy = self._uow.office.policy_of(self._uow.session, request.policy_version)
            self._held[key] = quiet.hold_until(policy, listener, request, self._uow.now)
        return self._held[key]

    def _leads_of(self, team_id: str) -> tuple[str, ...]:
        if team_id not in self._leads:
            self._leads[team_id] = directory.leads_of(self._uow.session, team_id)
        return self._leads[team_id]
