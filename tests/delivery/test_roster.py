"""The roster: who works where follows Slack's user groups."""

from dataclasses import dataclass, field

import pytest
from sqlmodel import Session, select

from bot.delivery.contract import Limited
from bot.people.roster import SlackPerson, places, sync_roster
from bot.policy import Policy
from models import AuditEvent, Channel, Membership, Person
from models.enums import Role
from tests.delivery.desk import NINE, Desk


@dataclass
class DeskDirectory:
    """A workspace's directory as plain values."""

    groups: dict[str, tuple[str, ...]]
    names: dict[str, str]
    staff: dict[str, SlackPerson] = field(default_factory=dict)
    is_limited: bool = False

    def channels(self) -> dict[str, str]:
        return self.names

    def user_groups(self) -> dict[str, tuple[str, ...]]:
        return self.groups

    def people(self) -> dict[str, SlackPerson]:
        if self.is_limited:
            raise Limited(30, "users.list")
        return self.staff


@pytest.fixture
def directory(policy: Policy) -> DeskDirectory:
    """Every group and channel of the policy; Li Wei is in transport and leads it."""
    groups = {handle: () for _, _, handle in places(policy)}
    audiences = (*policy.teams.values(), policy.managers)
    directory = DeskDirectory(groups, {each.channel: f"N{each.channel}" for each in audiences})
    for person_id, language in (("U0LIWEI", "zh"), ("U0PETER", "en")):
        directory.staff[person_id] = SlackPerson(person_id, person_id.lower(), language, is_active=True)
    directory.groups["xb-transport"] = ("U0LIWEI", "U0PETER")
    directory.groups["xb-transport-leads"] = ("U0LIWEI",)
    return directory


def memberships(desk: Desk) -> set[tuple[str, str, str]]:
    """Who is what where."""
    with Session(desk.office.engine) as session:
        return {(each.person_id, each.team_id, each.role) for each in session.exec(select(Membership))}


def person(desk: Desk, person_id: str) -> Person:
    """A person as the office knows them."""
    with Session(desk.office.engine) as session:
        return session.get_one(Person, person_id)


def test_groups_become_memberships_and_channels_are_found(desk: Desk, directory: DeskDirectory) -> None:
    """Members and leads come from their groups, languages from the locale, channels by name."""
    result = sync_roster(desk.office, directory, NINE)
    assert memberships(desk) == {
        ("U0LIWEI", "transport", Role.MEMBER),
        ("U0LIWEI", "transport", Role.LEAD),
        ("U0PETER", "transport", Role.MEMBER),
    }
    assert (result.people, result.joined, result.missing) == (2, 3, [])
    assert person(desk, "U0PETER").language == "en"
    with Session(desk.office.engine) as session:
        assert session.get_one(Channel, "managers").channel_id == "Nxb-managers"


def test_doing_it_again_changes_nothing(desk: Desk, directory: DeskDirectory) -> None:
    """A second time nobody joins or leaves, and nothing new is on record."""
    sync_roster(desk.office, directory, NINE)
    again = sync_roster(desk.office, directory, NINE)
    assert (again.joined, again.left) == (0, 0)
    with Session(desk.office.engine) as session:
        actions = session.exec(select(AuditEvent.action)).all()
    assert actions == ["member_joined"] * 3


def test_who_leaves_a_group_leaves_the_team(desk: Desk, directory: DeskDirectory) -> None:
    """A leaver loses the membership, stays known, and the change is on record."""
    sync_roster(desk.office, directory, NINE)
    directory.groups["xb-transport"] = ("U0LIWEI",)
    assert sync_roster(desk.office, directory, NINE).left == 1
    assert ("U0PETER", "transport", Role.MEMBER) not in memberships(desk)
    assert person(desk, "U0PETER").is_active


def test_who_left_the_company_is_no_longer_active(desk: Desk, directory: DeskDirectory) -> None:
    """A person whom Slack lists as deleted, or no more at all, gets no more notices."""
    sync_roster(desk.office, directory, NINE)
    directory.staff["U0PETER"] = SlackPerson("U0PETER", "Peter", "en", is_active=False)
    del directory.staff["U0LIWEI"]
    sync_roster(desk.office, directory, NINE)
    assert not person(desk, "U0PETER").is_active
    assert not person(desk, "U0LIWEI").is_active


def test_a_lost_group_or_channel_leaves_things_as_they_were(desk: Desk, directory: DeskDirectory) -> None:
    """A renamed group does not empty its team; it is named as missing, and so is a lost channel."""
    sync_roster(desk.office, directory, NINE)
    before = memberships(desk)
    del directory.groups["xb-transport"], directory.names["xb-data"]
    result = sync_roster(desk.office, directory, NINE)
    assert sorted(result.missing) == ["#xb-data", "@xb-transport"]
    assert memberships(desk) == before


def test_a_silent_slack_changes_nothing(desk: Desk, directory: DeskDirectory) -> None:
    """When Slack limits the reading half-way, the office keeps what it knew."""
    directory.is_limited = True
    with pytest.raises(Limited):
        sync_roster(desk.office, directory, NINE)
    assert memberships(desk) == set()


def test_a_remembered_conversation_survives_the_roster(desk: Desk, directory: DeskDirectory) -> None:
    """Taking over the roster does not forget where a person is written to."""
    sync_roster(desk.office, directory, NINE)
    desk.put("hello", to="person:U0PETER")
    desk.run()
    sync_roster(desk.office, directory, NINE)
    assert person(desk, "U0PETER").dm_channel_id == "D0PETER"
