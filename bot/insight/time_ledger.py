"""Whose hands held the time: a request's working time, each moment in one place, up to the whole.

Where several steps run side by side, the time belongs to the one that the others then waited for: the walk
goes back from the end, from each step to the one whose finishing made it ready (docs/adr/0013). Read from
audit events alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import col, select

from bot.storage.unit_of_work import UnitOfWork
from bot.worktime import BusinessCalendar
from models import AuditEvent, Request, Step


class Held(StrEnum):
    """How a stretch was spent: in somebody's hands, accepted by nobody, paused, or between steps."""

    WORKED = "worked"
    UNACCEPTED = "unaccepted"
    PAUSED = "paused"
    BETWEEN = "between"


@dataclass(frozen=True)
class Hold:
    """In whose hands: `step` is the step's key, `pause` the reason of a pause."""

    held: Held
    step: str | None = None
    team: str | None = None
    person: str | None = None
    pause: str | None = None


class Entry(NamedTuple):
    """One stretch of the ledger; `working` is its working time."""

    hold: Hold
    from_at: datetime
    to_at: datetime
    working: timedelta


@dataclass(frozen=True)
class Ledger:
    """All stretches in the order of time; together their working time is `whole`."""

    entries: tuple[Entry, ...]
    whole: timedelta

    def by_team(self) -> dict[str, timedelta]:
        """What each team held in hand, pauses and waiting for acceptance left out."""
        return self._sum(lambda hold: hold.team if hold.held is Held.WORKED else None)

    def by_person(self) -> dict[str, timedelta]:
        """What each person held: hand-overs divide a step's time."""
        return self._sum(lambda hold: hold.person if hold.held is Held.WORKED else None)

    def by_pause(self) -> dict[str, timedelta]:
        """What each reason for a pause took."""
        return self._sum(lambda hold: hold.pause)

    def by_nobody(self) -> dict[str, timedelta]:
        """What was ready and waited for somebody of the team to accept it."""
        return self._sum(lambda hold: hold.team if hold.held is Held.UNACCEPTED else None)

    def between(self) -> timedelta:
        """What lay in no step at all."""
        return sum((e.working for e in self.entries if e.hold.held is Held.BETWEEN), timedelta(0))

    def _sum(self, key: Any) -> dict[str, timedelta]:
        sums: dict[str, timedelta] = {}
        for entry in self.entries:
            if (name := key(entry.hold)) is not None:
                sums[name] = sums.get(name, timedelta(0)) + entry.working
        return sums


Place = tuple[str, int]
"""A step's key and its visit."""


class Event(NamedTuple):
    """What of an audit event the ledger reads; `step` is the step's key, `visit` tells its visits apart."""

    at: datetime
    action: str
    step: str | None
    actor_id: str | None
    data: Mapping[str, Any]
    visit: int = 0

    @property
    def place(self) -> Place | None:
        """Which visit it is about; None where it concerns the whole request."""
        return None if self.step is None else (self.step, self.visit)


def hands_of(uow: UnitOfWork, request: Request) -> Ledger:
    """The ledger of a request, until it ended or until now."""
    rows = uow.session.exec(
        select(AuditEvent).where(AuditEvent.request_id == request.id).order_by(col(AuditEvent.id))
    ).all()
    keys = dict(uow.session.exec(select(Step.id, Step.key).where(Step.request_id == request.id)).all())
    events = [
        Event(row.at, row.action, keys.get(row.step_id), row.actor_id, row.data, row.step_id or 0)
        for row in rows
    ]
    calendar = uow.rules_of(request).calendar
    return ledger(events, request.opened_at, request.closed_at or uow.now, calendar)


def ledger(
    events: Sequence[Event], start_at: datetime, end_at: datetime, calendar: BusinessCalendar
) -> Ledger:
    """Divides the working time from `start_at` to `end_at`; `events` stand in the order of time."""
    spans = _Spans()
    for event in events:
        if event.at <= end_at:
            spans.see(event)
    entries: list[Entry] = []
    for hold, from_at, to_at in _walk_back(spans.ended(end_at), start_at, end_at):
        entries.append(Entry(hold, from_at, to_at, calendar.between(from_at, to_at)))
    return Ledger(tuple(reversed(entries)), calendar.between(start_at, end_at))


