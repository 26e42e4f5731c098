"""A request's course before anything is sent: who gets it, in what order, with which limit, due when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.course.graph import Node, Span, Values, graph_of, schedule
from bot.course.limits import Target, step_limit, target_for
from bot.policy import Condition, Policy
from bot.worktime import BusinessCalendar
from models.enums import Reach


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
    reach: str = Reach.IN_CITY,
) -> Plan:
    """The course of a request that starts `at` (aware), as if every step that may be wanted were wanted.

    Raises UnknownName and ValueError as `target_for` does, CalendarError and UnknownYear as calendars do.
    """
    target = target_for(
        policy,
        kind=kind,
        service=service,
        grade=grade,
        access_points=access_points,
        assurance=assurance,
        reach=reach,
    )
    calendar = policy.calendars[target.calendar]
    at = at.astimezone(UTC)
    due_at = calendar.add(at, target.working)
    graph = graph_of(policy.kinds[kind], Values(service))
    limits = {node.key: step_limit(policy, kind, node.key, target) for node in graph}
    spans = schedule(graph.needs, limits, timedelta(0))
    return Plan(
        kind=kind,
        target=target,
        calendar=target.calendar,
        start_at=at,
        due_at=due_at,
        steps=tuple(_planned(node, spans[node.key], target, calendar, at, graph.nodes) for node in graph),
        provisional=calendar.is_provisional(at, due_at),
        rule=target.rule,
    )


def _planned(
    node: Node,
    span: Span[timedelta],
    target: Target,
    calendar: BusinessCalendar,
    at: datetime,
    among: Collection[str],
) -> PlannedStep:
    return PlannedStep(
        key=node.key,
        team=node.rule.team,
        needs=node.needs,
        applies_if=_applies_if(node.rule.applies, among),
        limit=span.end - span.start,
        calendar=target.calendar,
        planned_start_at=calendar.add(at, span.start) if span.start else at,
        planned_due_at=calendar.add(at, span.end),
    )


def _applies_if(condition: Condition | None, among: Collection[str]) -> str | None:
    """What still has to turn out; that the service fits is settled by the graph."""
    if condition is None or not condition.asks:
        return None
    asked = condition.model_copy(update={"services": (), "specialty": None})
    return asked.describe(among=among)
