"""What the parts of a phrase mean together: parts in, instants out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.language.times.atoms import (
    Amount,
    Atom,
    Clock,
    Days,
    Edge,
    Filler,
    Gone,
    Now,
    Offset,
    Ordinal,
    Part,
    Span,
    Weekday,
)  # fmt: skip
from bot.language.times.days import DAY, add_months, coming, nth_working_day, working_days, working_end
from bot.language.times.hours import closing, day_end, hours_meant, instants_at, part_end
from bot.language.times.reading import Precision, Unreadable

FARTHEST = timedelta(days=5 * 366)
Instant = tuple[datetime, Precision]


@dataclass(slots=True)
class Said:
    """The parts of one phrase, sorted by what they are."""

    days: list[Days | Weekday] = field(default_factory=list)
    span: Span | None = None
    ordinal: Ordinal | None = None
    amount: Amount | None = None
    clock: Clock | None = None
    part: Part | None = None
    offset: Offset | None = None
    edge: Edge | None = None


def sorted_out(atoms: Iterable[Atom]) -> Said:
    """The parts by kind; raises Unreadable where two contradict or a word ties to nothing."""
    said = Said()
    before: Atom | None = None
    borders = False
    for atom in atoms:
        if isinstance(atom, Filler):
            continue
        if isinstance(atom, Gone):
            raise Unreadable("past")
        if isinstance(atom, Days | Weekday):
            said.days.append(atom)
        elif isinstance(atom, Amount):
            if said.amount and not (isinstance(before, Amount) and atom.rough < before.rough):
                raise Unreadable("conflict")
            said.amount = said.amount + atom if said.amount else atom
        elif isinstance(atom, Edge):
            if said.edge:
                raise Unreadable("vague")
            if atom is Edge.BEFORE_IT and before is None:
                raise Unreadable("unknown")
            said.edge = atom
        elif isinstance(atom, Part):
            said.part = _one_part(said.part, atom)
            borders = borders or atom in (Part.CLOSING, Part.OPENING)
        else:
            name = type(atom).__name__.lower()
            if getattr(said, name):
                raise Unreadable("conflict")
            setattr(said, name, atom)
        before = atom
    if borders and said.clock:
        raise Unreadable("conflict")
    return said


def _one_part(first: Part | None, second: Part) -> Part:
    """上午下班前 is the end of the morning; any other two parts contradict."""
    if first is None or first is second:
        return second
    if second is Part.CLOSING and first in (Part.MORNING, Part.NOON, Part.AFTERNOON):
        return first
    if {first, second} == {Part.EARLY, Part.OPENING} or {first, second} == {Part.MORNING, Part.OPENING}:
        return Part.OPENING
    raise Unreadable("conflict")


def instants(said: Said, now: Now) -> list[Instant]:
    """Every instant that the parts can mean, the likelier first, all to come; raises Unreadable."""
    if said.edge is Edge.AFTER and not said.amount:
        raise Unreadable("vague")
    if said.amount:
        found = _after_amount(said, said.amount, now)
    elif said.offset and not said.clock:
        raise Unreadable("unknown")
    else:
        days = _days(said, now)
        if days is None and not said.clock and not said.part:
            raise Unreadable("unknown")
        found = _within_the_day(said, now) if days is None else _on_days(days, said, now)
    to_come = dict.fromkeys(instant for instant in found if instant[0] > now.local)
    if not to_come:
        raise Unreadable("past")
    if max(to_come)[0] - now.local > FARTHEST:
        raise Unreadable("too_far")
    return list(to_come)


def _after_amount(said: Said, amount: Amount, now: Now) -> list[Instant]:
    if said.edge in (Edge.BEFORE, Edge.BEFORE_IT):
        raise Unreadable("past")
    if said.days or said.span or said.ordinal:
        raise Unreadable("conflict")
    fine = amount.elapsed or amount.working or amount.working_days % 1
    mixed = (amount.months or amount.days) and (amount.working_days or amount.working)
    if mixed or (fine and (said.clock or said.part)):
        raise Unreadable("conflict")
    if amount == Amount():
        raise Unreadable("vague")
    if amount.months > 120 or amount.days > FARTHEST.days or amount.working_days > 1500:
        raise Unreadable("too_far")
    on = add_months(now.today, amount.months) + amount.days * DAY
    if not fine:
        if amount.working_days:
            on = nth_working_day(now, now.today + DAY, int(amount.working_days))
        return _on_days([on], said, now)
    working = amount.working + timedelta(seconds=amount.working_days * now.calendar.day_seconds)
    start_at = now.local.astimezone(UTC)
    if amount.months or amount.days:
        start_at = instants_at(on, now.local.time(), now.calendar)[0]
    at = start_at + amount.elapsed
    return [(now.calendar.add(at, working) if working else at, "minute")]


def _days(said: Said, now: Now) -> list[date] | None:
    """The days that are meant; None when none was said."""
    if said.span:
        on = _in_span(said.span, said, now)
        if not said.days:
            return on
        named = Days(tuple(on)) if said.ordinal else None
        days: Sequence[Days | Weekday] = [*said.days, *([named] if named else [])]
        if not named:
            raise Unreadable("conflict")
        return _agreed(days, now)
    if not said.days:
        if said.ordinal:
            raise Unreadable("unknown")
        return None
    days_agreed = _agreed(said.days, now)
    if said.ordinal is None:
        return days_agreed
    if said.ordinal.number != -1:
        raise Unreadable("unknown")
    last_on = days_agreed[0]
    return [next(working_days(now, last_on - 30 * DAY, last_on, backwards=True))]


def _agreed(days: Sequence[Days | Weekday], now: Now) -> list[date]:
    """The days on which all that was said agrees: 12月4日(下周五)."""
    dated = [part for part in days if isinstance(part, Days)]
    weekdays = {part.index for part in days if isinstance(part, Weekday)}
    if not dated:
        first = days[0]
        if len(weekdays) > 1 or not isinstance(first, Weekday):
            raise Unreadable("conflict")
        return list(coming(now, first).on)
    agreed = [on for on in dated[0].on if all(on in part.on for part in dated[1:])]
    agreed = [on for on in agreed if weekdays <= {on.weekday()}]
    if not agreed:
        raise Unreadable("conflict", on=dated[0].on[0].isoformat())
    return agreed


def _in_span(span: Span, said: Said, now: Now) -> list[date]:
    """The days by which a stretch is meant to end, or before it begins."""
    if said.ordinal:
        if said.ordinal.number > 0:
            on = nth_working_day(now, span.first_on, said.ordinal.number)
            if on > span.last_on:
                raise Unreadable("impossible", what="date")
            return [on]
        return [next(working_days(now, span.first_on - 14 * DAY, span.last_on, backwards=True))]
    end = working_end(now, span) if span.kind == "week" else span.last_on
    if span.ended:
        return [end]
    if said.edge in (Edge.BEFORE, Edge.BEFORE_IT):
        if span.first_on <= now.today:
            raise Unreadable("vague")
        if span.kind == "week":
            return [next(working_days(now, span.first_on - 30 * DAY, span.first_on - DAY, backwards=True))]
        return [span.first_on - DAY]
    if said.edge is Edge.WITHIN or span.first_on <= now.today or span.kind == "weekend":
        return [end]
    if span.kind == "month":
        raise Unreadable("vague")
    return [end, nth_working_day(now, span.first_on, 1)]


def _within_the_day(said: Said, now: Now) -> list[Instant]:
    """An hour without a day: today's, or where that is over tomorrow's; 下班 is the next closing."""
    if said.part is Part.CLOSING and not said.clock:
        at = now.local.astimezone(UTC)
        for ahead in range(32):
            on = now.today + ahead * DAY
            if now.calendar.hours_on(on) and closing(on, now.calendar) > at:
                return [(closing(on, now.calendar), "minute")]
    today = [instant for instant in _on_days([now.today], said, now) if instant[0] > now.local]
    if not said.clock:
        return today or _on_days([now.today + DAY], said, now)
    if said.part is None and not said.clock.sure and 7 <= said.clock.hour <= 11 and today:
        tomorrow = (
            _on_days([now.today + DAY], said, now)[:1]
            if len(today) == 1 and _is_second_thought(said, today[0], now)
            else []
        )
        return tomorrow + today
    return today or _on_days([now.today + DAY], said, now)


def _is_second_thought(said: Said, instant: Instant, now: Now) -> bool:
    """Whether 9点 came out as nine in the evening because the morning's is over."""
    return said.clock is not None and instant[0].astimezone(now.calendar.zone).hour != said.clock.hour


def _on_days(days: Sequence[date], said: Said, now: Now) -> list[Instant]:
    """The hour that was said, or the usual one, on each of the days."""
    return [instant for on in days for instant in _on_day(on, said, now)]


def _on_day(on: date, said: Said, now: Now) -> list[Instant]:
    at = now.local.astimezone(UTC)
    if said.clock is None:
        if said.part is None:
            return [(day_end(on, at, now.calendar), "day")]
        exact = said.part in (Part.CLOSING, Part.NOON, Part.OPENING, Part.MIDNIGHT)
        return [(end, "minute" if exact else "day") for end in part_end(on, said.part, now.calendar)]
    if said.offset:
        hour = hours_meant(replace(said.clock, sure=True), said.part)[0]
        local = datetime.combine(on + hour.days_on * DAY, hour.time, said.offset.zone)
        return [(local.astimezone(UTC), "minute")]
    found: list[Instant] = []
    for hour in hours_meant(said.clock, said.part):
        if hour.likely or not any(instant > at for instant, _ in found):
            candidates = instants_at(on + hour.days_on * DAY, hour.time, now.calendar)
            found.extend((instant, "minute") for instant in candidates)
    return found
