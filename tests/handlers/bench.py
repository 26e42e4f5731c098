"""An office with real listeners on a real Bolt app, and all its rows to compare before and after."""

from collections.abc import Callable
from datetime import timedelta

from slack_bolt import BoltResponse
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from bot.coordination.clock_verbs import PauseWish, pause_step
from bot.coordination.drafts import save_draft
from bot.coordination.one_line import draft_line
from bot.coordination.returns import return_step
from bot.coordination.steps import accept_step
from handlers.context import Context
from handlers.gate import Gate
from handlers.wiring import build_app
from models import Clock, Received
from tests.handlers.slack import Json, Slack, sends
from tests.office import TestOffice

FORM: Json = {"service": "data_line", "access_points": "1", "site": "8号楼", "description": "需要专线"}
Rows = dict[str, list[str]]


class Bench:
    """Payloads go in as they come from Slack; what changed can be seen in the database."""

    def __init__(self, office: TestOffice, slack: Slack, gate: Gate | None = None) -> None:
        self.office, self.slack = office, slack
        self.context = Context(office.office, lambda: office.now, gate=gate or Gate())
        self.bolt = build_app(self.context, slack.client)

    def hears(self, payload: Json) -> BoltResponse:
        """One payload, one answer."""
        return sends(self.bolt, payload)

    # ---- what stands in the office ----

    def ready_step(self) -> int:
        """A step of the support office that nobody has taken on."""
        return self.office.step(self.office.opens(), "intake").id or 0

    def accepted_step(self) -> int:
        """The same in 陈璐's hands."""
        return self._after(lambda uow, step: accept_step(uow, step))

    def returned_step(self) -> int:
        """The same with a question out to 林强."""
        return self._after(lambda uow, step: return_step(uow, step, "which floor?"))

    def paused_step(self) -> int:
        """The same with its clock standing still."""
        wish = PauseWish("customer_not_ready", "a mail", self.office.now + timedelta(hours=2))
        step = self.accepted_step()
        with self.office.by("U0CHENLU") as uow:
            pause_step(uow, step, wish)
        return step

    def _after(self, verb: Callable[..., object]) -> int:
        step = self.ready_step()
        with self.office.by("U0CHENLU") as uow:
            verb(uow, step)
        return step

    def done_step(self) -> int:
        """A step that is finished."""
        request = self.office.opens()
        self.office.finishes(request, "intake", "clear", by="U0CHENLU")
        return self.office.step(request, "intake").id or 0

    def draft(self, *, by: str = "U0LINQ") -> int:
        """A form of 林强's that was filled in and not sent."""
        with self.office.by(by) as uow:
            values = {**FORM, "customer": str(self.office_customer())}
            return save_draft(uow, "resource_check", values).id or 0

    def line(self, *, by: str = "U0LINQ") -> int:
        """A request in one line that was not confirmed."""
        with self.office.by(by) as uow:
            said = "资源核查 明天科技有限公司 互联网专线 8号楼"
            draft = draft_line(uow, said, self.context.customers(uow))
            draft.details = {**FORM, **draft.details}
            return draft.id or 0

    def office_customer(self) -> int:
        return self.office.customer().id or 0

    def clock_of(self, step: int) -> int:
        """The step's clock."""
        with self.office.by(None) as uow:
            return uow.session.exec(select(Clock.id).where(Clock.step_id == step)).one() or 0

    def rows(self) -> Rows:
        """Every row of every table, but for what came in."""
        return rows_of(self.office.office.engine)


def rows_of(engine: Engine) -> Rows:
    """Every row of every table, but for what came in."""
    with engine.connect() as connection:
        tables = [each for each in SQLModel.metadata.sorted_tables if each.name != Received.__tablename__]
        return {
            each.name: sorted(repr(tuple(row)) for row in connection.execute(each.select()))
            for each in tables
        }
