"""Who hears of what: every notice that must arrive is put into the outbox here, and nowhere else.

Turning a notice into sentences is `messages.render`'s part; what it shows is loaded at the moment of sending
by `bot.delivery.loading`.
"""

from collections.abc import Iterable

from sqlmodel import select

from bot.delivery import outbox
from bot.delivery.outbox import Notice
from bot.delivery.reach import Reach, RequestFacts, StepFacts, person, team
from bot.policy import Listener
from bot.unit_of_work import UnitOfWork
from models import AuditEvent, Exchange, Membership, Pause, Request, Step, Urgency
from models.enums import AT_WORK, Role


def step_card_key(step: StepFacts, team_id: str) -> str:
    """A step has one card in each channel that it has been in."""
    return f"step:{step.id}:{team_id}"


# ---- cards, always as a whole and always the newest state ----


def request_changed(uow: UnitOfWork, request: Request) -> None:
    """The requester's live card and the support office's with the whole picture."""
    outbox.put_all(uow, request_cards(uow, request))


def request_cards(uow: UnitOfWork, request: RequestFacts) -> list[Notice]:
    """Both of a request's cards, as they are to be shown now."""
    places = (("request_card", person(request.opened_by_id)), ("hub_card", team(_hub(uow))))
    return [
        Notice(kind, to, request_id=request.id, card_key=f"request:{request.id}:{kind}")
        for kind, to in places
    ]


def step_changed(uow: UnitOfWork, request: Request, step: Step) -> None:
    """The step's card in its team's channel, and with it both of the request's."""
    outbox.put_all(uow, [*step_cards(uow, request, step, step.team_id), *request_cards(uow, request)])


def all_changed(uow: UnitOfWork, request: Request, steps: Iterable[Step]) -> None:
    """What concerns the whole shows on the cards of the steps at work too."""
    at_work = [step for step in steps if step.state in AT_WORK]
    outbox.put_all(uow, [card for step in at_work for card in step_cards(uow, request, step, step.team_id)])
    request_changed(uow, request)


def step_cards(uow: UnitOfWork, request: Request, step: Step, team_id: str) -> list[Notice]:
    """The card in that team's channel; a requester who is of the team gets it in person as well.

    That is how whoever asked decides whether to build [S]: the step is their department's.
    """
    cards = [step_card(step, team_id)]
    theirs = (request.opened_by_id, team_id, Role.MEMBER)
    if team_id != _hub(uow) and uow.session.get(Membership, theirs) is not None:
        cards.append(step_card(step, team_id, to=person(request.opened_by_id)))
    return cards


def step_card(step: StepFacts, team_id: str, *, to: str | None = None) -> Notice:
    """The step's card in that team's channel (or `to`), as it is to be shown now."""
    key, where = step_card_key(step, team_id), to or team(team_id)
    return Notice("step_card", where, step.request_id, step.id, {"team": team_id}, key)


# ---- the course of a request ----


def step_ready(uow: UnitOfWork, request: Request, step: Step) -> None:
    """The team gets its card; those to be consulted (C) hear that it has begun."""
    step_changed(uow, request, step)
    rule = uow.policy_of(request).kinds[request.kind].step(step.key)
    _tell_teams(uow, "step_consulted", rule.consulted, request, step)


def step_finished(uow: UnitOfWork, request: Request, step: Step) -> None:
    """Those to be informed (I) hear how it came out."""
    rule = uow.policy_of(request).kinds[request.kind].step(step.key)
    _tell_teams(uow, "step_informed", rule.informed, request, step)


def _tell_teams(uow: UnitOfWork, kind: str, teams: Iterable[str], request: Request, step: Step) -> None:
    """The hub has the whole picture on its card, and the requester's department has the requester's."""
    others = set(teams) - {_hub(uow), step.team_id} - set(uow.teams_of(request.opened_by_id))
    for team_id in sorted(others):
        outbox.put(uow, kind, team(team_id), request_id=request.id, step_id=step.id)


