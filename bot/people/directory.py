"""Who belongs to which team in which role, and where teams and people are reached; read from the roster."""

from typing import NamedTuple

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from bot.policy import Policy
from bot.storage.unit_of_work import UnitOfWork
from models import Channel, Membership, Person
from models.enums import Role

MANAGERS = "managers"


_MEMBERSHIP = Membership.__table__  # type: ignore[attr-defined]
_PERSON = Person.__table__  # type: ignore[attr-defined]
_STANDING = (
    select_columns(_PERSON.c.language, _MEMBERSHIP.c.team_id, _MEMBERSHIP.c.role)
    .select_from(_MEMBERSHIP)
    .outerjoin(_PERSON, _PERSON.c.id == _MEMBERSHIP.c.person_id)
    .where(_MEMBERSHIP.c.person_id == bindparam("person"))
)


class Standing(NamedTuple):
    """What is asked of a person in every act: language (None of somebody in no team), and roles."""

    language: str | None
    roles: frozenset[tuple[str, str]]


def standing(uow: UnitOfWork, person_id: str | None = None) -> Standing:
    """The language and (team id, role) pairs of a person, else of the acting one; looked up once a unit.

    Memberships of teams that the present policy does not know are left out; the roster may still have them.
    """
    who = person_id or uow.actor
    if ("standing", who) not in uow.memo:
        rows = uow.session.connection().execute(_STANDING, {"person": who}).all()
        language = rows[0].language if rows else None
        known_teams = {*uow.branch.teams, MANAGERS}
        roles = frozenset((row.team_id, row.role) for row in rows if row.team_id in known_teams)
        found = Standing(language, roles)
        uow.memo["standing", who] = found
    known: Standing = uow.memo["standing", who]
    return known


def teams_of(uow: UnitOfWork, person_id: str) -> tuple[str, ...]:
    """The teams that the person works in (as member or lead), without the managers' group."""
    return tuple(sorted({team for team, _ in standing(uow, person_id).roles if team != MANAGERS}))


def people_of(session: Session, team_id: str, *roles: Role) -> tuple[str, ...]:
    """The active people of a team, in any of `roles` (all roles when none is named), by id."""
    query = (
        select(Membership.person_id)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(Membership.team_id == team_id, col(Person.is_active).is_(True))
        .order_by(Membership.person_id)
        .distinct()
    )
    if roles:
        query = query.where(col(Membership.role).in_([str(role) for role in roles]))
    return tuple(session.exec(query).all())


def leads_of(session: Session, team_id: str) -> tuple[str, ...]:
    """The team's leads."""
    return people_of(session, team_id, Role.LEAD)


def is_manager(session: Session, person_id: str) -> bool:
    """Whether the person is one of the branch's managers."""
    return session.get(Membership, (person_id, MANAGERS, Role.MANAGER)) is not None


def language_of_team(policy: Policy, team_id: str) -> str:
    """The language of a team's channel, by the policy."""
    return policy.managers.language if team_id == MANAGERS else policy.teams[team_id].language


def team_of_channel(session: Session, channel_id: str) -> str | None:
    """Whose channel this is, if it is a team's."""
    row = session.exec(select(Channel).where(Channel.channel_id == channel_id)).first()
    return row.team_id if row else None
