"""Where a destination is in Slack, and in which language it is spoken to."""

from dataclasses import dataclass

from sqlmodel import Session

from bot import directory
from bot.delivery.survey import PERSON
from bot.office import Office
from models import Channel, Person

TEAM = "team:"


@dataclass(frozen=True)
class Address:
    """A place in Slack. `channel_id` is None where it is not known yet: a person's is opened when needed."""

    channel_id: str | None
    language: str
    person_id: str | None = None


def address_of(session: Session, office: Office, destination: str) -> Address:
    """The address of `team:transport`, `team:managers` or `person:U…`; raises ValueError for another form."""
    if destination.startswith(PERSON):
        person_id = destination.removeprefix(PERSON)
        person = session.get(Person, person_id)
        language = person.language if person else office.branch.hub.language
        return Address(person.dm_channel_id if person else None, language, person_id)
    if not destination.startswith(TEAM):
        raise ValueError(f"no such destination: {destination}")
    team_id = destination.removeprefix(TEAM)
    channel = session.get(Channel, team_id)
    known = team_id == directory.MANAGERS or team_id in office.branch.teams
    language = directory.language_of_team(office.branch.policy, team_id if known else office.branch.hub.id)
    return Address(channel.channel_id if channel else None, language)
