"""Takes over from Slack who works in which team, where the teams' channels are, and who speaks what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlmodel import select

from bot.people.directory import MANAGERS
from bot.policy import Policy
from bot.storage.audit import record
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, unit_of_work
from models import Channel, Membership, Person
from models.enums import Role

Place = tuple[str, Role, str]


@dataclass(frozen=True)
class SlackPerson:
    """A person as Slack lists them; `language` is `zh` or `en`, by their locale."""

    id: str
    name: str
    language: str
    is_active: bool


class Directory(Protocol):
    """Slack as a list of people. Every call may raise a `bot.delivery.contract.DeliveryFault`."""

    def channels(self) -> dict[str, str]:
        """The ids of all channels that are not archived, by name."""

    def user_groups(self) -> dict[str, tuple[str, ...]]:
        """The ids of the people in every user group, by the group's handle."""

    def people(self) -> dict[str, SlackPerson]:
        """Everybody in the workspace, by id, with their language."""


@dataclass
class RosterResult:
    """What changed; `missing` names the channels (#) and user groups (@) of the policy that Slack lacks."""

    people: int = 0
    joined: int = 0
    left: int = 0
    missing: list[str] = field(default_factory=list)


def sync_roster(office: Office, directory: Directory, now: datetime) -> RosterResult:
    """Reads Slack first, then writes in one transaction; doing it again changes nothing.

    Raises a DeliveryFault, with nothing changed, where Slack does not answer. A user group or channel that
    Slack does not have leaves the team's people and channel as they were.
    """
    channels, groups, people = directory.channels(), directory.user_groups(), directory.people()
    result = RosterResult()
    with unit_of_work(office, now=now) as uow:
        _sync_channels(uow, channels, result)
        _sync_memberships(uow, groups, result)
        _sync_people(uow, people, result)
    return result


def places(policy: Policy) -> Iterator[Place]:
    """Every (team, role, user group's handle) of the policy."""
    for team in policy.teams.values():
        yield team.id, Role.MEMBER, team.usergroup
        yield team.id, Role.LEAD, team.leads
    yield MANAGERS, Role.MANAGER, policy.managers.usergroup


def _sync_channels(uow: UnitOfWork, channels: dict[str, str], result: RosterResult) -> None:
    policy = uow.branch.policy
    names = {team.id: team.channel for team in policy.teams.values()} | {MANAGERS: policy.managers.channel}
    for team_id, name in names.items():
        if name in channels:
            uow.session.merge(Channel(team_id=team_id, channel_id=channels[name]))
        else:
            result.missing.append(f"#{name}")


def _sync_memberships(uow: UnitOfWork, groups: dict[str, tuple[str, ...]], result: RosterResult) -> None:
    present = {(m.team_id, m.role, m.person_id): m for m in uow.session.exec(select(Membership))}
    for team_id, role, handle in places(uow.branch.policy):
        if handle not in groups:
            result.missing.append(f"@{handle}")
            continue
        wanted = set(groups[handle])
        had = {person for team, role_, person in present if (team, role_) == (team_id, role)}
        for person_id in sorted(wanted - had):
            uow.session.add(Membership(person_id=person_id, team_id=team_id, role=role))
            record(uow, "member_joined", person=person_id, team=team_id, role=role)
        for person_id in sorted(had - wanted):
            uow.session.delete(present[team_id, role, person_id])
            record(uow, "member_left", person=person_id, team=team_id, role=role)
        result.joined += len(wanted - had)
        result.left += len(had - wanted)


def _sync_people(uow: UnitOfWork, people: dict[str, SlackPerson], result: RosterResult) -> None:
    """Those in a team, and those whom the office knows already; nobody else's data is kept."""
    known = {person.id: person for person in uow.session.exec(select(Person))}
    staff = {membership.person_id for membership in uow.session.exec(select(Membership))}
    for person_id in sorted(staff | set(known)):
        seen = people.get(person_id)
        row = known.get(person_id) or Person(id=person_id, name=person_id, synced_at=uow.now)
        row.is_active = seen is not None and seen.is_active
        if seen is not None:
            row.name, row.language = seen.name, seen.language
        row.synced_at = uow.now
        uow.session.add(row)
    result.people = len(staff)
