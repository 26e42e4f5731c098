"""Whom a listener of the policy is, for a request or step, and until when quiet hours hold what they hear."""

from datetime import datetime

from bot import directory
from bot.policy import Listener
from bot.timers.quiet import hold_until
from bot.unit_of_work import UnitOfWork
from models import Request, Step


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

    def destinations(self, listener: Listener, request: Request, step: Step | None) -> tuple[str, ...]:
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

    def held(self, listener: Listener, request: Request) -> datetime | None:
        """Until when quiet hours hold this (UTC), or None."""
        return hold_until(self._uow.policy_of(request), listener, request, self._uow.now)

    def _leads_of(self, team_id: str) -> tuple[str, ...]:
        if team_id not in self._leads:
            self._leads[team_id] = directory.leads_of(self._uow.session, team_id)
        return self._leads[team_id]
