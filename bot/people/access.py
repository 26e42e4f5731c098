"""Fetch and authorise in one call, so that nobody can forget the second half.

Who may do what is the policy's (`permissions:` in teams.yaml); this is the only place that asks it.
"""

from sqlalchemy import bindparam
from sqlmodel import col, select

from bot.course.visits import course_of
from bot.errors import NotAllowed, NotFound
from bot.people import directory
from bot.policy import Capacity, Verb
from bot.storage.unit_of_work import UnitOfWork
from models import Exchange, Request, Step
from models.enums import Role

_REQUEST = select(Request).where(col(Request.id) == bindparam("request"))
_WITH_STEP = (
    select(Request, Step)
    .join(Step, col(Step.request_id) == col(Request.id))
    .where(col(Step.id) == bindparam("step"))
)
_FRESH = {"populate_existing": True}
_LOCKED = _REQUEST.with_for_update().execution_options(**_FRESH)
_WITH_STEP_LOCKED = _WITH_STEP.with_for_update().execution_options(**_FRESH)
"""Statements are made once: building one costs as much as running it. All changes to one request queue at
its row (on SQLite the transaction is the queue); a step that is locked with it is read as others left it."""


def request_for(uow: UnitOfWork, verb: str, request_id: int, *, lock: bool = True) -> Request:
    """The request, if the acting person may do `verb` to it; raises NotFound or NotAllowed."""
    statement = _LOCKED if lock else _REQUEST
    request = uow.session.exec(statement, params={"request": request_id}).first()
    if request is None:
        raise NotFound(f"XB-{request_id}")
    _require(uow, Verb(verb), request, None)
    return request


def step_for(uow: UnitOfWork, verb: str, step_id: int, *, lock: bool = True) -> tuple[Request, Step]:
    """The step's request and the step, if the acting person may do `verb`; raises NotFound or NotAllowed.

    Both rows are locked in one statement, so what another transaction did to them meanwhile is seen.
    """
    statement = _WITH_STEP_LOCKED if lock else _WITH_STEP
    found = uow.session.exec(statement, params={"step": step_id}).first()
    if found is None:
        raise NotFound(f"#{step_id}")
    request, step = found
    _require(uow, Verb(verb), request, step)
    return request, step


def require(uow: UnitOfWork, verb: str) -> None:
    """For verbs that concern no particular request (`open_request`, `view_status`); raises NotAllowed."""
    _require(uow, Verb(verb), None, None)


def capacities(uow: UnitOfWork, request: Request | None, step: Step | None) -> set[Capacity]:
    """In what capacities the acting person would act on this."""
    roles = directory.standing(uow).roles
    found = set()
    if (directory.MANAGERS, Role.MANAGER) in roles:
        found.add(Capacity.MANAGER)
    if any(team == uow.branch.hub.id for team, _ in roles):
        found.add(Capacity.COORDINATOR)
    if request is not None and request.opened_by_id == uow.actor:
        found.add(Capacity.REQUESTER)
    if step is not None and step.holder_id == uow.actor:
        found.add(Capacity.HOLDER)
    teams = {uow.branch.team_for(step.team_id)} if step is not None else _teams_concerned(uow, request)
    found |= {Capacity.TEAM_MEMBER for team, _ in roles if team in teams}
    found |= {Capacity.TEAM_LEAD for team, role in roles if team in teams and role == Role.LEAD}
    return found


def _teams_concerned(uow: UnitOfWork, request: Request | None) -> set[str]:
    """A request concerns the teams of its steps, also of those to come; an act on no request every team."""
    if request is None:
        return set(uow.branch.teams)
    at_work = uow.session.exec(select(Step.team_id).where(Step.request_id == request.id)).all()
    return {*at_work, *(node.rule.team for node in course_of(uow.rules_of(request), request, ()).graph)}


def _require(uow: UnitOfWork, verb: Verb, request: Request | None, step: Step | None) -> None:
    if verb == Verb.ANSWER_RETURN and step is not None:
        step = _question_about(uow, step)
    found = capacities(uow, request, step)
    if verb == Verb.VIEW_REQUEST and request is not None and _holds_a_step(uow, request):
        found.add(Capacity.HOLDER)  # whoever is to do a part of it may see the whole
    if uow.branch.may(verb, found):
        return
    allowed = uow.branch.policy.permissions[verb]
    people: list[str] = []
    if Capacity.HOLDER in allowed and step is not None and step.holder_id:
        people.append(step.holder_id)
    if Capacity.REQUESTER in allowed and request is not None:
        people.append(request.opened_by_id)
    if Capacity.TEAM_LEAD in allowed and step is not None:
        people.extend(directory.leads_of(uow.session, step.team_id))
    raise NotAllowed(str(verb), tuple(str(each) for each in allowed), tuple(dict.fromkeys(people)))


def _question_about(uow: UnitOfWork, step: Step) -> Step:
    """Who may answer follows from the question, which the asked person holds, whichever visit is named."""
    questions = select(Step).join(Exchange, col(Exchange.question_id) == col(Step.id))
    about = questions.where(Exchange.step_id == step.id).order_by(col(Exchange.id).desc())
    return uow.session.exec(about.limit(1)).first() or step


def _holds_a_step(uow: UnitOfWork, request: Request) -> bool:
    held = select(Step.id).where(Step.request_id == request.id, Step.holder_id == uow.actor)
    return uow.session.exec(held.limit(1)).first() is not None