def step_returned(uow: UnitOfWork, request: Request, step: Step, exchange: Exchange) -> None:
    """The asker gets the question, with a button to answer it."""
    _about(uow, "step_returned", person(exchange.asked_of_id), request, step, exchange=exchange.id)


def return_answered(uow: UnitOfWork, request: Request, step: Step, exchange: Exchange) -> None:
    """Who asked gets the answer."""
    _about(uow, "return_answered", person(exchange.asked_by_id), request, step, exchange=exchange.id)


def step_handed_over(uow: UnitOfWork, request: Request, step: Step, *, from_team: str, reason: str) -> None:
    """The new hands hear of it; the cards that stay behind in other teams' channels say where it went."""
    step_changed(uow, request, step)
    query = select(AuditEvent.data).where(
        AuditEvent.step_id == step.id, AuditEvent.action == "step_handed_over"
    )
    before = {from_team, *(data["from_team"] for data in uow.session.exec(query))} - {step.team_id}
    for team_id in sorted(before):
        outbox.put_all(uow, step_cards(uow, request, step, team_id))
    if step.holder_id:
        data = {"by": uow.actor_id, "words": reason, "holder": step.holder_id}
        _about(uow, "step_handed_over", person(step.holder_id), request, step, **data)


def step_chased(uow: UnitOfWork, request: Request, step: Step) -> None:
    """Whoever holds it is reminded; nobody yet: the team, under the step's card."""
    held = step.holder_id is not None
    to = person(step.holder_id or "") if held else team(step.team_id)
    thread = None if held else step_card_key(step, step.team_id)
    outbox.put(
        uow,
        "step_chased",
        to,
        request_id=request.id,
        step_id=step.id,
        params={"by": uow.actor_id, "holder": step.holder_id},
        thread_key=thread,
        urgency=Urgency.URGENT,
    )


def request_ended(uow: UnitOfWork, request: Request) -> None:
    """The requester hears the outcome; the cards show it."""
    request_changed(uow, request)
    outbox.put(uow, "request_ended", person(request.opened_by_id), request_id=request.id)


def request_cancelled(uow: UnitOfWork, request: Request, teams: Iterable[str], reason: str) -> None:
    """Every team that was at work on it may stop."""
    params = {"by": uow.actor_id, "words": reason}
    for team_id in teams:
        outbox.put(uow, "request_cancelled", team(team_id), request_id=request.id, params=params)


# ---- clocks (what fires by the thousand is told by bot.delivery.alarms) ----


def pause_expired(uow: UnitOfWork, request: Request, step: Step | None, pause: Pause) -> None:
    """The expected return has passed: whoever paused the clock is asked how it stands."""
    asked = pause.by_id or request.coordinator_id
    to = person(asked) if asked else team(_hub(uow))
    _about(uow, "pause_expired", to, request, step, pause=pause.id, words=pause.reason)


def at_risk(uow: UnitOfWork, request: Request, step: Step | None) -> None:
    """The forecast turned past the customer's deadline; `step` is the one that causes it."""
    _forecast(uow, "at_risk", uow.policy_of(request).escalation.forecast.at_risk, request, step)


def recovered(uow: UnitOfWork, request: Request) -> None:
    """The forecast lies within the customer's deadline again."""
    _forecast(uow, "recovered", uow.policy_of(request).escalation.forecast.recovered, request, None)


def _forecast(
    uow: UnitOfWork, kind: str, listeners: Iterable[Listener], request: Request, step: Step | None
) -> None:
    reach = Reach(uow)
    for listener in listeners:
        for to in reach.destinations(listener, request, step):
            outbox.put(
                uow,
                kind,
                to,
                request_id=request.id,
                step_id=step.id if step else None,
                not_before_at=reach.held(listener, request),
            )
    request_changed(uow, request)


def _about(
    uow: UnitOfWork, kind: str, to: str, request: Request, step: Step | None, **params: object
) -> None:
    step_id = step.id if step else None
    outbox.put(uow, kind, to, request_id=request.id, step_id=step_id, params={**params, "by": uow.actor_id})


def _hub(uow: UnitOfWork) -> str:
    return uow.office.policy.hub().id
