"""teams.yaml: who works together, where they are reached in Slack, and who may do what."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints, model_validator

from bot.policy.text import Frozen, Id, Language, Text

Channel = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,80}$")]
Handle = Annotated[str, StringConstraints(pattern=r"^[a-z0-9._-]{1,80}$")]


def keyed(name: str = "id") -> BeforeValidator:
    """Gives every entry of a YAML mapping its own key as the field `name`."""

    def put_key(entries: Any) -> Any:
        if not isinstance(entries, dict):
            return entries
        return {k: {**v, name: k} if isinstance(v, dict) else v for k, v in entries.items()}

    return BeforeValidator(put_key)


class Capacity(StrEnum):
    """In what capacity somebody acts on a request or step; one person may act in several."""

    HOLDER = "holder"
    TEAM_MEMBER = "team_member"
    TEAM_LEAD = "team_lead"
    COORDINATOR = "coordinator"
    REQUESTER = "requester"
    MANAGER = "manager"


class Verb(StrEnum):
    """What a person can do that is checked against capacities (see `permissions:`)."""

    OPEN_REQUEST = "open_request"
    ACCEPT_STEP = "accept_step"
    FINISH_STEP = "finish_step"
    RETURN_STEP = "return_step"
    ANSWER_RETURN = "answer_return"
    HAND_OVER_STEP = "hand_over_step"
    CHASE_STEP = "chase_step"
    CANCEL_REQUEST = "cancel_request"
    PAUSE_STEP = "pause_step"
    RESUME_STEP = "resume_step"
    MOVE_DEADLINE = "move_deadline"
    REGRADE_CUSTOMER = "regrade_customer"
    REOPEN_STEP = "reopen_step"
    ACKNOWLEDGE_REMINDER = "acknowledge_reminder"
    SNOOZE_REMINDER = "snooze_reminder"
    VIEW_REQUEST = "view_request"
    VIEW_STATUS = "view_status"


class Audience(Frozen):
    """A Slack channel (name without #) with a user group (handle without @), and the channel's language."""

    channel: Channel
    usergroup: Handle
    language: Language


class Team(Audience):
    """One department; `leads` is the handle of its leads' user group. Exactly one team is the hub [S]."""

    id: Id
    name: Text
    duties: Text
    leads: Handle
    hub: bool = False


class TeamsFile(Frozen):
    """The whole of teams.yaml."""

    teams: Annotated[dict[Id, Team], keyed()]
    managers: Audience
    permissions: dict[Verb, tuple[Capacity, ...]]

    @model_validator(mode="after")
    def _one_hub(self) -> "TeamsFile":
        hubs = [team.id for team in self.teams.values() if team.hub]
        if len(hubs) != 1:
            said = ", ".join(hubs) or "none"
            raise ValueError(f"exactly one team must have `hub: true`, not {len(hubs)} ({said})")
        return self

    @model_validator(mode="after")
    def _every_verb_allowed_to_somebody(self) -> "TeamsFile":
        missing = [verb.value for verb in Verb if not self.permissions.get(verb)]
        if missing:
            raise ValueError(f"permissions say nothing about: {', '.join(missing)}")
        return self
