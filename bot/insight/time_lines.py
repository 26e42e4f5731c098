"""Whose hands held the time, as lines for people: each moment in one place, up to the whole."""

from datetime import timedelta

from bot.course.rules import RequestRules
from bot.insight.time_ledger import Hold, hands_of
from bot.policy import Text
from bot.storage.unit_of_work import UnitOfWork
from bot.views import Held
from bot.worktime import format_amount
from models import Request

MINUTE = timedelta(minutes=1)
ENGINES_OWN = ("returned", "reopened")
"""Pause reasons that no policy names: `messages` has words for them."""


def held_lines(uow: UnitOfWork, request: Request) -> tuple[Held, ...]:
    """The longest first; in whole minutes, and what took less than one is left out."""
    rules, ledger = uow.rules_of(request), hands_of(uow, request)
    sums: dict[tuple[str, str | None, str | None], timedelta] = {}
    for entry in ledger.entries:
        key = (str(entry.hold.held), _name_id(entry.hold), entry.hold.person)
        sums[key] = sums.get(key, timedelta(0)) + entry.working
    calendar = rules.calendar
    return tuple(
        Held(
            how=how,
            name=_name(rules, name),
            person_id=person,
            amount=format_amount(working - working % MINUTE, calendar),
            percent=round(working * 100 / ledger.whole),
        )
        for (how, name, person), working in sorted(sums.items(), key=lambda item: -item[1])
        if working >= MINUTE
    )


def _name_id(hold: Hold) -> str | None:
    return hold.pause or hold.team


def _name(rules: RequestRules, id: str | None) -> Text | str | None:
    """A team's name, a pause reason's, or the engine's own reason as it is."""
    if id is None:
        return None
    return rules.reason_name(id) or (id if id in ENGINES_OWN else rules.team_name(id))
