"""Reads a request from one line: kind, customer, service, access points, site, reach, deadline, the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from bot.language.customers import EXACT, CustomerIndex, Hit, Matches
from bot.language.deadlines import Refused, take_deadline
from bot.language.found import Found, found_in, rest_for
from bot.language.line import Line
from bot.language.names import HAS_CHINESE
from bot.language.sites import take_access_points, take_site
from bot.language.terms import REACH, Term, take_kind, take_named, take_reach, told_choices
from bot.language.times import Unreadable, When, read_when
from bot.worktime.calendar import BusinessCalendar

_LIMIT = 5
_WHOLE = 89.0  # a chunk that is a customer's name, but for one slip
_LATIN_BEGINNING = 6
_PERHAPS = 66.0  # what is less alike is no customer
_MOST_WORDS = 5


class HasTerms(Protocol):
    """What the reader needs of a policy."""

    @property
    def kinds(self) -> Mapping[str, Any]: ...
    @property
    def services(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Draft:
    """What was understood of a line; what is `missing` or `ambiguous` is for the person to say.

    `customers` are hits, best first. `missing` and `ambiguous` name field ids, and "kind". `refused` are
    words that were meant for a deadline and cannot be one. `read` are the values with their words, by field
    id; `description` is what no value took that the kind has a field for. `choices` are the kind's own
    choices that the line tells (专线中断: the effect is an interruption).
    """

    kind: str | None
    customers: Matches
    service: str | None
    access_points: int | None
    site: str | None
    reach: str | None
    wished: When | None
    refused: Refused | None
    description: str
    choices: Mapping[str, str]
    read: Mapping[str, Found]
    missing: tuple[str, ...]
    ambiguous: tuple[str, ...]


def read_request_line(
    text: str, *, at: datetime, policy: HasTerms, customers: CustomerIndex, calendar: BusinessCalendar
) -> Draft:
    """The request that one line describes, said at `at`, in any order, in Chinese, English or both.

    The deadline counts by `calendar`.
    """
    line = Line(text)
    found = _named_customer(line, customers, at, calendar)
    points = take_access_points(line)
    service = take_named(line, policy.services.values(), "service")
    kind = take_kind(line, policy.kinds)
    wished = take_deadline(line, at, calendar)
    if not found.hits:
        found = _whole_chunks(line, customers, _WHOLE, short=True)
    site = take_site(line)
    rule = policy.kinds[kind.id] if kind.id else None
    reach = take_reach(line, [rule] if rule else policy.kinds.values())
    if not found.hits:
        found = _whole_chunks(line, customers, _PERHAPS, short=True)
    asks = rule is None or any(each.id == REACH for each in rule.fields)
    if not asks:  # another kind may be chosen yet
        reach = take_reach(line, policy.kinds.values())
    values = {
        "kind": kind.id, "customer": found.hits[0].id if found.hits else None, "service": service.id,
        "access_points": points, "site": site, "reach": reach.id,
        "wished": wished.when and wished.when.at.isoformat(),
    }  # fmt: skip
    ambiguous = _ambiguous(found, kind, service, reach, wished.when)
    certain = {field: None if field in ambiguous else value for field, value in values.items()}
    read = found_in(line, certain, {"kind": kind.spans, "service": service.spans, "reach": reach.spans})
    choices = {each: said.id for each, said in told_choices(line, rule.fields if rule else ()).items()}
    description = rest_for(text, read, rule)
    return Draft(
        kind.id, found, service.id, points, site, reach.id if asks else None, wished.when, wished.refused,
        description, choices, read,
        missing=_missing(policy, kind.id, {**values, **choices, "description": description}),
        ambiguous=ambiguous,
    )  # fmt: skip


def _ambiguous(found: Matches, kind: Term, service: Term, reach: Term, when: When | None) -> tuple[str, ...]:
    """The fields of which a person has to say what is meant."""
    asked = {
        "customer": found.tie,
        "kind": kind.is_tied,
        "service": service.is_tied,
        "reach": reach.is_tied,
        "wished": when is not None and when.ambiguous,
    }
    return tuple(field for field, is_asked in asked.items() if is_asked)


def _missing(policy: HasTerms, kind: str | None, said: Mapping[str, object]) -> tuple[str, ...]:
    """The kind's required fields that the line does not fill; without a kind, that and what all need."""
    if kind is None:
        return ("kind", *(field for field in ("customer", "service") if not said[field]))
    return tuple(rule.id for rule in policy.kinds[kind].fields if rule.required and not said.get(rule.id))


def _named_customer(
    line: Line, customers: CustomerIndex, at: datetime, calendar: BusinessCalendar
) -> Matches:
    """A customer named to the letter: as words of their own, or inside a running text."""
    found = _whole_chunks(line, customers, _WHOLE, short=False, at=at, calendar=calendar)
    if found.hits:
        return found
    for start, end in customers.mentions(line.plain):
        found = customers.find(line.plain[start:end], _LIMIT)
        if found.hits:
            line.take(start, end, "customer")
            return found
    return Matches((), False)


def _whole_chunks(
    line: Line,
    customers: CustomerIndex,
    least: float,
    *,
    short: bool,
    at: datetime | None = None,
    calendar: BusinessCalendar | None = None,
) -> Matches:
    """The customer whom some words of the line name best, by at least that score; takes them."""
    named: list[_Named] = []
    chunks = line.chunks()
    for index, first in enumerate(chunks):
        for last in chunks[index : index + _MOST_WORDS]:
            words = line.together(first, last)
            if words is None:
                break
            if not _may_name(words, short) or (at and calendar and _is_time(words, at, calendar)):
                continue
            found = customers.find(words, _LIMIT)
            if found.hits and found.hits[0].score >= least and not _only_begins(words, found.hits[0].score):
                named.append(_Named(first.start, last.end, found))
    if not named:
        return Matches((), False)
    best = max(named, key=lambda each: (each.found.hits[0].score, each.end - each.start))
    widest = max((each for each in named if each.widens(best)), key=lambda each: each.end - each.start)
    line.take(widest.start, widest.end, "customer")
    return Matches(_near(best.found.hits), best.found.tie)


class _Named(NamedTuple):
    """Some words of the line, and the customers whom they may name."""

    start: int
    end: int
    found: Matches

    def widens(self, other: "_Named") -> bool:
        """Whether these words hold the other's and name the same customer: Pacific, Pacific Logistics."""
        around = self.start <= other.start and other.end <= self.end
        return around and self.found.hits[0].id == other.found.hits[0].id


def _only_begins(words: str, score: float) -> bool:
    """A few Latin letters with which some name in pinyin begins are no name in a line (Zhang, down)."""
    return not HAS_CHINESE.search(words) and len(words) < _LATIN_BEGINNING and _WHOLE + 1 <= score < EXACT


def _may_name(words: str, short: bool) -> bool:
    """Two Chinese signs or three Latin ones may be an alias, but only where nothing better is found."""
    least = 2 if HAS_CHINESE.search(words) else 3
    return len(words) >= (least if short else least + 1)


def _is_time(words: str, at: datetime, calendar: BusinessCalendar) -> bool:
    try:
        read_when(words, at, calendar)
    except Unreadable as unreadable:
        return unreadable.code != "unknown"
    return True


def _near(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits worth showing beside the best."""
    return tuple(hit for hit in hits if hit.score >= hits[0].score - 30)
