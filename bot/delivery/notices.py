"""Turns what a unit of work has recorded into notices in the outbox, in the same transaction.

`announce` is the only caller of the rules in `bot.delivery.audience`; it loads what they ask about an event.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, select

from bot.course.rules import RequestRules
from bot.course.transitions import QUESTION
from bot.delivery import outbox
from bot.delivery.audience import notices_of
from bot.delivery.crossings import crossed_facts
from bot.delivery.facts import Facts, RequestFacts, StepFacts
from bot.delivery.notice import Notice, Place
from bot.people import directory
from bot.policy import Listener
from bot.storage.events import Event
from bot.storage.unit_of_work import UnitOfWork
from bot.timers import quiet
from models import AuditEvent, Step
from models.enums import AT_WORK

_WHOLE_REQUEST = ("clock_paused", "clock_resumed", "customer_regraded")
"""Events that show on the cards of all open steps when they concern the request as a whole."""


def announce(uow: UnitOfWork) -> None:
    """Puts the notices that follow from the unit's events into the outbox, each card once."""
    found: list[Notice] = []
    known = _Known(uow)
    for event in uow.events:
        found += notices_of(event, known.facts(event))
    if uow.crossed:
        for crossing, facts in crossed_facts(uow, uow.crossed, known.leads, known.held_until):
            found += notices_of(crossing, facts)
    if found:
        outbox.put_in_bulk(uow, merged(found))


def merged(notices: Iterable[Notice]) -> Sequence[Notice]:
    """Each card in each place once, as urgent as the most urgent of its notices; the newest one is shown."""
    cards: dict[Place, Notice] = {}
    others: list[Notice] = []
    for notice in notices:
        if notice.card_key is None:
            others.append(notice)
        elif (before := cards.get(notice.place)) is not None:
            urgency = min(before.urgency, notice.urgency)
            cards[notice.place] = notice._replace(urgency=urgency)
        else:
            cards[notice.place] = notice
    return [*cards.values(), *others]


class _Known:
    """Loads facts; what it has looked up once it remembers for the unit of work."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._hub, self._teams = uow.branch.hub.id, frozenset(uow.branch.teams)
        self._requester_teams: dict[str, frozenset[str]] = {}
        self._leads: dict[str, tuple[str, ...]] = {}
        self._held: dict[tuple[object, ...], datetime | None] = {}

    def facts(self, event: Event) -> Facts:
        """The facts about an event."""
        if event.request is None:
            return Facts(self._hub)
        request, step = event.request, event.step
        rules = self._uow.rules_of(request)
        consulted, informed = _raci(rules, event)
        listeners = _listeners(rules, event.action)
        return Facts(
            hub=self._hub,
            request=request,
            step=step,
            teams=self._teams,
            requester_teams=self._teams_of_requester(event, bool(consulted or informed)),
            former_teams=self._former_teams(event),
            at_work=self._at_work(event),
            consulted=consulted,
            informed=informed,
            leads=self.leads(step.team_id if step else self._hub) if Listener.LEAD in listeners else (),
            listeners=listeners,
            held_until=self.held_until(listeners, request),
        )

    def leads(self, team_id: str) -> tuple[str, ...]:
        """The leads of a team."""
        if team_id not in self._leads:
            self._leads[team_id] = directory.leads_of(self._uow.session, team_id)
        return self._leads[team_id]

    def held_until(self, listeners: Iterable[Listener], request: RequestFacts) -> dict[Listener, datetime]:
        """Until when quiet hours hold what each of them hears (UTC); nothing for whom they do not hold it."""
        found = {}
        for listener in listeners:
            key = (listener, request.policy_version, request.kind, request.grade, request.assurance)
            if key not in self._held:
                self._held[key] = quiet.hold_until(
                    self._uow.rules_of(request), listener, request, self._uow.now
                )
            if (until_at := self._held[key]) is not None:
                found[listener] = until_at
        return found

    def _teams_of_requester(self, event: Event, is_needed: bool) -> frozenset[str]:
        """Asked only where it can matter: for cards outside the hub, and for teams beside the step's own."""
        elsewhere = event.step is not None and event.step.team_id != self._hub
        if not (is_needed or elsewhere or event.action in _WHOLE_REQUEST):
            return frozenset()
        requester = event.request.opened_by_id
        if requester not in self._requester_teams:
            self._requester_teams[requester] = frozenset(directory.teams_of(self._uow, requester))
        return self._requester_teams[requester]

    def _former_teams(self, event: Event) -> tuple[str, ...]:
        if event.action != "step_handed_over":
            return ()
        query = select(AuditEvent.data).where(
            AuditEvent.step_id == event.step.id, AuditEvent.action == "step_handed_over"
        )
        before = {data["from_team"] for data in self._uow.session.exec(query)} - {event.step.team_id}
        return tuple(sorted(before))

    def _at_work(self, event: Event) -> tuple[StepFacts, ...]:
        if event.step is not None or event.action not in _WHOLE_REQUEST:
            return ()
        query = select(Step).where(Step.request_id == event.request.id, col(Step.state).in_(AT_WORK))
        steps = self._uow.session.exec(query.order_by(col(Step.position))).all()
        return tuple(step for step in steps if step.key != QUESTION)


def _raci(rules: RequestRules, event: Event) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whom the matrix wants consulted when a step begins, and informed when it is done."""
    if event.action == "step_ready":
        return rules.step(event.step.key).consulted, ()
    if event.action == "step_finished":
        return (), rules.step(event.step.key).informed
    return (), ()


def _listeners(rules: RequestRules, action: str) -> tuple[Listener, ...]:
    named = {"request_at_risk": rules.forecast.at_risk, "request_recovered": rules.forecast.recovered}
    return named.get(action, ())
