"""Who hears of what: the notices that follow from each recorded event. Pure.

`RULES` is the whole of it: by action of the audit event, the rules that say which cards are shown again and
who gets a notice of their own. A rule reads one event and the facts about it, and returns notices. Turning a
notice into sentences is `messages.render`'s part, and `bot.delivery.loading` looks again before it is sent.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.course.transitions import QUESTION
from bot.delivery.facts import Facts, StepFacts
from bot.delivery.notice import Notice, person, team
from bot.people.directory import MANAGERS
from bot.storage.events import Event
from models import Urgency

Rule = Callable[[Event, Facts], Iterable[Notice]]


def notices_of(event: Event, facts: Facts) -> Iterator[Notice]:
    """Every notice that follows from the event."""
    for rule in RULES.get(event.action, ()):
        yield from rule(event, facts)


# ---- cards, always as a whole and always the newest state ----


def step_card_key(step_id: int | None, team_id: str) -> str:
    """A visit has one card in each channel that it has been in."""
    return f"step:{step_id}:{team_id}"


def request_cards(event: Event, facts: Facts) -> Iterator[Notice]:
    """The requester's live card, and the support office's with the whole picture."""
    request = facts.request
    assert request is not None
    places = (("request_card", person(request.opened_by_id)), ("hub_card", team(facts.hub)))
    for kind, to in places:
        yield Notice(kind, to, request_id=request.id, card_key=f"request:{request.id}:{kind}")


def step_card(event: Event, facts: Facts) -> Iterator[Notice]:
    """The step's card in its team's channel, and in those that it has left.

    A requester who is of the team gets it in person as well: that is how whoever asked decides whether to
    build [S]. A step that is a question has no card: the question itself goes to whoever is asked.
    """
    if facts.step is None or facts.step.key == QUESTION:
        return
    for team_id in (facts.step.team_id, *facts.former_teams):
        yield from _step_cards(facts, facts.step, team_id)


def cards_at_work(event: Event, facts: Facts) -> Iterator[Notice]:
    """What concerns the whole request shows on the cards of the steps at work too."""
    for step in facts.at_work:
        yield from _step_cards(facts, step, step.team_id)


def _step_cards(facts: Facts, step: StepFacts, team_id: str) -> Iterator[Notice]:
    request = facts.request
    assert request is not None
    places = [team(team_id)]
    if team_id != facts.hub and team_id in facts.requester_teams:
        places.append(person(request.opened_by_id))
    for to in places:
        key = step_card_key(step.id, team_id)
        yield Notice("step_card", to, request.id, step.id, {"team": team_id}, key)


# ---- the matrix: consulted and informed ----


def consulted(event: Event, facts: Facts) -> Iterator[Notice]:
    """Those to be consulted (C) hear that the step has begun."""
    return _to_teams("step_consulted", facts.consulted, facts)


def informed(event: Event, facts: Facts) -> Iterator[Notice]:
    """Those to be informed (I) hear how it came out."""
    return _to_teams("step_informed", facts.informed, facts)


def _to_teams(kind: str, teams: Iterable[str], facts: Facts) -> Iterator[Notice]:
    """The hub has the whole picture on its card, and the requester's department has the requester's."""
    assert facts.step is not None
    assert facts.request is not None
    others = facts.teams.intersection(teams) - {facts.hub, facts.step.team_id} - facts.requester_teams
    for team_id in sorted(others):
        yield Notice(kind, team(team_id), facts.request.id, facts.step.id)


# ---- to one person ----


def question(event: Event, facts: Facts) -> Iterator[Notice]:
    """Whoever is asked gets the question, with a button to answer it."""
    return _about(event, facts, "step_returned", event.data["asked_of"], exchange=event.data["exchange"])


def answer(event: Event, facts: Facts) -> Iterator[Notice]:
    """Whoever asked gets the answer."""
    return _about(event, facts, "return_answered", event.data["asked_by"], exchange=event.data["exchange"])


def asked_person(event: Event, facts: Facts) -> Iterator[Notice]:
    """Whoever was asked hears that somebody else has answered."""
    asked = event.data["asked_of"]
    if asked not in (event.actor_id, event.data["asked_by"]):
        yield from _about(event, facts, "question_settled", asked, exchange=event.data["exchange"])


def new_holder(event: Event, facts: Facts) -> Iterator[Notice]:
    """Whoever has the step now without having accepted it hears of it, and why."""
    holder = facts.step.holder_id if facts.step else None
    if holder and holder != event.actor_id:
        more = {"words": event.data.get("reason", ""), "holder": holder}
        yield from _about(event, facts, event.action, holder, **more)


def stopped(event: Event, facts: Facts) -> Iterator[Notice]:
    """Whoever was at work on a visit that became void, or was asked on its behalf, hears that it is over."""
    holder = facts.step.holder_id if facts.step else None
    if holder and holder != event.actor_id and event.data.get("was_at_work"):
        yield from _about(event, facts, event.action, holder, words=event.data.get("reason") or "")


def requester_hears_the_reopening(event: Event, facts: Facts) -> Iterator[Notice]:
    """The customer may have been given the result already."""
    assert facts.request is not None
    requester = facts.request.opened_by_id
    if requester != event.actor_id:
        yield from _about(event, facts, "request_reopened", requester, words=event.data.get("reason") or "")


def chased(event: Event, facts: Facts) -> Iterator[Notice]:
    """Whoever holds it is reminded; nobody yet: the team, under the step's card."""
    step, request = facts.step, facts.request
    assert step is not None
    assert request is not None
    thread = None if step.holder_id else step_card_key(step.id, step.team_id)
    to = person(step.holder_id) if step.holder_id else team(step.team_id)
    params = {"by": event.actor_id, "holder": step.holder_id}
    yield Notice("step_chased", to, request.id, step.id, params, thread_key=thread, urgency=Urgency.URGENT)


