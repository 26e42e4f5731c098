"""Opening a request (开单): read the form, freeze the policy, start the clocks, call the teams."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import select

from bot.coordination import course, forms
from bot.course import Plan, plan_request
from bot.errors import Invalid, Problem
from bot.people import access
from bot.policy import Kind, Policy
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from bot.timers import clocks
from models import Customer, Request
from models.enums import Reach

OWN_FIELDS = ("customer", "service", "access_points", "reach", "site", "description", "wished")


@dataclass(frozen=True)
class OpenRequest:
    """What somebody wants opened: `values` by field id, as typed; `customer` is the registry's id.

    `opened_with` identifies the submission: the same one twice opens one request.
    """

    kind: str
    values: dict[str, Any]
    opened_with: str | None = None
    source_url: str | None = None
    parent_id: int | None = None


@dataclass(frozen=True)
class Intent:
    """A form that was read without a fault: what a request would be opened with, and how it would go."""

    kind: Kind
    customer: Customer
    service: str
    grade: str
    access_points: int
    reach: str = Reach.IN_CITY
    site: str = ""
    description: str = ""
    wished_at: datetime | None = None
    details: dict[str, Any] = field(default_factory=dict)


def read_intent(uow: UnitOfWork, command: OpenRequest) -> Intent:
    """Reads a form; raises Invalid with a problem at each field that cannot be taken."""
    policy = uow.branch.policy
    kind = policy.kinds.get(command.kind)
    if kind is None:
        raise Invalid({"kind": Problem.of("unknown_choice", value=command.kind, choices=tuple(policy.kinds))})
    calendar = policy.clock_calendar(kind.id)
    clean, problems = forms.read_fields(kind.fields, command.values, now=uow.now, calendar=calendar)
    customer = _customer(uow, clean, problems)
    service = clean.get("service")
    if service is None:
        problems.setdefault("service", Problem.of("required"))
    elif service not in policy.services:
        problems["service"] = Problem.of("unknown_choice", value=service, choices=tuple(policy.services))
    if problems or customer is None or service is None:
        raise Invalid(problems)
    return Intent(
        kind=kind,
        customer=customer,
        service=service,
        grade=customer.grade,
        access_points=clean.get("access_points", 1),
        reach=clean.get("reach", Reach.IN_CITY),
        site=clean.get("site", ""),
        description=clean.get("description", ""),
        wished_at=clean.get("wished"),
        details={key: value for key, value in clean.items() if key not in OWN_FIELDS},
    )


def _customer(uow: UnitOfWork, clean: dict[str, Any], problems: dict[str, Problem]) -> Customer | None:
    if "customer" not in clean:
        problems.setdefault("customer", Problem.of("required"))
        return None
    text = str(clean["customer"])
    customer = uow.session.get(Customer, int(text)) if text.isdecimal() else None
    if customer is None:
        problems["customer"] = Problem.of("unknown_customer", value=text)
    return customer


def plan_intent(policy: Policy, intent: Intent, at: datetime) -> Plan:
    """The route, each team's limit and the planned dates if the request were opened at `at`."""
    return plan_request(
        policy,
        kind=intent.kind.id,
        service=intent.service,
        grade=intent.grade,
        access_points=intent.access_points,
        reach=intent.reach,
        at=at,
    )


def open_request(uow: UnitOfWork, command: OpenRequest) -> Request:
    """Opens a request; the submission that opened it before gets that request again.

    Raises NotAllowed, or Invalid with a problem at each field.
    """
    access.require(uow, "open_request")
    if command.opened_with:
        query = select(Request).where(Request.opened_with == command.opened_with)
        if (before := uow.session.exec(query).first()) is not None:
            return before
    intent = read_intent(uow, command)
    policy = uow.branch.policy
    plan = plan_intent(policy, intent, uow.now)
    request = _add_request(uow, command, intent)
    clocks.start_clock(uow, request, None, plan.target)
    said = {"kind": request.kind, "grade": request.grade, "reach": request.reach}
    audit.record(uow, "request_opened", request, None, **said)
    course.advance(uow, request, ())
    return request


def _add_request(uow: UnitOfWork, command: OpenRequest, intent: Intent) -> Request:
    policy = uow.branch.policy
    request = Request(
        kind=intent.kind.id,
        stage=intent.kind.stage,
        customer_id=intent.customer.id or 0,
        grade=intent.grade,
        service=intent.service,
        assurance=policy.assurance_of(intent.grade, intent.service),
        access_points=intent.access_points,
        reach=intent.reach,
        site=intent.site,
        description=intent.description,
        details={key: _plain(value) for key, value in intent.details.items()},
        wished_at=intent.wished_at,
        source_url=command.source_url,
        opened_with=command.opened_with,
        opened_by_id=uow.actor,
        opened_at=uow.now,
        parent_id=command.parent_id,
        policy_version=uow.office.freeze_policy(uow.session, uow.now),
    )
    uow.session.add(request)
    uow.session.flush()
    return request


def _plain(value: Any) -> Any:
    """As it is kept in JSON: instants as ISO text."""
    return value.isoformat() if isinstance(value, datetime) else value
