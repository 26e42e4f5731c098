"""Targets and plans of the sample branch."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course import grade_caps, plan_request, step_limit, target_for
from bot.policy import Policy, UnknownName, policy_from_documents
from models.enums import AssuranceLevel, Grade, Reach

MONDAY = datetime.fromisoformat("2026-11-23T10:00+08:00")


def test_eight_points_for_a_bronze_customer_take_six_and_a_half_days(policy: Policy) -> None:
    """The paper's own example: 8 / 5 × 4 = 6.4, rounded up to 6.5 working days."""
    plan = plan_request(
        policy, kind="resource_check", service="data_line", grade="bronze", access_points=8, at=MONDAY
    )
    assert plan.target.amount == Decimal("6.5")
    assert plan.due_at == datetime.fromisoformat("2026-12-01T15:30+08:00")
    assert "8 / 5 × 4 = 6.4, rounded up to 6.5" in plan.rule
    assert [(step.key, step.team, step.needs, step.applies_if) for step in plan.steps] == [
        ("intake", "support", (), None),
        ("transport", "transport", ("intake",), None),
        ("data", "data", ("intake",), None),
        (
            "construction",
            "construction",
            ("transport", "data"),
            "any of transport, data answers not_available",
        ),
        ("answer", "support", ("transport", "data", "construction"), None),
        ("decide", "customer", ("answer",), "any of transport, data answers not_available"),
    ]


@pytest.mark.parametrize(
    ("points", "days"),
    [(1, "4"), (5, "4"), (6, "5"), (7, "6"), (8, "6.5"), (9, "7.5"), (10, "8"), (25, "20")],
)
@pytest.mark.parametrize("kind", ["site_survey", "resource_check"])
def test_the_limit_grows_with_the_access_points(policy: Policy, kind: str, points: int, days: str) -> None:
    """Up to 5 points take the base; beyond, the share is rounded up to half a working day."""
    target = target_for(policy, kind=kind, service="data_line", grade="bronze", access_points=points)
    assert target.amount == Decimal(days)
    assert target.working == timedelta(hours=7) * float(days)


@pytest.mark.parametrize(
    ("reach", "days"),
    [
        ("in_city", "1.5 2 3 4 4"),
        ("across_cities", "2.5 3 4 5 5"),
        ("across_provinces", "3.5 4 5 6 6"),
    ],
)
@pytest.mark.parametrize("kind", ["site_survey", "resource_check"])
def test_a_limit_follows_from_reach_and_grade(policy: Policy, kind: str, reach: str, days: str) -> None:
    """What reaches farther has more time; each grade has a figure of its own for each reach."""
    found = [
        target_for(policy, kind=kind, service="voice_line", grade=grade, reach=reach).amount
        for grade in Grade
    ]
    assert found == [Decimal(each) for each in days.split()]


@pytest.mark.parametrize(
    ("reach", "days", "said"),
    [
        ("in_city", "6.5", "reach in_city, grade bronze: 4 working days; .* = 6.4, rounded up to 6.5$"),
        ("across_cities", "8", "reach across_cities, grade bronze: 5 working days; .* 8 / 5 × 5 = 8$"),
        (
            "across_provinces",
            "10",
            "across_provinces, grade bronze: 6 working days; .* = 9.6, rounded up to 10$",
        ),
    ],
)
def test_access_points_stretch_the_limit_of_the_reach(
    policy: Policy, reach: str, days: str, said: str
) -> None:
    """Eight points, bronze: in the city the paper's own 6.5 days, farther in proportion; the rule says so."""
    target = target_for(
        policy, kind="site_survey", service="data_line", grade="bronze", access_points=8, reach=reach
    )
    assert target.amount == Decimal(days)
    assert re.search(said, target.rule)


def test_without_a_reach_a_request_is_in_the_city(policy: Policy) -> None:
    """The reach need not be given; a plan by the nearest one is the plan without any."""
    asked = {"kind": "site_survey", "service": "data_line", "grade": "gold"}
    assert plan_request(policy, **asked, at=MONDAY) == plan_request(
        policy, **asked, at=MONDAY, reach=Reach.IN_CITY
    )
    farther = plan_request(policy, **asked, at=MONDAY, reach=Reach.ACROSS_CITIES)
    assert (farther.target.amount, farther.step("intake").limit) == (4, timedelta(hours=7) * 0.4)


def test_a_kind_whose_targets_do_not_depend_on_reach_ignores_it(policy: Policy) -> None:
    """A fault is restored as fast across provinces as in the city, and its rule says nothing of the reach."""
    limits = {target_for(policy, kind="fault", service="pon", grade="gold", reach=each) for each in Reach}
    assert len(limits) == 1
    assert "reach" not in limits.pop().rule


@pytest.mark.parametrize("kind", ["site_survey", "resource_check"])
def test_only_access_services_grow_with_their_access_points(policy: Policy, kind: str) -> None:
    """The paper's rule is for access services; for all others points change neither limit nor its rule."""
    for service, rule in policy.services.items():
        few = target_for(policy, kind=kind, service=service, grade="bronze", access_points=1)
        many = target_for(policy, kind=kind, service=service, grade="bronze", access_points=8)
        is_access = rule.family == "access"
        assert (many.amount, few.amount) == (Decimal("6.5" if is_access else "4"), Decimal(4)), service
        assert ("access points" in many.rule) is is_access, service