class _Piece(NamedTuple):
    hold: Hold
    from_at: datetime
    to_at: datetime


_Span = list[_Piece]
"""A step from when it became ready until it was finished, in pieces."""


class _Spans:
    """Follows the steps through the events."""

    def __init__(self) -> None:
        self._done: list[_Span] = []
        self._open: dict[Place, _Span] = {}
        self._now: dict[Place, tuple[Hold, datetime]] = {}
        self._pauses: dict[tuple[Place | None, str], str] = {}

    def see(self, event: Event) -> None:
        place, data = event.place, event.data
        if event.action in _PAUSES:
            cause = _PAUSES[event.action]
            self._pauses[place, cause] = data.get("reason", "returned")
        elif event.action in _RESUMES:
            self._pauses.pop((place, _RESUMES[event.action]), None)
        elif event.action in ("request_done", "request_declined", "request_cancelled"):
            self._close(self._open, event.at)
        elif event.action in _LEAVES:
            self._close([place], event.at)
        elif place is not None and event.action in _HANDS:
            person = _HANDS[event.action](event)
            held = Held.WORKED if person else Held.UNACCEPTED
            self._hold(place, Hold(held, event.step, data.get("team"), person), event.at)
        for each in list(self._now):
            self._hold(each, self._now[each][0], event.at)

    def ended(self, end_at: datetime) -> list[_Span]:
        """All spans, those still open cut at `end_at`."""
        self._close(self._open, end_at)
        return [span for span in self._done if span]

    def _hold(self, place: Place, hold: Hold, at: datetime) -> None:
        """From `at` on the visit is held so, or paused while held so."""
        causes = ((place, "own"), (place, "question"), (None, "own"))
        pause = next((self._pauses[each] for each in causes if each in self._pauses), None)
        plain = replace(hold, held=Held.WORKED if hold.person else Held.UNACCEPTED, pause=None)
        now = replace(plain, held=Held.PAUSED, pause=pause) if pause else plain
        if place in self._now:
            before, since = self._now[place]
            if before == now:
                return
            self._cut(place, before, since, at)
        self._open.setdefault(place, [])
        self._now[place] = (now, at)

    def _close(self, places: Iterable[Place | None], at: datetime) -> None:
        for place in list(places):
            if place is not None and place in self._open:
                before, since = self._now.pop(place)
                self._cut(place, before, since, at)
                self._done.append(self._open.pop(place))
                for cause in ("own", "question"):
                    self._pauses.pop((place, cause), None)

    def _cut(self, place: Place, hold: Hold, since: datetime, at: datetime) -> None:
        if since < at:
            self._open[place].append(_Piece(hold, since, at))


_PAUSES = {"clock_paused": "own", "step_returned": "question"}
_RESUMES = {"clock_resumed": "own", "return_answered": "question"}
"""What begins and ends a pause, by its cause: a question's pause and one for another reason may overlap."""
_LEAVES = ("step_finished", "step_skipped", "step_voided", "step_cancelled")
"""The events after which nobody holds the visit any more."""
_HANDS: dict[str, Any] = {
    "step_ready": lambda event: None,
    "step_accepted": lambda event: event.data.get("holder") or event.actor_id,
    "step_handed_over": lambda event: event.data.get("person"),
    "step_reopened": lambda event: event.data.get("holder"),
}
"""The events after which a step is in other hands, and in whose."""


def _walk_back(spans: list[_Span], start_at: datetime, end_at: datetime) -> Iterable[_Piece]:
    """From the end to the start, each instant in one piece."""
    cursor = end_at
    while cursor > start_at:
        over = [span for span in spans if span[0].from_at < cursor <= span[-1].to_at]
        released = [span for span in over if span[-1].to_at == cursor]
        span = min(released or over, key=lambda each: each[0].from_at, default=None)
        if span is None:
            before = max((s[-1].to_at for s in spans if s[-1].to_at < cursor), default=start_at)
            before = max(before, start_at)
            yield _Piece(Hold(Held.BETWEEN), before, cursor)
            cursor = before
            continue
        for piece in reversed(span):
            from_at, to_at = max(piece.from_at, start_at), min(piece.to_at, cursor)
            if from_at < to_at:
                yield _Piece(piece.hold, from_at, to_at)
        cursor = max(span[0].from_at, start_at)
