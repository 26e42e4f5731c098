"""Targets say how they came about, and each step gets a share with a rule of its own."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from bot.course import step_limit, step_target, target_for, target_of
from bot.course.limits import Target
from bot.policy import Policy, UnknownName, policy_from_documents


def changed(documents: dict[str, str], *changes: tuple[str, str]) -> Policy:
    """The sample branch with other words in its sla.yaml, each at the first place where they stand."""
    sla = documents["sla.yaml"]
    for old, new in changes:
        assert old in sla
        sla = sla.replace(old, new, 1)
    return policy_from_documents(documents | {"sla.yaml": sla})


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (1, ""),
        (5, ""),
        (8, "; 8 access points: 8 / 5 × 4 = 6.4, rounded up to 6.5"),
        (10, "; 10 access points: 10 / 5 × 4 = 8"),
    ],
)
def test_the_rule_shows_the_arithmetic(policy: Policy, points: int, said: str) -> None:
    """The file, what it follows and the base; the points only where they change something."""
    target = target_for(
        policy, kind="resource_check", service="data_line", grade="bronze", access_points=points
    )
    assert target.rule == f"sla.yaml: resource_check, reach in_city, grade bronze: 4 working days{said}"


def test_numbers_have_four_decimals_at_most(documents: dict[str, str]) -> None:
    """A division that does not come out even is shown short, and counted in full."""
    policy = changed(documents, ("included: 5,", "included: 3,"))
    target = target_for(policy, kind="resource_check", service="data_line", grade="bronze", access_points=7)
    assert target.rule.endswith("7 / 3 × 4 = 9.3333, rounded up to 9.5")
    policy = changed(documents, ("bronze: 4}", "bronze: 4.00006}"))
    target = target_for(policy, kind="resource_check", service="data_line", grade="bronze")
    assert target.rule.endswith("bronze: 4.0001 working days")


@pytest.mark.parametrize(
    ("unit", "word", "working"),
    [
        ("working_days", "working days", timedelta(hours=28)),
        ("working_hours", "working hours", timedelta(hours=4)),
    ],
)
def test_each_unit_has_its_words_and_its_length(
    documents: dict[str, str], unit: str, word: str, working: timedelta
) -> None:
    """A working day is as long as the calendar's office is open, an hour is an hour."""
    policy = changed(documents, ("unit: working_days", f"unit: {unit}"))
    target = target_for(policy, kind="resource_check", service="data_line", grade="bronze")
    assert target.rule == f"sla.yaml: resource_check, reach in_city, grade bronze: 4 {word}"
    assert (target.unit, target.working) == (unit, working)


def test_a_faults_rule_names_the_level(policy: Policy) -> None:
    """Hours around the clock are just hours; without a level it is the one that grade and service give."""
    target = target_for(policy, kind="fault", service="wlan", grade="bronze")
    assert target.rule == "sla.yaml: fault, assurance normal: 24 hours"
    assert (target.amount, target.unit, target.working) == (24, "clock_hours", timedelta(hours=24))


def test_a_step_gets_a_target_of_its_own(policy: Policy) -> None:
    """Amount and working time are its share, unit and calendar stay, and the rule names the share."""
    whole = target_for(policy, kind="resource_check", service="data_line", grade="bronze", access_points=8)
    assert step_target(policy, whole, "resource_check", "transport") == Target(
        amount=Decimal("1.95"),
        unit="working_days",
        working=timedelta(hours=13, minutes=39),
        calendar="office",
        rule=f"{whole.rule}; 30 % of it for transport",
    )


def test_a_share_is_cut_to_whole_seconds(documents: dict[str, str]) -> None:
    """Never more than the share: 10.123 % of 28 working hours are 10,203.984 seconds."""
    policy = changed(documents, ("intake: 10\n", "intake: 10.123\n"))
    whole = target_for(policy, kind="resource_check", service="data_line", grade="bronze")
    assert step_limit(policy, "resource_check", "intake", whole) == timedelta(seconds=10_203)


def test_a_requests_target_follows_all_that_it_says(policy: Policy) -> None:
    """Kind, service, grade and points, and for a fault the level that was agreed with it."""
    check = {
        "kind": "resource_check",
        "service": "data_line",
        "grade": "gold",
        "access_points": 8,
        "assurance": "A",
        "reach": "in_city",
    }
    assert target_of(policy, SimpleNamespace(**check)) == target_for(
        policy, kind="resource_check", service="data_line", grade="gold", access_points=8
    )
    fault = check | {"kind": "fault", "access_points": 1, "assurance": "AAA"}
    assert target_of(policy, SimpleNamespace(**fault)).amount == 2


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"kind": "surve"}, "kind"),
        ({"service": "wlam"}, "service"),
        ({"grade": "golden"}, "grade"),
        ({"assurance": "AAAA"}, "assurance level"),
    ],
)
def test_an_unknown_word_is_named_by_what_it_was_meant_for(
    policy: Policy, wrong: dict[str, str], what: str
) -> None:
    """Also a level that the kind would not have used."""
    asked = {"kind": "site_survey", "service": "wlan", "grade": "gold"} | wrong
    with pytest.raises(UnknownName, match=what) as raised:
        target_for(policy, **asked)
    assert raised.value.what == what
    assert raised.value.name == next(iter(wrong.values()))
