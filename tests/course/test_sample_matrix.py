"""The responsibility matrix of the sample branch: who gets what, by service and by what was answered."""

from itertools import product

import pytest

from bot.course import SKIPPED, Values, graph_of, judge
from bot.course.explore import walk
from bot.policy import Condition, Kind, Policy

SPECIALTIES = {
    "data_line": ["transport", "data"],
    "internet_line": ["transport", "data"],
    "voice_line": ["transport", "switching"],
    "vpn_line": ["transport", "data"],
    "group_messaging": ["data", "switching"],
    "pon": ["transport", "data"],
    "wlan": ["data", "switching"],
    "cpe": ["transport"],
}


def done_and_end(kind: Kind, service: str, answers: dict[str, str]) -> tuple[list[str], str | None]:
    """The steps done with these answers, and how the request ends."""
    done, end = walk(kind, Values(service), answers)
    return list(done), end.state if end else None


@pytest.mark.parametrize("service", SPECIALTIES)
def test_a_resource_check_asks_the_specialties_that_the_service_needs(policy: Policy, service: str) -> None:
    """When every specialty has the resource, the check goes back through support and is over."""
    done, end = done_and_end(policy.kinds["resource_check"], service, {})
    assert (done, end) == (["intake", *SPECIALTIES[service], "answer"], "done")


@pytest.mark.parametrize("service", SPECIALTIES)
@pytest.mark.parametrize(("decision", "end"), [("build", "done"), ("decline", "declined")])
def test_any_no_brings_in_construction_and_the_customers_decision(
    policy: Policy, service: str, decision: str, end: str
) -> None:
    """Whichever specialties answer no, construction quotes, support answers and the customer decides."""
    kind, specialties = policy.kinds["resource_check"], SPECIALTIES[service]
    for said in product(["available", "not_available"], repeat=len(specialties)):
        if "not_available" not in said:
            continue
        answers = dict(zip(specialties, said, strict=True)) | {"decide": decision}
        steps = ["intake", *specialties, "construction", "answer", "decide"]
        assert done_and_end(kind, service, answers) == (steps, end)


@pytest.mark.parametrize(
    ("answers", "course", "end"),
    [
        ({}, ["intake", "survey", "answer"], "done"),
        ({"survey": "needs_work"}, ["intake", "survey", "answer", "decide"], "done"),
        (
            {"survey": "needs_work", "decide": "decline"},
            ["intake", "survey", "answer", "decide"],
            "declined",
        ),
        (
            {"survey": "not_feasible", "answer": "not_possible"},
            ["intake", "survey", "answer"],
            "declined",
        ),
    ],
)
@pytest.mark.parametrize("service", SPECIALTIES)
def test_a_site_survey_is_constructions_whatever_the_service(
    policy: Policy, service: str, answers: dict[str, str], course: list[str], end: str
) -> None:
    """Construction surveys; only what needs work is put to the customer for a decision."""
    assert done_and_end(policy.kinds["site_survey"], service, answers) == (course, end)


@pytest.mark.parametrize("service", SPECIALTIES)
@pytest.mark.parametrize("diagnosis", ["cleared", "network", "on_site"])
@pytest.mark.parametrize("repair", ["repaired", "on_site", "not_ours"])
def test_a_fault_goes_where_the_diagnosis_sends_it(
    policy: Policy, service: str, diagnosis: str, repair: str
) -> None:
    """A network fault goes to the service's specialties, and to the site when any of them says so."""
    specialties = SPECIALTIES[service]
    answers = {"diagnose": diagnosis, **dict.fromkeys(specialties, repair)}
    repairing = specialties if diagnosis == "network" else []
    unclaimed = ["unclaimed"] if repairing and repair == "not_ours" else []
    visiting = diagnosis == "on_site" or (bool(repairing) and repair == "on_site")
    steps = ["diagnose", *repairing, *unclaimed, *(["on_site"] if visiting else []), "confirm", "close"]
    assert done_and_end(policy.kinds["fault"], service, answers) == (steps, "done")


@pytest.mark.parametrize("service", SPECIALTIES)
def test_a_fault_that_every_specialty_disowns_goes_to_the_support_office(
    policy: Policy, service: str
) -> None:
    """It is never done by itself: support says whether somebody goes there, or why nobody repairs it."""
    kind, specialties = policy.kinds["fault"], SPECIALTIES[service]
    answers = {"diagnose": "network", **dict.fromkeys(specialties, "not_ours")}
    assert kind.step("unclaimed").team == policy.hub().id
    steps = ["diagnose", *specialties, "unclaimed"]
    assert done_and_end(kind, service, answers | {"unclaimed": "not_ours_to_repair"}) == (steps, "declined")
    onward = [*steps, "on_site", "confirm", "close"]
    assert done_and_end(kind, service, answers | {"unclaimed": "on_site"}) == (onward, "done")
    one_owns_it = answers | {specialties[0]: "repaired"}
    assert "unclaimed" not in done_and_end(kind, service, one_owns_it)[0] or len(specialties) == 1


@pytest.mark.parametrize("service", SPECIALTIES)
def test_only_support_stands_between_the_customer_and_the_others(policy: Policy, service: str) -> None:
    """The request enters by the hub, and no specialty's step follows the customer department's directly."""
    hub = policy.hub().id
    for kind in policy.kinds.values():
        nodes = list(graph_of(kind, Values(service)))
        assert [node.rule.team for node in nodes if not node.needs] == [hub]
        teams = {node.key: node.rule.team for node in nodes}
        for node in nodes:
            beside = {teams[need] for need in node.needs} | {node.rule.team}
            assert not ("customer" in beside and beside - {"customer", hub})


def test_what_waits_for_a_step_left_out_waits_for_what_that_waited_for(policy: Policy) -> None:
    """With the specialties' checks not needed, construction's needs are bridged to the intake."""
    kind = policy.kinds["resource_check"]
    needs = graph_of(kind, Values("cpe")).needs
    assert needs["construction"] == ("transport",)
    assert needs["answer"] == ("transport", "construction")
    without = graph_of(kind, Values("a service that no specialty serves")).needs
    assert without == {"intake": (), "answer": ("intake",)}


@pytest.mark.parametrize(
    ("service", "outcomes", "verdict"),
    [
        ("pon", {"a": None, "b": None}, None),
        ("pon", {"a": "no", "b": None}, True),
        ("pon", {"a": "yes", "b": None}, None),
        ("pon", {"a": "yes", "b": "yes"}, False),
        ("pon", {"a": "yes", "b": SKIPPED}, False),
        ("pon", {"a": "yes"}, False),
        ("wlan", {"a": "no", "b": "no"}, False),
    ],
)
def test_a_condition_knows_what_it_does_not_know_yet(
    service: str, outcomes: dict[str, str | None], verdict: bool | None
) -> None:
    """One fitting answer settles it; else it stays open until every step asked has answered or is out."""
    condition = Condition(services=("pon",), any_of=("a", "b"), outcome="no")
    assert judge(condition, Values(service), outcomes) is verdict


def test_steps_stand_in_topological_order(policy: Policy) -> None:
    """Whatever the file's order, a step comes after everything that it waits for."""
    for kind in policy.kinds.values():
        keys = [step.key for step in kind.steps]
        for step in kind.steps:
            assert all(keys.index(need) < keys.index(step.key) for need in step.needs)


def test_the_quotation_names_cost_and_working_days(policy: Policy) -> None:
    """Construction cannot quote without saying what it costs and how long it takes."""
    fields = policy.kinds["resource_check"].step("construction").outcome("quoted").fields
    assert {field.id for field in fields if field.required} == {"cost", "working_days"}
