"""What is wrong with a kind's fields and courses, with the key of the place and what would be right there."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.course.checks import checked, mistakes
from bot.policy import Condition, FieldRule, Kind, Policy, PolicyErrors, StepRule
from tests.course.kinds import TEXT, kind, outcome, step

STEPS = "kinds.kind.steps"
GO, STAY, SAID = outcome("go", ends="done"), outcome("stay", ends="declined"), outcome("said")


def field(id: str, type: str, *, required: bool = True) -> FieldRule:
    return FieldRule.model_validate({"id": id, "name": TEXT, "type": type, "required": required})


FIELDS = (field("customer", "customer"), field("service", "service"))


def with_kind(
    policy: Policy, *steps: StepRule, fields: Iterable[FieldRule] = FIELDS, **shares: str
) -> Policy:
    """The sample branch with one kind, of these steps; shares are 1 % each unless others are given."""
    only: Kind = kind(*steps).model_copy(update={"fields": tuple(fields)})
    all_shares = {each.key: Decimal(shares.get(each.key, 1)) for each in steps}
    targets = policy.sla.kinds["fault"].model_copy(update={"shares": all_shares})
    sla = policy.sla.model_copy(update={"kinds": {"kind": targets}})
    return replace(policy, kinds={"kind": only}, sla=sla)


def said(policy: Policy, **limits: int) -> list[tuple[str, str, str]]:
    """Key, message and hint of everything that is wrong."""
    return [(each.key, each.message, each.hint) for each in mistakes(policy, **limits)]


def test_a_kind_in_order_has_nothing_wrong(policy: Policy) -> None:
    """The policy comes back as it is."""
    fine = with_kind(policy, step("a"), a="100")
    assert checked(fine) is fine
    assert said(policy) == []


@pytest.mark.parametrize("id", ["customer", "service"])
def test_a_kind_needs_a_customer_and_a_service(policy: Policy, id: str) -> None:
    """Without one of them it cannot be opened; one that may be left out is as bad."""
    rest = [each for each in FIELDS if each.id != id]
    assert said(with_kind(policy, step("a"), fields=rest)) == [
        ("kinds.kind.fields", f"nobody can open this kind: its form asks for no {id}", f"add `{id}`")
    ]
    assert said(with_kind(policy, step("a"), fields=[*rest, field(id, id, required=False)])) == [
        (f"kinds.kind.fields.{id}", f"no request goes without its {id}", "`required: true`")
    ]


@pytest.mark.parametrize(
    ("id", "type"),
    [
        ("customer", "customer"),
        ("service", "service"),
        ("access_points", "integer"),
        ("wished", "deadline"),
        ("site", "text"),
        ("description", "text"),
    ],
)
def test_a_field_that_the_engine_reads_has_its_type(policy: Policy, id: str, type: str) -> None:
    """Any other type is refused, and a type that belongs there is named."""
    rest = [each for each in FIELDS if each.id != id]
    assert said(with_kind(policy, step("a"), fields=[*rest, field(id, type)])) == []
    assert said(with_kind(policy, step("a"), fields=[*rest, field(id, "date")])) == [
        (
            f"kinds.kind.fields.{id}",
            f"the engine reads {id} as {type}, not as date",
            f"`type: {type}`, or another id",
        )
    ]


@pytest.mark.parametrize("id", ["site", "description"])
def test_words_about_a_request_may_be_long(policy: Policy, id: str) -> None:
    """A site and a description are texts of either length, and may be left out."""
    long = field(id, "long_text", required=False)
    assert said(with_kind(policy, step("a"), fields=[*FIELDS, long])) == []


def test_other_fields_have_whatever_type_they_have(policy: Policy) -> None:
    """The engine does not read them."""
    assert said(with_kind(policy, step("a"), fields=[*FIELDS, field("other", "date")])) == []


def test_the_heaviest_path_over_all_services_is_named(policy: Policy) -> None:
    """More than 100 % along one path is too much, by one too, for whatever service has all its steps."""
    first, *others = policy.services
    only = Condition(services=(first,))
    row = (step("a"), step("b", "a", only), step("c", "b"))
    fits = with_kind(policy, *row, a="50", b="10", c="40")
    assert said(fits) == []
    heavy = with_kind(policy, *row, a="50", b="11", c="40")
    assert said(heavy) == [
        (
            "kinds.kind.shares",
            "along one path the shares come to 101 %: a 50 + b 11 + c 40",
            "make them fit into 100",
        )
    ]
    heavier = with_kind(policy, *row, a="70", b="11", c="40")
    assert "121 %: a 70 + b 11 + c 40" in said(heavier)[0][1]
    assert others, "for them the path is only 110 %"


def test_a_dead_end_is_named_by_its_answer(policy: Policy) -> None:
    """Each once, however many services come to it, in the order of their keys."""
    hint = "`concludes: done` or `declined`, or a step whose `applies` names this answer"
    row = (step("b", "", None, SAID), step("a", "", None, SAID, GO))
    assert said(with_kind(policy, *row)) == [
        (
            f"{STEPS}.{key}.outcomes.said",
            f"after {key} answers said no step may follow, and nothing says how the request ends",
            hint,
        )
        for key in ("a", "b")
    ]


def test_a_step_that_no_course_comes_to_is_named(policy: Policy) -> None:
    """Its condition reads an answer that has ended the request already; steps of some services are fine."""
    never = Condition(any_of=("a",), outcome="go")
    some = Condition(services=tuple(policy.services)[:1])
    row = (
        step("a", "", None, GO, outcome("on")),
        step("b", "a", never),
        step("c", "a", some),
        step("d", "a"),
    )
    assert said(with_kind(policy, *row)) == [
        (
            f"{STEPS}.b",
            "no course ever comes to this step",
            "look at its `applies`, and at the answers of the steps before it",
        )
    ]


def test_services_without_a_step_are_named(policy: Policy) -> None:
    """All of them in one message: the kind is at fault and not each service."""
    first, *others = policy.services
    row = step("a", "", Condition(services=(first,)))
    assert said(with_kind(policy, row)) == [
        (
            STEPS,
            f"a request for {', '.join(others)} would have no step at all",
            "let one step apply to every service",
        )
    ]


def test_a_kind_that_is_too_large_is_refused_once(policy: Policy) -> None:
    """What lies beyond the limit is not judged; a limit that is just reached is none that is exceeded."""
    row = (step("a", "", None, outcome("x"), outcome("y")), step("b", "a", None, SAID), step("c", "b"))
    refused = [
        (
            STEPS,
            "a request can come into more than 2 situations: nobody can check them",
            "split the kind, or let fewer steps hang on earlier answers",
        )
    ]
    assert said(with_kind(policy, *row), most=2) == refused
    assert said(with_kind(policy, *row), most=3) == []


def test_without_services_no_step_ever_comes(policy: Policy) -> None:
    """There is no path whose shares could be too large, and nothing to open a request for."""
    nothing = replace(with_kind(policy, step("a"), a="100"), services={})
    assert [key for key, _, _ in said(nothing)] == [f"{STEPS}.a"]


def test_everything_that_is_wrong_is_reported_at_once(policy: Policy) -> None:
    """Fields, shares and courses, so that nobody corrects one mistake after the other."""
    wrong: dict[str, Any] = {"fields": FIELDS[:1], "a": "60", "b": "60"}
    with pytest.raises(PolicyErrors) as refused:
        checked(with_kind(policy, step("a"), step("b", "a", None, SAID), **wrong))
    assert [(each.file, each.key) for each in refused.value.errors] == [
        ("matrix.yaml", "kinds.kind.fields"),
        ("matrix.yaml", f"{STEPS}.b.outcomes.said"),
        ("sla.yaml", "kinds.kind.shares"),
    ]
