"""What only walking the matrix finds: kinds that nobody can open, courses that cannot end."""

import pytest
from click.testing import CliRunner

import app
from bot.course import checked
from bot.course.checks import explorations
from bot.policy import Policy, PolicyErrors, policy_from_documents
from tests.policy.mistakes import Mistake

CASES = {
    "a specialty that none of the services needs": Mistake(
        "matrix.yaml",
        "applies: {specialty: switching}",
        "applies: {services: [pon], specialty: switching}",
        -9,
        "kinds.resource_check.steps.switching",
        "no course ever comes to this step",
        "look at its `applies`",
    ),
    "a kind that asks for no customer": Mistake(
        "matrix.yaml",
        "    fields: [customer, service, access_points,",
        "    fields: [service, access_points,",
        0,
        "kinds.resource_check.fields",
        "nobody can open this kind: its form asks for no customer",
        "add `customer`",
    ),
    "a kind that asks for no service": Mistake(
        "matrix.yaml",
        "    fields:\n      - customer\n      - service\n      - access_points\n",
        "    fields:\n      - customer\n      - access_points\n",
        0,
        "kinds.site_survey.fields",
        "nobody can open this kind: its form asks for no service",
        "add `service`",
    ),
    "a customer that need not be named": Mistake(
        "matrix.yaml",
        "    fields:\n      - customer\n      - service\n      - access_points\n",
        "    fields:\n      - {id: customer, required: false}\n      - service\n      - access_points\n",
        1,
        "kinds.site_survey.fields.customer",
        "no request goes without its customer",
        "required: true",
    ),
    "a field that the engine reads otherwise": Mistake(
        "matrix.yaml",
        "      type: deadline\n",
        "      type: text\n",
        None,
        "kinds.fault.fields[wished]",
        "the engine reads wished as deadline, not as text",
        "type: deadline",
    ),
    "an answer that leads nowhere": Mistake(
        "matrix.yaml",
        "            ends: done\n            fields:\n              - id: cause\n",
        "            fields:\n              - id: cause\n",
        -2,
        "kinds.fault.steps.close.outcomes.closed",
        "after close answers closed no step may follow, and nothing says how the request ends",
        "concludes: done",
    ),
    "a step that no course comes to": Mistake(
        "matrix.yaml",
        "applies: {any_of: [survey], outcome: needs_work}",
        "applies: {any_of: [survey], outcome: needs_work, services: [gone]}",
        None,
        "kinds.site_survey.steps.decide.applies.services[0]",
        "no service is called 'gone'",
        "",
    ),
    "a step after an answer that ends the request": Mistake(
        "matrix.yaml",
        "applies: {any_of: [survey], outcome: needs_work}",
        "applies: {any_of: [answer], outcome: not_possible}",
        None,
        "kinds.site_survey.steps.decide",
        "no course ever comes to this step",
        "applies",
    ),
    "shares that do not fit along a path": Mistake(
        "sla.yaml",
        "      diagnose: 15\n",
        "      diagnose: 20\n",
        None,
        "kinds.fault.shares",
        "105 %",
        "make them fit into 100",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_of_the_whole_is_told_where_it_is(documents: dict[str, str], name: str) -> None:
    """With file, line, key and what would be right."""
    case = CASES[name]
    before, found, after = documents[case.file].partition(case.right)
    assert found, "the sample no longer has the text that this case spoils"
    documents[case.file] = before + case.wrong + after
    with pytest.raises(PolicyErrors) as refused:
        checked(policy_from_documents(documents))
    fitting = [each for each in refused.value.errors if (each.file, each.key) == (case.file, case.key)]
    assert [each for each in fitting if case.message in each.message and case.hint in each.hint], (
        refused.value
    )
    if case.below is not None:
        assert fitting[0].line == before.count("\n") + 1 + case.below


def test_a_service_without_any_step_is_told(documents: dict[str, str]) -> None:
    """A kind whose every step is for other services would open requests in which nothing is to be done."""
    intake = "      - key: intake\n        name: {zh: 受理, en: intake}\n"
    only = intake + "        applies: {services: [pon]}\n"
    documents["matrix.yaml"] = documents["matrix.yaml"].replace(intake, only, 1)
    answer = "        needs: [transport, data, switching, construction]\n        outcomes:\n"
    only = "        applies: {services: [pon]}\n" + answer
    documents["matrix.yaml"] = documents["matrix.yaml"].replace(answer, only, 1)
    for specialty in ("transport", "data", "switching"):
        applies = f"        applies: {{specialty: {specialty}}}\n"
        documents["matrix.yaml"] = documents["matrix.yaml"].replace(
            applies, "        applies: {services: [pon]}\n", 1
        )
    with pytest.raises(PolicyErrors) as refused:
        checked(policy_from_documents(documents))
    said = [each for each in refused.value.errors if "would have no step at all" in each.message]
    assert [each.key for each in said] == ["kinds.resource_check.steps"]
    assert said[0].message.count(",") == 6


def test_every_course_of_the_branch_ends(policy: Policy) -> None:
    """Whatever is answered for whatever service, a request is done or declined."""
    for exploration in explorations(policy):
        assert set(exploration.found.ends) <= {"done", "declined"}, exploration
        assert exploration.found.courses > 0


def test_check_prints_what_it_walked() -> None:
    """`check --explore`: a line for each kind and service, and how many courses there were."""
    result = CliRunner().invoke(app.main, ["check", "--explore"])
    assert result.exit_code == 0, result.output
    assert "resource_check voice_line: 6 of 7 steps, " in result.output
    assert "fault cpe: " in result.output
    last = result.output.strip().splitlines()[-1]
    assert last.startswith("walked: 120 combinations of kind, service and grade, ")
    assert last.endswith("every course ends")
