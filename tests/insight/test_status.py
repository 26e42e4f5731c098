"""The branch's status: what is counted, for whom, and what it costs."""

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from bot.coordination.closing import cancel_request
from bot.coordination.handover import hand_over_step
from bot.coordination.returns import return_step
from bot.errors import NotAllowed
from bot.insight.status import status
from bot.storage.unit_of_work import reading
from bot.views import StatusView, TeamLoad
from models import Clock
from tests.databases import asked_of
from tests.office import CUSTOMERS, TestOffice


@pytest.fixture
def office(engine: Engine) -> TestOffice:
    """On both databases: the counting is theirs."""
    return TestOffice(engine)


def seen(office: TestOffice, by: str = "U0LIANG") -> StatusView:
    with reading(office.office, now=office.now, actor_id=by) as uow:
        return status(uow)


def load(view: StatusView, team_id: str) -> TeamLoad:
    return next(each for each in view.teams if each.team_id == team_id)


def counts(view: StatusView, team_id: str) -> tuple[int, int, int, int]:
    found = load(view, team_id)
    return found.open, found.due_today, found.at_risk, found.overdue


def test_an_idle_branch_has_a_line_for_every_team_and_grade(office: TestOffice) -> None:
    """With nothing under way every count is nought and nobody has an oldest step."""
    view = seen(office)
    assert {each.team_id for each in view.teams} == set(office.office.policy.teams)
    assert all(counts(view, each.team_id) == (0, 0, 0, 0) and each.oldest_at is None for each in view.teams)
    assert [grade for grade, _ in view.grades] == ["key", "diamond", "gold", "silver", "bronze"]
    assert (sum(n for _, n in view.grades), view.open_requests, view.at_risk, view.overdue) == (0, 0, 0, 0)
    assert view.pressing == ()


def test_open_requests_are_counted_by_grade_and_ended_ones_are_not(office: TestOffice) -> None:
    """A cancelled request leaves every count."""
    xb = [office.opens(customer=office.customer(code).id) for code, _, _ in CUSTOMERS[:3]]
    with office.by("U0LINQ") as uow:
        cancel_request(uow, xb[0], "opened by mistake")
    view = seen(office)
    assert view.open_requests == 2
    assert dict(view.grades) == {"key": 1, "diamond": 1, "gold": 0, "silver": 0, "bronze": 0}
    assert load(view, "support").open == 2
    assert {each.id for each in view.pressing} == set(xb[1:])


def test_a_step_is_due_today_until_it_is_overdue(office: TestOffice) -> None:
    """At its very instant a step's deadline is reached; it is never both due today and overdue."""
    begun = office.now
    xb = office.opens()
    step = office.step(xb, "intake")
    with office.by(None) as uow:
        due_at = uow.session.exec(select(Clock.due_at).where(Clock.step_id == step.id)).one()
    assert due_at is not None
    assert counts(seen(office), "support") == (1, 1, 0, 0)
    assert load(seen(office), "support").oldest_at == begun
    office.now = due_at
    assert counts(seen(office), "support") == (1, 0, 0, 1)
    assert seen(office).overdue == 0, "the request's own clock has days left"


def test_a_handed_over_step_counts_for_its_new_team(office: TestOffice) -> None:
    """The load goes where the step goes, and so does its age."""
    begun = office.now
    xb = office.opens()
    office.passes(minutes=30)
    with office.by("U0CHENLU") as uow:
        hand_over_step(
            uow, office.step(xb, "intake").id or 0, reason="a question of fibre", team_id="transport"
        )
    view = seen(office)
    assert (load(view, "support").open, load(view, "transport").open) == (0, 1)
    assert load(view, "transport").oldest_at == begun


def test_a_returned_step_is_still_open_but_not_due(office: TestOffice) -> None:
    """While a question is out the team has the step before it, and its clock stands still."""
    xb = office.opens()
    with office.by("U0CHENLU") as uow:
        return_step(uow, office.step(xb, "intake").id or 0, "Which building?")
    assert counts(seen(office), "support") == (1, 0, 0, 0)


def test_the_five_next_due_press_most(office: TestOffice) -> None:
    """Of six requests the five whose deadline comes first are named, with customer and grade."""
    opened = [office.opens(access_points=str(points)) for points in (30, 1, 20, 1, 8, 12)]
    view = seen(office)
    assert [each.id for each in view.pressing] == [opened[at] for at in (1, 3, 4, 5, 2)]
    assert (view.pressing[0].customer, view.pressing[0].grade) == (CUSTOMERS[0][1], "bronze")
    assert [each.is_overdue for each in view.pressing] == [False] * 5


def test_what_is_at_risk_is_counted_for_the_request_and_for_the_team(office: TestOffice) -> None:
    """A forecast marks the request's clock; every team with an open step of it can help."""
    xb = [office.opens(), office.opens()]
    with office.by(None) as uow:
        mine = select(Clock).where(Clock.request_id == xb[0], col(Clock.step_id).is_(None))
        clock = uow.session.exec(mine).one()
        clock.is_at_risk = True
        uow.session.add(clock)
    view = seen(office)
    assert (view.at_risk, load(view, "support").at_risk) == (1, 1)
    assert [each.is_at_risk for each in view.pressing] == [True, False]


def test_a_stranger_is_refused(office: TestOffice) -> None:
    """Somebody in no team may not see the status."""
    with pytest.raises(NotAllowed):
        seen(office, by="U0NOBODY")


def test_the_cost_follows_what_is_open(sqlite_engine: Engine) -> None:
    """Every statement reads an index of what runs; none can walk through what is closed."""
    office = TestOffice(sqlite_engine)
    with asked_of(sqlite_engine) as asked:
        seen(office)
    counted = [each for each in asked.items() if "FROM clock" in each[0] or "FROM request" in each[0]]
    assert len(counted) == 3
    with sqlite_engine.connect() as connection:
        for said, values in counted:
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values)]
            assert [line for line in plan if "TEMP B-TREE" in line] == []
            for line in plan:
                if line.startswith("SCAN"):
                    assert any(word in line for word in ("running", "at_work", "at_risk")), plan