@pytest.mark.parametrize(
    ("service", "grade", "assurance", "hours"),
    [
        ("data_line", "key", None, 2),
        ("wlan", "key", None, 4),
        ("data_line", "bronze", None, 8),
        ("wlan", "bronze", None, 24),
        ("wlan", "bronze", "AAA", 2),
    ],
)
def test_a_faults_target_follows_the_assurance_level(
    policy: Policy, service: str, grade: str, assurance: str | None, hours: int
) -> None:
    """The level follows from grade and service unless one is given, and counts around the clock."""
    target = target_for(policy, kind="fault", service=service, grade=grade, assurance=assurance)
    assert (target.working, target.calendar) == (timedelta(hours=hours), "always")


def test_no_level_is_better_for_a_lower_grade(policy: Policy) -> None:
    """The assurance level never rises when the grade falls, for any service."""
    order = list(AssuranceLevel)
    for service in policy.services:
        levels = [order.index(policy.assurance_of(grade, service)) for grade in Grade]
        assert levels == sorted(levels)


@pytest.mark.parametrize(
    ("customers", "diamond", "second"), [(1570, 157, 314), (0, 0, 0), (9, 0, 1), (19, 1, 3)]
)
def test_grade_caps_round_down(policy: Policy, customers: int, diamond: int, second: int) -> None:
    """Of 1,570 customers 157 may be diamond and 314 of the second cap's grade."""
    assert grade_caps(policy, customers) == {Grade.DIAMOND: diamond, Grade.SILVER: second}


@given(st.data())
def test_the_steps_fit_into_the_request(policy: Policy, data: st.DataObject) -> None:
    """Each step starts when what it needs is due, and the last one is due no later than the request."""
    moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1))  # noqa: DTZ001
    plan = plan_request(
        policy,
        kind=data.draw(st.sampled_from(sorted(policy.kinds))),
        service=data.draw(st.sampled_from(sorted(policy.services))),
        grade=data.draw(st.sampled_from(list(Grade))),
        access_points=data.draw(st.integers(1, 60)),
        at=data.draw(moments).replace(tzinfo=UTC),
        assurance=data.draw(st.none() | st.sampled_from(list(AssuranceLevel))),
        reach=data.draw(st.sampled_from(list(Reach))),
    )
    assert max(step.planned_due_at for step in plan.steps) <= plan.due_at
    for step in plan.steps:
        starts = [plan.step(need).planned_due_at for need in step.needs] or [plan.start_at]
        assert step.planned_start_at == max(starts)
        assert step.limit > timedelta(0)


def test_a_step_gets_its_share_of_the_target(policy: Policy) -> None:
    """The intake's tenth of 6.5 working days is 4 hours and 33 minutes."""
    target = target_for(policy, kind="resource_check", service="data_line", grade="bronze", access_points=8)
    assert step_limit(policy, "resource_check", "intake", target) == timedelta(hours=4, minutes=33)


def test_a_planned_step_hangs_on_an_answer_and_not_on_the_service(policy: Policy) -> None:
    """That the service needs the specialty is settled before, so only the diagnosis is named."""
    plan = plan_request(policy, kind="fault", service="data_line", grade="gold", at=MONDAY)
    hangs = {step.key: step.applies_if for step in plan.steps}
    assert hangs["transport"] == hangs["data"] == "diagnose answers network"


def test_all_instants_of_a_plan_are_utc(policy: Policy) -> None:
    """Whatever zone the start was given in."""
    plan = plan_request(policy, kind="site_survey", service="pon", grade="gold", at=MONDAY)
    instants = [plan.start_at, plan.due_at]
    instants += [at for step in plan.steps for at in (step.planned_start_at, step.planned_due_at)]
    assert {at.tzinfo for at in instants} == {UTC}


def test_who_names_no_access_points_has_one(documents: dict[str, str]) -> None:
    """Where already a second point makes the limit grow, it does not grow by itself."""
    documents["sla.yaml"] = documents["sla.yaml"].replace("included: 5,", "included: 1,")
    policy = policy_from_documents(documents)
    asked = {"kind": "site_survey", "service": "data_line", "grade": "bronze"}
    assert target_for(policy, **asked).amount == 4
    assert plan_request(policy, **asked, at=MONDAY).target.amount == 4
    assert target_for(policy, **asked, access_points=2).amount == 8


def test_a_plan_into_an_estimated_year_is_provisional(policy: Policy) -> None:
    """2027 is not announced: what runs into it says so, what ends before does not."""
    december = datetime.fromisoformat("2026-12-30T10:00+08:00")
    late = plan_request(policy, kind="site_survey", service="pon", grade="bronze", at=december)
    early = plan_request(policy, kind="site_survey", service="pon", grade="bronze", at=MONDAY)
    assert (late.provisional, early.provisional) == (True, False)


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ({"kind": "resorce_check"}, "resource_check"),
        ({"service": "dataline"}, "data_line"),
        ({"grade": "diamnd"}, "diamond"),
        ({"assurance": "AAAA"}, "AAA"),
        ({"reach": "across_province"}, "across_provinces"),
        ({"kind": "fault", "reach": "incity"}, "in_city"),
    ],
)
def test_an_unknown_word_gets_the_nearest_right_one(
    policy: Policy, wrong: dict[str, str], nearest: str
) -> None:
    """A plan for something that the policy does not have names what was probably meant."""
    asked = {"kind": "resource_check", "service": "data_line", "grade": "gold"} | wrong
    with pytest.raises(UnknownName) as raised:
        plan_request(policy, **asked, at=MONDAY)
    assert raised.value.nearest == nearest


def test_no_access_points_are_refused(policy: Policy) -> None:
    """A request without any access point is a mistake, not an instant answer."""
    with pytest.raises(ValueError, match="at least 1 access point"):
        target_for(policy, kind="site_survey", service="pon", grade="gold", access_points=0)
