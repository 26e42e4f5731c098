"""A branch in which stories happen: the real stand-in, the real bot, and a clock that moves when told.

The wall is frozen and the runtime's threads are not started: after each act the office settles, stepping
the clock over the dispatcher's pacing, so a story goes the same way every time and nothing sleeps.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

import app
from bot.customers.registry import import_customers, read_customers
from bot.delivery.notices import announce
from bot.storage.office import Office
from bot.storage.unit_of_work import unit_of_work
from handlers.manifest import EVENTS, SCOPES
from tests.office import MONDAY, sample_policy
from tests.stories.people import Room, User
from tests.stories.wire import CONFIG, Control, connected
from workspace.config import SAMPLE_CUSTOMERS

PACING = timedelta(minutes=1)
"""What waits no longer than this is sent before the story goes on."""

PATIENT = 30.0
"""Stories tell what happens, not how fast: on a machine that is busy, three seconds are short.

That answers come in time is shown by tests/handlers/test_crowd.py and tests/workspace.
"""


class StoryOffice:
    """One branch at work."""

    def __init__(self, branch: app.LocalBranch, control: Control, road: str) -> None:
        self.branch, self.control, self._road = branch, control, road
        self.clock, self._life, self._lags = branch.clock, ExitStack(), False
        self._life.enter_context(connected(branch.bot, control, road))

    # ---- people and places ----

    def user(self, name: str) -> User:
        """A member of staff, by name."""
        return User(self, name)

    def channel(self, team: str, *, seen_by: str | None = None) -> Room:
        """A team's channel, through the eyes of its first member unless said otherwise."""
        place = next(each for each in CONFIG.channels if each.id == self.channel_id(team))
        return Room(self.user(seen_by or place.members[0]), place.id)

    def channel_id(self, team: str) -> str:
        """A channel by its name or its team's id."""
        names = {each.name.removeprefix("xb-"): each.id for each in CONFIG.channels}
        return names[team]

    def dm(self, name: str) -> Room:
        """Somebody's direct messages with the bot."""
        return self.user(name).dm

    # ---- time ----

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @contextmanager
    def cards_lagging(self) -> Iterator[None]:
        """Meanwhile acts are done and nothing is sent, so that people press on what is out of date."""
        self._lags = True
        yield
        self._lags = False
        self.settles()

    def settles(self) -> None:
        """What is due now is done, and what waits for its turn at Slack within a minute."""
        if self._lags:
            return
        runtime, until = self.branch.bot.runtime, self.now + PACING
        runtime.settle(self.now)
        while (stop := runtime.next_stop(until)) < until:
            self.clock.move(stop.isoformat())

    def working_hours_pass(self, hours: float) -> None:
        """Working time goes by in the branch."""
        self.time_comes(self.after(hours))

    def after(self, hours: float, start_at: datetime | None = None) -> datetime:
        """The instant when so many working hours have gone by."""
        return sample_policy().calendars["office"].add(start_at or self.now, timedelta(hours=hours))

    def time_comes(self, at: datetime | str) -> None:
        """The clock is moved to an instant, or by one of the page's moves."""
        self.control.act("/clock", to=at if isinstance(at, str) else at.isoformat())
        self.settles()

    def sleeps_until(self, at: datetime) -> None:
        """Time goes by while the bot is away: nothing is swept or sent on the way."""
        clock = self.clock
        away, clock.next_stop, clock.arrived = (
            (clock.next_stop, clock.arrived),
            lambda to: to,
            lambda at: None,
        )
        self.time_comes(at)
        clock.next_stop, clock.arrived = away

    # ---- endings ----

    def restarts(self, *, road: str | None = None) -> None:
        """The bot's process ends where it stands and another begins on the same database."""
        self._life.close()
        self.branch.bot = compose(self.branch, road or self._road)
        self._life.enter_context(connected(self.branch.bot, self.control, road or self._road))

    def ends(self) -> None:
        """Everything is put away; the stand-in has refused nothing for want of a scope."""
        refused = self.control.get("/scopes")["refused"]
        self._life.close()
        self.control.close()
        self.branch.stand_in.stop()
        assert refused == []


def shanghai(text: str) -> datetime:
    """The instant of `2026-09-30 10:00` on the branch's wall."""
    return datetime.fromisoformat(text).replace(tzinfo=sample_policy().calendars["office"].zone)


def compose(branch: app.LocalBranch, road: str) -> app.Bot:
    """A new bot for a branch that is there already."""
    office = Office(engine=branch.office.engine, policy=sample_policy(), announce=announce)
    secret = CONFIG.signing_secret if road == "http" else None
    base_url = f"{branch.stand_in.base_url}/api/"
    bot = app.compose(office, CONFIG.bot_token, base_url, branch.clock.now, signing_secret=secret)
    branch.clock.next_stop, branch.clock.arrived = bot.runtime.next_stop, bot.runtime.settle
    return bot


@contextmanager
def story_office(engine: Engine, road: str, start_at: datetime = MONDAY) -> Iterator[StoryOffice]:
    """The sample branch on Monday at ten: its staff and customers, and no request yet."""
    office = Office(engine=engine, policy=sample_policy(), announce=announce)
    with unit_of_work(office, now=start_at) as uow:
        import_customers(uow, read_customers(SAMPLE_CUSTOMERS))
    branch = app.local_branch(office, lambda: start_at, signed_http=road == "http", ack_seconds=PATIENT)
    branch.stand_in.workspace.link.wall = lambda: datetime.now(UTC)  # Bolt checks signatures by the machine's
    control = Control(branch.stand_in.base_url)
    control.act("/app", scopes=list(SCOPES), events=list(EVENTS))
    story = StoryOffice(branch, control, road)
    try:
        yield story
    finally:
        story.ends()