def requester_hears_the_end(event: Event, facts: Facts) -> Iterator[Notice]:
    """The requester hears the outcome; the cards show it."""
    assert facts.request is not None
    yield Notice("request_ended", person(facts.request.opened_by_id), facts.request.id)


def teams_may_stop(event: Event, facts: Facts) -> Iterator[Notice]:
    """Every team that was at work on a cancelled request hears why it may stop."""
    assert facts.request is not None
    params = {"by": event.actor_id, "words": event.data.get("reason") or ""}
    for team_id in event.data.get("teams", ()):
        yield Notice("request_cancelled", team(team_id), facts.request.id, params=params)


def pause_expired(event: Event, facts: Facts) -> Iterator[Notice]:
    """The expected return has passed: whoever paused the clock is asked how it stands."""
    assert facts.request is not None
    asked = event.data.get("paused_by") or facts.request.coordinator_id
    step_id, params = facts.step.id if facts.step else None, {"pause": event.data["pause"], "by": None}
    to = person(asked) if asked else team(facts.hub)
    yield Notice("pause_expired", to, facts.request.id, step_id, {**params, "words": event.data["reason"]})


def _about(event: Event, facts: Facts, kind: str, to: str, **params: object) -> Iterator[Notice]:
    assert facts.request is not None
    step_id = facts.step.id if facts.step else None
    yield Notice(kind, person(to), facts.request.id, step_id, {**params, "by": event.actor_id})


# ---- clocks ----


def reminders(event: Event, facts: Facts) -> Iterator[Notice]:
    """Everybody whom the policy names for a crossed threshold, each once. Quiet hours hold delivery."""
    threshold, request = facts.threshold, facts.request
    assert threshold is not None
    assert request is not None
    urgency = Urgency.URGENT if threshold.is_escalation else Urgency.NORMAL
    step_id = facts.step.id if facts.step else None
    for to, listener in facts.audience().items():
        params = {"firing": facts.firing_id, "audience": str(listener), "level": threshold.key}
        held = facts.held_until.get(listener)
        yield Notice("reminder", to, request.id, step_id, params, urgency=urgency, not_before_at=held)


def late_cards(event: Event, facts: Facts) -> Iterator[Notice]:
    """Cards show what is late."""
    if facts.threshold is not None and facts.threshold.is_late:
        yield from step_card(event, facts)
        yield from request_cards(event, facts)


def forecast(event: Event, facts: Facts) -> Iterator[Notice]:
    """Those whom the policy names hear that the forecast turned; a step is the one that causes it."""
    assert facts.request is not None
    step_id = facts.step.id if facts.step else None
    kind = event.action.removeprefix("request_")
    for to, listener in facts.audience().items():
        held = facts.held_until.get(listener)
        yield Notice(kind, to, facts.request.id, step_id, not_before_at=held)


def managers_hear(event: Event, facts: Facts) -> Iterator[Notice]:
    """Work that lags, and in the same message that it has recovered."""
    what, since_at = event.data["what"], event.data["since_at"]
    key = f"heartbeat:{what}:{since_at}"
    params = {"words": what, "at": since_at}
    yield Notice(event.action, team(MANAGERS), params=params, card_key=key, urgency=Urgency.URGENT)


RULES: Mapping[str, tuple[Rule, ...]] = {
    "request_opened": (request_cards,),
    "step_ready": (step_card, request_cards, consulted),
    "step_skipped": (request_cards,),
    "step_accepted": (step_card, request_cards),
    "step_finished": (step_card, request_cards, informed),
    "step_returned": (step_card, request_cards, question),
    "return_answered": (step_card, request_cards, answer, asked_person),
    "step_handed_over": (step_card, request_cards, new_holder),
    "step_chased": (chased,),
    "step_reopened": (step_card, request_cards, new_holder),
    "step_voided": (step_card, request_cards, stopped),
    "question_withdrawn": (request_cards, stopped),
    "request_reopened": (request_cards, requester_hears_the_reopening),
    "step_cancelled": (step_card, request_cards),
    "request_done": (request_cards, requester_hears_the_end),
    "request_declined": (request_cards, requester_hears_the_end),
    "request_cancelled": (request_cards, requester_hears_the_end, teams_may_stop),
    "clock_paused": (step_card, cards_at_work, request_cards),
    "clock_resumed": (step_card, cards_at_work, request_cards),
    "deadline_moved": (step_card, request_cards),
    "deadline_restated": (step_card, request_cards),
    "customer_regraded": (cards_at_work, request_cards),
    "threshold_crossed": (reminders, late_cards),
    "pause_expired": (pause_expired,),
    "request_at_risk": (forecast, request_cards),
    "request_recovered": (forecast, request_cards),
    "cards_lost": (step_card, request_cards),
    "heartbeat_lagging": (managers_hear,),
    "heartbeat_recovered": (managers_hear,),
}
