"""Who there is: people, their teams and roles, the teams' channels, the customers."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.base import Json, instant


class Person(SQLModel, table=True):
    """A member of staff as Slack knows them; `id` is the Slack user id."""

    id: str = Field(primary_key=True)
    name: str
    language: str = "zh"
    is_active: bool = True
    dm_channel_id: str | None = None
    synced_at: datetime = instant()


class Membership(SQLModel, table=True):
    """A person's part in a team, taken from Slack's user groups; a manager's `team_id` is `managers`."""

    person_id: str = Field(primary_key=True)
    team_id: str = Field(primary_key=True)
    role: str = Field(primary_key=True)


class Channel(SQLModel, table=True):
    """The Slack channel of a team (or of `managers`)."""

    team_id: str = Field(primary_key=True)
    channel_id: str = Field(index=True)


class Customer(SQLModel, table=True):
    """An enterprise customer of the registry; one customer has one grade [S]."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str = Field(index=True)
    city: str = ""
    aliases: list[Any] = Field(default_factory=list, sa_type=Json, nullable=False)
    grade: str = Field(index=True)
    account_manager_id: str | None = None
    registered_at: datetime = instant()
