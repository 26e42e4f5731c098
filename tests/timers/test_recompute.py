"""Deadlines that rest on an estimated year, before and after it is announced."""

from datetime import UTC, datetime

from bot.policy import Policy, policy_from_documents
from bot.storage.office import Office
from bot.timers import clocks
from bot.timers.recompute import restate_provisional
from models import Clock, Request
from tests.office import TestOffice

ANNOUNCED = """    announced:
      2027:
        holidays:
          new_year: [2027-01-01, 2027-01-03]
          spring_festival: [2027-02-04, 2027-02-14]
        workdays: [2027-01-30]

    estimate:
"""


def with_2027_announced(policy: Policy) -> Policy:
    """The branch's policy after somebody has entered the year: a new version."""
    documents = dict(policy.documents)
    documents["calendars.yaml"] = documents["calendars.yaml"].replace("    estimate:\n", ANNOUNCED, 1)
    return policy_from_documents(documents)


def own_clock(office: TestOffice, xb: int) -> Clock:
    with office.by(None) as uow:
        found = clocks.clock_of(uow, uow.session.get_one(Request, xb), None)
        assert found is not None
        return found


def test_a_provisional_deadline_is_stated_anew_when_the_year_is_entered(office: TestOffice) -> None:
    """The frozen policy keeps its rules but not its guess: the holiday comes two days earlier."""
    office.now = datetime(2027, 2, 1, 1, 0, tzinfo=UTC)  # Monday 9:00; four working days
    xb = office.opens()
    before = own_clock(office, xb)
    assert before.is_provisional
    assert before.due_at == datetime(2027, 2, 4, 10, 0, tzinfo=UTC)
    assert restate_provisional(office.office, office.now) == 0
    office.office = Office(engine=office.office.engine, policy=with_2027_announced(office.office.policy))
    assert restate_provisional(office.office, office.now) == 2  # the request's and its first step's
    after = own_clock(office, xb)
    assert not after.is_provisional
    assert after.due_at == datetime(2027, 2, 15, 10, 0, tzinfo=UTC)
    assert after.original_due_at == before.original_due_at
    assert office.actions(xb).count("deadline_restated") == 2
    assert restate_provisional(office.office, office.now) == 0
