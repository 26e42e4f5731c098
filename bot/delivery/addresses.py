"""Where a destination is in Slack, and in which language it is spoken to."""

from dataclasses import dataclass

from bot.people import directory
from bot.storage.office import Office

TEAM = "team:"
PERSON = "person:"


@dataclass(frozen=True)
class Address:
    """A place in Slack. `channel_id` is None where it is not known yet: a person's is opened when needed."""

    channel_id: str | None
    language: str
    person_id: str | None = None


def named(destination: str, prefix: str) -> str | None:
    """The id of the team (`TEAM`) or person (`PERSON`) that a destination names, if it names one."""
    return destination.removeprefix(prefix) if destination.startswith(prefix) else None


def address_of(office: Office, destination: str, channel_id: str | None, language: str | None) -> Address:
    """The address of `team:transport`, `team:managers` or `person:U…`; raises ValueError for another form.

    `channel_id` is the team's channel or the conversation with the person, and `language` the person's, as
    far as they are on record.
    """
    branch = office.branch
    person_id, team_id = named(destination, PERSON), named(destination, TEAM)
    if person_id is not None:
        return Address(channel_id, language or branch.hub.language, person_id)
    if team_id is None:
        raise ValueError(f"no such destination: {destination}")
    known = team_id == directory.MANAGERS or team_id in branch.teams
    return Address(channel_id, directory.language_of_team(branch.policy, team_id if known else branch.hub.id))
