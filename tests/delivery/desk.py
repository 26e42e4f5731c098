"""A desk to try delivery at: an outbox, and a Slack that is a list of messages and fails on request."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.delivery import outbox
from bot.delivery.contract import LOOK_UP, OPEN_DM, POST, UPDATE, Rejected
from bot.delivery.dispatcher import Dispatcher, DispatchResult
from bot.delivery.limits import NO_LIMITS, Backoff, Limits
from bot.delivery.rendered import Rendered
from bot.policy import Policy
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, unit_of_work
from bot.views import Bundle
from models import Channel, Outbox, Person

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PEOPLE = {"U0MINA": "en", "U0LIWEI": "zh"}


class Killed(BaseException):
    """The process is gone at this very moment: nothing behind it runs."""


@dataclass
class Message:
    """A message as it stands in the desk's Slack."""

    ts: str
    text: str
    outbox_ids: tuple[int, ...]
    thread_ts: str | None = None
    updates: int = 0


@dataclass
class DeskSlack:
    """Does what it is asked, unless a fault is due: `before` it does it, or `after` it has done it."""

    channels: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    calls: list[tuple[str, str]] = field(default_factory=list)
    before: dict[str, list[BaseException]] = field(default_factory=lambda: defaultdict(list))
    after: dict[str, list[BaseException]] = field(default_factory=lambda: defaultdict(list))
    archived: set[str] = field(default_factory=set)
    while_answering: Callable[[], object] = lambda: None

    def _call(self, method: str, channel_id: str) -> None:
        self.calls.append((method, channel_id))
        if channel_id in self.archived:
            raise Rejected("is_archived", permanent=True)
        if self.before[method]:
            raise self.before[method].pop(0)

    def _answer(self, method: str) -> None:
        if self.after[method]:
            raise self.after[method].pop(0)

    def post(
        self, channel_id: str, rendered: Rendered, outbox_ids: Sequence[int], thread_ts: str | None = None
    ) -> str:
        self._call(POST, channel_id)
        ts = f"{len(self.calls)}.0001"
        self.channels[channel_id].append(Message(ts, rendered.text, tuple(outbox_ids), thread_ts))
        self._answer(POST)
        self.while_answering()
        return ts

    def update(self, channel_id: str, ts: str, rendered: Rendered) -> None:
        self._call(UPDATE, channel_id)
        message = next((each for each in self.channels[channel_id] if each.ts == ts), None)
        if message is None:
            raise Rejected("message_not_found", permanent=True)
        message.text, message.updates = rendered.text, message.updates + 1
        self._answer(UPDATE)

    def find(
        self, channel_id: str, outbox_id: int, since_at: datetime, thread_ts: str | None = None
    ) -> str | None:
        self._call(LOOK_UP, channel_id)
        found = (each for each in self.channels[channel_id] if outbox_id in each.outbox_ids)
        return next((each.ts for each in found if each.thread_ts == thread_ts), None)

    def open_dm(self, person_id: str) -> str:
        self._call(OPEN_DM, person_id)
        self._answer(OPEN_DM)
        return f"D{person_id[1:]}"

    def texts(self, channel_id: str) -> list[str]:
        """What stands in a channel."""
        return [message.text for message in self.channels[channel_id]]


def load(uow: UnitOfWork, row: Outbox) -> object | None:
    """A notice says what its parameters hold; `None` there means that it is moot."""
    if row.params.get("say") == "!":
        raise KeyError("a loader stumbled")
    return row.params.get("say", row.params.get("words"))


def render(kind: str, view: object, language: str, now: datetime) -> Rendered:
    """The words with their language, a bundle's joined."""
    said = "+".join(str(each) for each in view.items) if isinstance(view, Bundle) else str(view)
    return Rendered(f"{language}:{said}")


@dataclass
class Desk:
    """An office with its database, the desk's Slack, and a clock that moves when told."""

    office: Office
    slack: DeskSlack
    now: datetime = NINE
    limits: Limits = NO_LIMITS
    names: int = 0

    @classmethod
    def at(cls, engine: Engine, policy: Policy) -> "Desk":
        """A desk whose channels are C and the team's name, e.g. `Cconstruction`."""
        with Session(engine) as session, session.begin():
            for team_id in (*policy.teams, "managers"):
                session.add(Channel(team_id=team_id, channel_id=f"C{team_id}"))
            for person_id, language in PEOPLE.items():
                session.add(Person(id=person_id, name=person_id, language=language, synced_at=NINE))
        return cls(Office(engine, policy), DeskSlack())

    def dispatcher(self) -> Dispatcher:
        """One more replica."""
        self.names += 1
        backoff = Backoff(chance=lambda: 0.0)
        return Dispatcher(
            self.office, self.slack, load, render, f"r{self.names}", backoff=backoff, limits=self.limits
        )

    def put(
        self, say: str | None, to: str = "team:construction", kind: str = "step_chased", **given: object
    ) -> int:
        """Leaves a notice in the outbox and answers its id."""
        with unit_of_work(self.office, now=self.now) as uow:
            notice = outbox.put(uow, kind, to, params={"say": say}, **given)  # type: ignore[arg-type]
        assert notice.id is not None
        return notice.id

    def run(self, **passed: float) -> DispatchResult:
        """Lets time pass (as timedelta's words) and dispatches what is due."""
        self.now += timedelta(**passed)
        return self.dispatcher().run_once(self.now)

    def row(self, outbox_id: int) -> Outbox:
        """A row of the outbox as it stands."""
        with Session(self.office.engine) as session:
            return session.get_one(Outbox, outbox_id)

    def rows(self, kind: str) -> list[Outbox]:
        """All rows of a kind."""
        with Session(self.office.engine) as session:
            return list(session.exec(select(Outbox).where(Outbox.kind == kind).order_by(Outbox.id)))
