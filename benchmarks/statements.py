"""How many statements a click and a card cost: SELECT, INSERT, UPDATE, DELETE, on SQLite and PostgreSQL.

    python benchmarks/statements.py [-v]

Three things: an accepting click, dispatched through Bolt; a step's card that the dispatcher claims, loads,
renders, posts for the first time and records; the same card updated. Slack is in memory, every cache of a
process that has run for a while is warm. `-v` prints the statements. The floor is what has to be written.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import structlog
from slack_bolt import App, BoltRequest
from sqlalchemy import Engine, event
from sqlmodel import col, select, update

from benchmarks._figures import figure
from benchmarks.commands import accepting
from bot.coordination.steps import accept_step
from bot.delivery.dispatcher import Dispatcher, DispatchResult
from bot.delivery.gateway import make_client
from bot.delivery.limits import NO_LIMITS
from bot.delivery.loading import load
from bot.storage.database import open_engine
from handlers.context import Context
from handlers.wiring import build_app
from messages import render
from models import Outbox, Step
from models.delivery import OutboxState
from tests.databases import create_database, running_postgres, upgrade_and_leave
from tests.delivery.desk import DeskSlack
from tests.office import MONDAY, TestOffice
from workspace.clock import SteppedClock
from workspace.config import load_config
from workspace.server import create, run_in_thread

COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
ACCEPTS = "U0CHENLU"
Statements = list[str]


@contextmanager
def statements(engine: Engine) -> Iterator[Statements]:
    """What the database is asked meanwhile; a batch of rows is one statement."""
    heard: Statements = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(COUNTED):
            heard.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", note)


class Scene:
    """An office, its listeners, and a dispatcher to a Slack in memory."""

    def __init__(self, engine: Engine, bolt: Callable[[TestOffice], App]) -> None:
        self.office, self.engine = TestOffice(engine), engine
        self.bolt, self.slack = bolt(self.office), DeskSlack()
        self.dispatcher = Dispatcher(self.office.office, self.slack, load, render, "bench", limits=NO_LIMITS)

    def ready_step(self) -> int:
        """The first step of a new request."""
        return self.office.step(self.office.opens(), "intake").id or 0

    def only_card_of(self, step: int) -> None:
        """Of all that waits in the outbox, the step's card in its team's channel stays."""
        with self.office.by(None) as uow:
            waiting = col(Outbox.state) == OutboxState.WAITING
            rows = uow.session.exec(select(Outbox).where(waiting).order_by(col(Outbox.id))).all()
            wanted = [
                row.id
                for row in rows
                if row.kind == "step_card" and row.step_id == step and row.destination.startswith("team:")
            ]
            assert wanted, [(row.kind, row.destination) for row in rows]
            others = waiting & (col(Outbox.id) != wanted[-1])
            uow.session.exec(update(Outbox).where(others).values(state=OutboxState.DROPPED))

    def click(self, step: int) -> Statements:
        """The step accepted by a click."""
        request = BoltRequest(mode="socket_mode", body=accepting(step))
        with statements(self.engine) as heard:
            response = self.bolt.dispatch(request)
        assert response.status == 200, response.body
        assert self.state(step) == "accepted"
        return heard

    def state(self, step: int) -> str:
        """How the step stands."""
        with self.office.by(None) as uow:
            return uow.session.exec(select(Step.state).where(Step.id == step)).one()

    def send(self, step: int) -> Statements:
        """The step's card sent, whether it is the first time or not."""
        self.only_card_of(step)
        with statements(self.engine) as heard:
            result: DispatchResult = self.dispatcher.run_once(self.office.now, at_most=1)
        assert (result.sent, result.failed, result.dropped) == (1, 0, 0), result
        return heard

    def all(self) -> dict[str, Statements]:
        """One of each."""
        step, other = self.ready_step(), self.ready_step()
        posted = self.send(step)
        with self.office.by(ACCEPTS) as uow:
            accept_step(uow, step)
        updated = self.send(step)
        assert [method for method, _ in self.slack.calls[-2:]] == ["chat.postMessage", "chat.update"]
        return {"accepting click": self.click(other), "card posted": posted, "card updated": updated}


def measure(engine: Engine, bolt: Callable[[TestOffice], App], is_verbose: bool) -> None:
    """Prints the counts of the second time."""
    scene = Scene(engine, bolt)
    scene.all()
    for name, heard in scene.all().items():
        kinds = Counter(each.split()[0] for each in heard)
        words = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        print(f"{engine.dialect.name:>10}  {name:16} {len(heard):>3}   {words}", flush=True)
        figure(f"{engine.dialect.name}: {name}", len(heard), "statements")
        if is_verbose:
            print(*(f"{'':12}{number:>3} {each}" for number, each in enumerate(heard, 1)), sep="\n")


def main() -> None:
    """Both databases."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="print the statements too")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    config = load_config()
    stand_in = run_in_thread(create(config, SteppedClock(MONDAY)))  # Bolt asks it once who it is
    client = make_client(config.bot_token, f"{stand_in.base_url}/api/")
    with tempfile.TemporaryDirectory() as folder, running_postgres() as server:
        url = f"sqlite:///{folder}/statements.db"
        upgrade_and_leave(url)
        for address in (url, create_database(server, "statements")):
            engine = open_engine(address)
            measure(
                engine,
                lambda office: build_app(Context(office.office, lambda: MONDAY), client),
                given.verbose,
            )
            engine.dispose()
    stand_in.stop()


if __name__ == "__main__":
    main()
