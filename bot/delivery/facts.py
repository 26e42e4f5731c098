"""What the rules of `bot.delivery.audience` know about an event, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.delivery.notice import person, team
from bot.people.directory import MANAGERS
from bot.policy import Listener, Threshold


class RequestFacts(Protocol):
    """What of a request decides who hears of it."""

    @property
    def id(self) -> int | None: ...
    @property
    def opened_by_id(self) -> str: ...
    @property
    def coordinator_id(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def assurance(self) -> str: ...
    @property
    def policy_version(self) -> str: ...


class StepFacts(Protocol):
    """What of a visit decides who hears of it."""

    @property
    def id(self) -> int | None: ...
    @property
    def key(self) -> str: ...
    @property
    def team_id(self) -> str: ...
    @property
    def holder_id(self) -> str | None: ...


@dataclass(frozen=True)
class Facts:
    """What the rules know about an event beside the event itself; its request and step as they are now.

    `teams` are those that exist; `former_teams` had the step before; `at_work` are the request's open steps;
    `consulted` and `informed` come from the matrix (C, I); `leads` lead the team that is at work;
    `listeners` are those whom the policy names for the event, `held_until` says until when quiet hours hold
    what one of them hears. `firing_id` and `threshold` belong to a threshold that was crossed.
    """

    hub: str
    request: RequestFacts | None = None
    step: StepFacts | None = None
    teams: frozenset[str] = frozenset()
    requester_teams: frozenset[str] = frozenset()
    former_teams: tuple[str, ...] = ()
    at_work: tuple[StepFacts, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    listeners: tuple[Listener, ...] = ()
    held_until: Mapping[Listener, datetime] = field(default_factory=dict)
    firing_id: int | None = None
    threshold: Threshold | None = None

    def audience(self) -> dict[str, Listener]:
        """Where the listeners are reached, each place once, under the first listener that names it."""
        found: dict[str, Listener] = {}
        for listener in self.listeners:
            for to in self.destinations(listener):
                found.setdefault(to, listener)
        return found

    def destinations(self, listener: Listener) -> tuple[str, ...]:
        """Where a listener is reached; one that nobody is yet, is the team at work."""
        step, request = self.step, self.request
        assert request is not None
        at_work = step.team_id if step else self.hub
        holder = step.holder_id if step else request.coordinator_id
        if listener == Listener.HOLDER:
            return (person(holder) if holder else team(at_work),)
        if listener == Listener.TEAM_CHANNEL:
            return (team(at_work),)
        if listener == Listener.LEAD:
            return tuple(map(person, self.leads)) or (team(at_work),)
        if listener == Listener.COORDINATOR:
            return (person(request.coordinator_id) if request.coordinator_id else team(self.hub),)
        if listener == Listener.MANAGER:
            return (team(MANAGERS),)
        return (person(request.opened_by_id),)
