"""A request's course before anything is sent: who gets it, in what order, with which limit, due when."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.policy.matrix import Condition
from bot.policy.routing import Leg, route
from bot.policy.schema import Policy
from bot.policy.targets import Target, step_limit, target_for


@dataclass(frozen=True)
class PlannedStep:
    """One step as planned: `limit` in working time of `calendar`, instants in UTC.

    `applies_if` says on what earlier outcome it hangs; it is None for a step that comes in any case.
    """

    key: str
    team: str
    needs: tuple[str, ...]
    applies_if: str | None
    limit: timedelta
    calendar: str
    planned_start_at: datetime
    planned_due_at: datetime


@dataclass(frozen=True)
class Plan:
    """The planned course of a request; `provisional` when it rests on a year that is only estimated."""

    kind: str
    target: Target
    calendar: str
    start_at: datetime
    due_at: datetime
    steps: tuple[PlannedStep, ...]
    provisional: bool
    rule: str

    def step(self, key: str) -> PlannedStep:
        """The planned step of that key; KeyError when the route has none such."""
        return {each.key: each for each in self.steps}[key]


def plan_request(
    policy: Policy,
    *,
    kind: str,
    service: str,
    grade: str,
    access_points: int = 1,
    at: datetime,
    assurance: str | None = None,
) -> Plan:
    """The course of a request that starts `at` (aware), as if every step that may be wanted were wanted.

    Raises UnknownName and ValueError as `target_for` does, CalendarError and UnknownYear as calendars do.
    """
    target = target_for(
        policy, kind=kind, service=service, grade=grade, access_points=access_points, assurance=assurance
    )
    calendar = policy.calendars[target.calendar]
    at = at.astimezone(UTC)
    due_at = calendar.add(at, target.working)
    steps: dict[str, PlannedStep] = {}
    legs = route(policy.kinds[kind], service)
    keys = [leg.key for leg in legs]
    for leg in legs:
        start_at = max((steps[need].planned_due_at for need in leg.needs), default=at)
        steps[leg.key] = _planned(policy, kind, target, leg, keys, start_at)
    return Plan(
        kind=kind,
        target=target,
        calendar=target.calendar,
        start_at=at,
        due_at=due_at,
        steps=tuple(steps.values()),
        provisional=calendar.is_provisional(at, due_at),
        rule=target.rule,
    )


def _planned(
    policy: Policy, kind: str, target: Target, leg: Leg, keys: list[str], start_at: datetime
) -> PlannedStep:
    limit = step_limit(policy, kind, leg.key, target)
    return PlannedStep(
        key=leg.key,
        team=leg.rule.team,
        needs=leg.needs,
        applies_if=_applies_if(leg.rule.applies, keys),
        limit=limit,
        calendar=target.calendar,
        planned_start_at=start_at,
        planned_due_at=policy.calendars[target.calendar].add(start_at, limit),
    )


def _applies_if(condition: Condition | None, keys: list[str]) -> str | None:
    """What still has to turn out; that the service fits is settled by the route."""
    if condition is None or not condition.any_of:
        return None
    return Condition(any_of=condition.any_of, outcome=condition.outcome).describe(among=keys)
