"""One line as a draft: what was understood is kept, what is open is asked, nothing is opened by itself."""

from datetime import datetime
from typing import Any

from bot import access
from bot.coordination.drafts import command_of, draft_of
from bot.coordination.opening import plan_intent, read_intent
from bot.errors import Invalid, Problem
from bot.intake.customers import CustomerIndex
from bot.intake.reader import Draft as Reading
from bot.intake.reader import read_request_line
from bot.policy import FieldRule, Kind, Policy, Text
from bot.unit_of_work import UnitOfWork
from bot.views import Asked, DraftView, Line, Said
from bot.worktime import format_amount
from bot.worktime.phrases import echo
from models import Customer, Draft
from models.enums import Reach

KIND = Text(zh="类型", en="kind")
MOST_OPTIONS = 10


def draft_line(
    uow: UnitOfWork, text: str, customers: CustomerIndex, *, source_url: str | None = None
) -> Draft:
    """Reads one line and keeps what was understood; raises NotAllowed for who may not open requests."""
    access.require(uow, "open_request")
    policy = uow.branch.policy
    calendar = uow.branch.office_calendar
    reading = read_request_line(text, at=uow.now, policy=policy, customers=customers, calendar=calendar)
    refused = {"code": reading.refused.code, "words": reading.refused.words} if reading.refused else {}
    draft = Draft(
        person_id=uow.actor,
        kind=reading.kind,
        details=_understood(reading),
        line=text,
        asked=_asked(reading),
        refused=refused,
        source_url=source_url,
        drafted_at=uow.now,
    )
    uow.session.add(draft)
    uow.session.flush()
    return draft


def say_back(uow: UnitOfWork, at: datetime, language: str) -> Said:
    """An instant as people are told it, wherever they have named one in their own words."""
    calendar = uow.branch.office_calendar
    found = echo(at, calendar, uow.now, language)
    return Said(found, format_amount(found.working, calendar))


def _understood(reading: Reading) -> dict[str, Any]:
    """The values that are certain, by field id."""
    values: dict[str, Any] = {
        "service": reading.service,
        "access_points": reading.access_points,
        "reach": reading.reach,
        "site": reading.site,
        "description": reading.description,
        **reading.choices,
    }
    if reading.customers.hits and "customer" not in reading.ambiguous:
        values["customer"] = reading.customers.hits[0].id
    if reading.wished and "wished" not in reading.ambiguous:
        values["wished"] = reading.wished.at.isoformat()
    open_ = set(reading.ambiguous)
    return {field: value for field, value in values.items() if value not in (None, "") and field not in open_}


def _asked(reading: Reading) -> dict[str, Any]:
    """What can mean more than one thing: the possible values, the likelier first."""
    asked: dict[str, Any] = {}
    if "customer" in reading.ambiguous:
        asked["customer"] = [hit.id for hit in reading.customers.hits[:MOST_OPTIONS]]
    if "wished" in reading.ambiguous and reading.wished:
        asked["wished"] = [each.at.isoformat() for each in reading.wished.readings]
    for field in ("kind", "service", "reach"):
        if field in reading.ambiguous:
            asked[field] = []  # any of the policy's
    return asked


def choose(uow: UnitOfWork, draft_id: int, field: str, value: str) -> Draft:
    """Settles a choice on the confirm card."""
    draft = draft_of(uow, draft_id)
    if field == "kind":
        draft.kind = value
    else:
        draft.details = {**draft.details, field: value}
    draft.asked = {name: values for name, values in draft.asked.items() if name != field}
    uow.session.add(draft)
    return draft


def draft_view(uow: UnitOfWork, draft: Draft, language: str) -> DraftView:
    """The confirm card's facts: what was understood, what is asked, what is missing, how it would go."""
    policy = uow.branch.policy
    kind = policy.kinds.get(draft.kind or "")
    customer = _customer(uow, draft)
    said = draft.details.get("wished")
    asked, missing = _open(uow, draft, kind)
    is_whole = kind is not None and not asked and not missing
    plan, refused = _planned(uow, draft) if is_whole else (None, None)
    if draft.refused:
        refused = Problem.of(f"deadline_{draft.refused['code']}", phrase=draft.refused["words"])
    return DraftView(
        id=draft.id or 0,
        line=draft.line,
        kind=kind.name if kind else None,
        grade=customer.grade if customer else None,
        understood=tuple(_lines(policy, kind, draft, customer)),
        wished=say_back(uow, datetime.fromisoformat(said), language) if said else None,
        refused=refused,
        asked=asked,
        missing=missing,
        plan=plan,
    )


def _customer(uow: UnitOfWork, draft: Draft) -> Customer | None:
    id = draft.details.get("customer")
    return uow.session.get(Customer, int(id)) if id else None


def _planned(uow: UnitOfWork, draft: Draft) -> tuple[Any, Problem | None]:
    """The route, or the first thing that still is wrong with a value (a deadline that has passed since)."""
    try:
        intent = read_intent(uow, command_of(draft))
    except Invalid as invalid:
        return None, next(iter(invalid.fields.values()))
    return plan_intent(uow.branch.policy, intent, uow.now), None


def _lines(policy: Policy, kind: Kind | None, draft: Draft, customer: Customer | None) -> list[Line]:
    """What was understood, in the form's order; the wished deadline is shown by itself."""
    rules = kind.fields if kind else next(iter(policy.kinds.values())).fields
    found = []
    for rule in rules:
        value = draft.details.get(rule.id)
        if value is None and rule.id == "reach" and kind and "reach" not in draft.asked:
            value = Reach.IN_CITY  # what is not said is shown before it is sent
        if value is None or rule.id == "wished":
            continue
        if rule.id == "customer":
            found.append(Line(rule.name, customer.name if customer else str(value)))
        elif rule.id == "service":
            found.append(Line(rule.name, policy.services[value].name))
        else:
            names = {choice.id: choice.name for choice in rule.choices}
            found.append(Line(rule.name, names.get(value, value)))
    return found


def _open(uow: UnitOfWork, draft: Draft, kind: Kind | None) -> tuple[tuple[Asked, ...], tuple[Text, ...]]:
    """What can be chosen on the card, and what has to be typed."""
    policy = uow.branch.policy
    if kind is None:
        kinds = tuple((each.id, each.name) for each in policy.kinds.values())
        return (Asked("kind", KIND, kinds),), ()
    asked, missing = [], []
    for rule in kind.fields:
        is_open = rule.id in draft.asked or (rule.required and rule.id not in draft.details)
        if not is_open:
            continue
        options = _options(uow, rule, draft.asked.get(rule.id) or [])
        if options:
            asked.append(Asked(rule.id, rule.name, options))
        else:
            missing.append(rule.name)
    return tuple(asked), tuple(missing)


def _options(
    uow: UnitOfWork, rule: FieldRule, values: list[str]
) -> tuple[tuple[str, str | Text | datetime], ...]:
    """The values that a field may take, as far as they can be listed."""
    if rule.type == "customer":
        rows = (uow.session.get(Customer, int(id)) for id in values)
        return tuple((str(row.id), row.name) for row in rows if row is not None)
    if rule.type == "deadline":
        return tuple((value, datetime.fromisoformat(value)) for value in values)
    if rule.type == "service":
        return tuple((each.id, each.name) for each in uow.branch.policy.services.values())
    return tuple((choice.id, choice.name) for choice in rule.choices)
