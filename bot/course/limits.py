"""How long a request may take, and how much of that each step gets."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

from bot.policy import AccessPointRule, KindTargets, Policy, Unit, UnknownName
from bot.worktime import parse_amount
from models.enums import AssuranceLevel, Grade, Reach

_UNIT_WORDS = {"working_days": "working days", "working_hours": "working hours", "clock_hours": "hours"}


@dataclass(frozen=True)
class Target:
    """A request's limit: `amount` of `unit`, that is `working` time by `calendar`; `rule` explains it."""

    amount: Decimal
    unit: Unit
    working: timedelta
    calendar: str
    rule: str


def target_for(
    policy: Policy,
    *,
    kind: str,
    service: str,
    grade: str,
    access_points: int = 1,
    assurance: str | None = None,
    reach: str = Reach.IN_CITY,
) -> Target:
    """The limit of such a request; an access service's grows with its access points [S].

    Without `assurance` the level follows from grade and service. `reach` counts where the kind's targets
    depend on it. Raises UnknownName for a kind, service, grade, level or reach that the policy does not have,
    ValueError for less than one access point.
    """
    _known("kind", kind, policy.kinds)
    _known("service", service, policy.services)
    _known("grade", grade, Grade)
    _known("reach", reach, Reach)
    if assurance is not None:
        _known("assurance level", assurance, AssuranceLevel)
    if access_points < 1:
        raise ValueError(f"a request has at least 1 access point, not {access_points}")
    rule = policy.sla.kinds[kind]
    level = assurance or policy.assurance_of(grade, service).value
    chosen = grade if rule.by == "grade" else level
    base = rule.target(chosen, reach)
    points = access_point_rule(policy, kind, service)
    amount = points.stretch(base, access_points) if points else base
    of = f"{kind}, reach {reach}" if rule.depends_on_reach else kind
    said = f"sla.yaml: {of}, {rule.by} {chosen}: {_number(base)} {_UNIT_WORDS[rule.unit]}"
    if points and amount != base:
        said += f"; {_arithmetic(points, base, amount, access_points)}"
    return Target(amount, rule.unit, _working(policy, rule, amount), rule.calendar, said)


def access_point_rule(policy: Policy, kind: str, service: str) -> AccessPointRule | None:
    """By which rule access points stretch the limit of such a request; None where they change nothing [S].

    Kind and service are the policy's; KeyError for any other.
    """
    rule = policy.sla.kinds[kind].access_points
    return rule if rule and policy.services[service].family in rule.families else None


class HasTarget(Protocol):
    """What of a request its limit follows from; a row of the database, or a plain one."""

    @property
    def kind(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def access_points(self) -> int: ...
    @property
    def assurance(self) -> str: ...
    @property
    def reach(self) -> str: ...


def target_of(policy: Policy, request: HasTarget) -> Target:
    """The request's limit by this policy and its present grade."""
    return target_for(
        policy,
        kind=request.kind,
        service=request.service,
        grade=request.grade,
        access_points=request.access_points,
        assurance=request.assurance,
        reach=request.reach,
    )


def step_limit(policy: Policy, kind: str, step: str, target: Target) -> timedelta:
    """The step's share of the target, in working time of the target's calendar, down to the whole second."""
    seconds = Decimal(target.working // timedelta(seconds=1)) * policy.sla.kinds[kind].shares[step] / 100
    return timedelta(seconds=int(seconds))


def step_target(policy: Policy, target: Target, kind: str, step: str) -> Target:
    """The step's share of a request's target as a target of its own, for the step's clock."""
    share = policy.sla.kinds[kind].shares[step]
    return Target(
        amount=target.amount * share / 100,
        unit=target.unit,
        working=step_limit(policy, kind, step, target),
        calendar=target.calendar,
        rule=f"{target.rule}; {_number(share)} % of it for {step}",
    )


def question_target(policy: Policy, kind: str) -> Target:
    """How long somebody may take who was asked before a step of such a request can go on."""
    said, calendar = policy.escalation.questions.limit_of(kind), policy.clock_calendar(kind)
    working = parse_amount(said, calendar)
    return Target(
        amount=Decimal(working // timedelta(seconds=1)) / 3600,
        unit="clock_hours" if policy.sla.kinds[kind].unit == "clock_hours" else "working_hours",
        working=working,
        calendar=policy.sla.kinds[kind].calendar,
        rule=f"escalation.yaml: questions about {kind}: {said}",
    )


def grade_caps(policy: Policy, customers: int) -> dict[Grade, int]:
    """How many of so many enterprise customers may hold a capped grade, rounded down [S]."""
    return policy.sla.grade_caps.counts(customers)


def _working(policy: Policy, rule: KindTargets, amount: Decimal) -> timedelta:
    unit = policy.calendars[rule.calendar].day_seconds if rule.unit == "working_days" else 3600
    return timedelta(seconds=int(amount * unit))


def _arithmetic(rule: AccessPointRule, base: Decimal, amount: Decimal, points: int) -> str:
    exact = base * points / rule.included
    said = f"{points} access points: {points} / {rule.included} × {_number(base)} = {_number(exact)}"
    return said if exact == amount else f"{said}, rounded up to {_number(amount)}"


def _number(value: Decimal) -> str:
    return f"{round(value, 4).normalize():f}"


def _known(what: str, name: str, known: object) -> None:
    names = [str(each) for each in known]  # type: ignore[attr-defined]
    if name not in names:
        raise UnknownName(what, name, names)
