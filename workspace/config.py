"""What the stand-in is set up with: the branch's people and places, and the installed app."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SAMPLE = Path(__file__).with_name("branch.yaml")
SAMPLE_CUSTOMERS = Path(__file__).with_name("sample_customers.csv")
SAMPLE_REQUESTS = Path(__file__).with_name("sample_requests.yaml")
Words = dict[str, str]  # {"zh": …, "en": …}


@dataclass(frozen=True)
class Person:
    """A member of the workspace; the bot is one too."""

    id: str
    handle: str
    name: str
    display_name: str
    locale: str
    title: str = ""
    teams: tuple[str, ...] = ()
    is_bot: bool = False

    @property
    def email(self) -> str:
        return f"{self.handle}@branch.example"

    @property
    def dm(self) -> str:
        """The id of the direct message between this person and the bot."""
        return "D" + self.id[1:]


@dataclass(frozen=True)
class Place:
    """A channel as the workspace starts with it."""

    id: str
    name: str
    members: tuple[str, ...]
    topic: str = ""
    is_private: bool = False
    is_archived: bool = False


@dataclass(frozen=True)
class Group:
    """A user group (`<!subteam^…>`)."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]


@dataclass(frozen=True)
class Completion:
    """A word that the composer offers after a slash command."""

    text: str
    zh: str
    hint: Words


@dataclass(frozen=True)
class Command:
    """A slash command of the app."""

    command: str
    description: Words
    usage_hint: str = ""
    should_escape: bool = True
    completions: tuple[Completion, ...] = ()


@dataclass(frozen=True)
class Shortcut:
    """A shortcut of the app; `type` is `global` or `message`."""

    callback_id: str
    type: str
    name: Words


@dataclass(frozen=True)
class Rate:
    """A leaky bucket: so many a minute, so many at once."""

    per_minute: int
    burst: int


@dataclass(frozen=True)
class Rates:
    """Slack's limits: chat.postMessage by channel and over all, every method by its tier."""

    per_channel: Rate
    workspace: Rate
    tiers: dict[int, Rate]


@dataclass(frozen=True)
class Config:
    """The whole set-up; `dataclasses.replace` makes variants for tests."""

    team: dict[str, str]
    zone: str
    app_id: str
    bot_id: str
    bot_user: str
    bot_name: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    request_url: str | None
    ack_seconds: float
    scopes: frozenset[str]
    events: frozenset[str]
    rates: Rates
    people: tuple[Person, ...]
    channels: tuple[Place, ...]
    groups: tuple[Group, ...]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]


@cache
def load_config(path: Path = SAMPLE) -> Config:
    """Read a branch file; a missing or unknown key raises KeyError or TypeError that names it."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    app = document["app"]
    bot = Person(app["user"], app["handle"], app["name"], app["name"], "zh-CN", is_bot=True)
    people = (*map(_person, document["people"]), bot)
    return Config(
        team=document["team"],
        zone=document["zone"],
        app_id=app["id"],
        bot_id=app["bot_id"],
        bot_user=bot.id,
        bot_name=bot.name,
        bot_token=app["bot_token"],
        app_token=app["app_token"],
        signing_secret=app["signing_secret"],
        verification_token=app["verification_token"],
        request_url=app["request_url"],
        ack_seconds=app["ack_seconds"],
        scopes=frozenset(app["scopes"]),
        events=frozenset(app["events"]),
        rates=_rates(document["rates"]),
        people=people,
        channels=tuple(_place(row, people, bot, app["channels"]) for row in document["channels"]),
        groups=tuple(Group(**{**row, "users": tuple(row["users"])}) for row in document["groups"]),
        commands=tuple(_command(row) for row in document["commands"]),
        shortcuts=tuple(Shortcut(**row) for row in document["shortcuts"]),
    )


def _person(row: dict[str, Any]) -> Person:
    return Person(**{"display_name": row["name"], **row, "teams": tuple(row["teams"])})


def _place(row: dict[str, Any], people: tuple[Person, ...], bot: Person, with_bot: list[str]) -> Place:
    named = [p.id for p in people if not p.is_bot] if row["members"] == "everyone" else row["members"]
    members = (*named, bot.id) if row["id"] in with_bot else tuple(named)
    return Place(**{**row, "members": members})


def _command(row: dict[str, Any]) -> Command:
    return Command(**{**row, "completions": tuple(Completion(**each) for each in row["completions"])})


def _rates(row: dict[str, Any]) -> Rates:
    tiers = {int(tier): Rate(figure, figure) for tier, figure in row["tiers"].items()}
    return Rates(Rate(**row["per_channel"]), Rate(**row["workspace"]), tiers)
