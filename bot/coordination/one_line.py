"""One line as a draft: what was understood is kept, what is open is asked, nothing is opened by itself."""

from datetime import datetime
from typing import Any

from bot.coordination.drafts import command_of, draft_of, read_of, wished_of
from bot.coordination.filling import all_fields
from bot.coordination.opening import plan_intent, read_intent
from bot.errors import Invalid, Problem
from bot.language.customers import CustomerIndex
from bot.language.found import Found, is_held, rest_for
from bot.language.line import Line as LineRead
from bot.language.reader import Draft as Reading
from bot.language.reader import read_request_line
from bot.language.terms import told_choices
from bot.language.times import echo
from bot.people import access
from bot.policy import FieldRule, Kind, Policy, Text
from bot.storage.unit_of_work import UnitOfWork
from bot.views import Asked, DraftView, Line, Said
from bot.worktime import format_amount
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
    draft = draft_from(policy, reading, text, uow.actor, uow.now)
    draft.source_url = source_url
    uow.session.add(draft)
    uow.session.flush()
    return draft


def draft_from(policy: Policy, reading: Reading, text: str, person_id: str, at: datetime) -> Draft:
    """The draft of what was read from a line."""
    refused = {"code": reading.refused.code, "words": reading.refused.words} if reading.refused else {}
    draft = Draft(
        person_id=person_id,
        kind=None if "kind" in reading.ambiguous else reading.kind,
        line=text,
        asked=_asked(reading),
        refused=refused,
        read={field: found.to_json() for field, found in reading.read.items()},
        drafted_at=at,
    )
    settle(policy, draft)
    return draft


def settle(policy: Policy, draft: Draft) -> None:
    """Makes the draft's values those of what was read that its kind has a field for.

    All other words of the line are the description, as typed; see `not_taken` for a kind without one.
    """
    kind = policy.kinds.get(draft.kind or "")
    read = read_of(draft)
    values = {field: found.value for field, found in read.items() if is_held(field, found, kind)}
    choices = told_choices(LineRead(draft.line), kind.fields if kind else ())
    values = {field: choice.id for field, choice in choices.items()} | values
    if kind is None or kind.description:
        values["description"] = rest_for(draft.line, read, kind)
    draft.details = {
        field: value for field, value in values.items() if field != "kind" and value not in (None, "")
    }


def not_taken(policy: Policy, draft: Draft) -> tuple[str, ...]:
    """The words that a draft's kind has no field for, not even a description."""
    kind = policy.kinds.get(draft.kind or "")
    rest = rest_for(draft.line, read_of(draft), kind)
    return (rest,) if rest and kind is not None and kind.description is None else ()


def say_back(uow: UnitOfWork, at: datetime, language: str) -> Said:
    """An instant as people are told it, wherever they have named one in their own words."""
    calendar = uow.branch.office_calendar
    found = echo(at, calendar, uow.now, language)
    return Said(found, format_amount(found.working, calendar))


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
    decide(uow.branch.policy, draft, field, value)
    uow.session.add(draft)
    return draft


def decide(policy: Policy, draft: Draft, field: str, value: str) -> None:
    """The person's answer to what the draft leaves open; its values follow."""
    if field == "kind":
        draft.kind = value
    before = read_of(draft).get(field)
    if before is not None or field != "kind":
        found = Found(value, before.spans if before else (), before.by_value if before else {})
        draft.read = {**draft.read, field: found.to_json()}
    draft.asked = {name: values for name, values in draft.asked.items() if name != field}
    settle(policy, draft)


def draft_view(uow: UnitOfWork, draft: Draft, language: str) -> DraftView:
    """The confirm card's facts: what was understood, what is asked, what is missing, how it would go."""
    policy = uow.branch.policy
    kind = policy.kinds.get(draft.kind or "")
    customer = _customer(uow, draft)
    wished_at = wished_of(draft)
    asked, missing = _open(uow, draft, kind)
    is_whole = kind is not None and not asked and not missing
    plan, refused = _planned(uow, draft) if is_whole else (None, None)
    if draft.refused and (kind is None or kind.field("wished")):
        refused = Problem.of(f"deadline_{draft.refused['code']}", phrase=draft.refused["words"])
    return DraftView(
        id=draft.id or 0,
        line=draft.line,
        kind=kind.name if kind else None,
        grade=customer.grade if customer else None,
        understood=tuple(_lines(policy, kind, draft, customer)),
        wished=say_back(uow, wished_at, language) if wished_at else None,
        refused=refused,
        asked=asked,
        missing=missing,
        plan=plan,
        not_taken=not_taken(policy, draft),
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
    found = []
    for rule in kind.fields if kind else all_fields(policy):
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
