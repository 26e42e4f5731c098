"""What falls together at one place is one message."""

from datetime import datetime

from bot.delivery.dispatcher import Dispatcher
from bot.delivery.rendered import Rendered
from models import OutboxState
from tests.delivery.desk import Desk, load


def test_forecasts_and_reminders_make_one_message(desk: Desk) -> None:
    """Held notices of both kinds are told at once."""
    desk.put("late", kind="reminder")
    desk.put("risk", kind="at_risk")
    desk.run()
    assert desk.slack.texts("Cconstruction") == ["zh:late+risk"]


def test_what_is_left_of_a_bundle_keeps_its_own_kind(desk: Desk) -> None:
    """Where all but one have become moot, that one is told as what it is."""
    moot, _ = desk.put(None, kind="reminder"), desk.put("risk", kind="at_risk")
    kinds = []

    def render(kind: str, view: object, language: str, now: datetime) -> Rendered:
        kinds.append(kind)
        return Rendered(str(view))

    Dispatcher(desk.office, desk.slack, load, render, "other").run_once(desk.now)
    assert kinds == ["at_risk"]
    assert desk.row(moot).state == OutboxState.DROPPED
