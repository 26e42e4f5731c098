"""A mistake in a policy file is told by file, line, key and what would be right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy import Policy, PolicyError, PolicyErrors, policy_from_documents

# file, what stands there, what is put in its place, line below the change, key, message, hint
MISTAKES = {
    "a misspelt team of a step": (
        "matrix.yaml",
        "        team: transport\n",
        "        team: trasport\n",
        0,
        "kinds.resource_check.steps.transport.team",
        "no team is called 'trasport'",
        "did you mean transport?",
    ),
    "a misspelt team among those consulted": (
        "matrix.yaml",
        "consulted: [transport, data, switching]",
        "consulted: [transport, dataa, switching]",
        0,
        "kinds.resource_check.steps.construction.consulted[1]",
        "no team is called 'dataa'",
        "did you mean data?",
    ),
    "a step that waits for one that is not there": (
        "matrix.yaml",
        "        needs: [survey]\n",
        "        needs: [servey]\n",
        0,
        "kinds.site_survey.steps.answer.needs[0]",
        "no step is called 'servey'",
        "did you mean survey?",
    ),
    "an outcome that the step asked does not have": (
        "matrix.yaml",
        "applies: {any_of: [survey], outcome: needs_work}",
        "applies: {any_of: [survey], outcome: need_work}",
        0,
        "kinds.site_survey.steps.decide.applies.outcome",
        "step survey has no outcome 'need_work'",
        "did you mean needs_work?",
    ),
    "a condition on a step that need not be over": (
        "matrix.yaml",
        "applies: {any_of: [survey], outcome: needs_work}",
        "applies: {any_of: [decide], outcome: build}",
        0,
        "kinds.site_survey.steps.decide.applies.any_of[0]",
        "no earlier step is called 'decide'",
        "known: answer, intake, survey",
    ),
    "steps that wait for each other": (
        "matrix.yaml",
        "        needs: [intake]\n        outcomes:\n          - id: feasible\n",
        "        needs: [answer]\n        outcomes:\n          - id: feasible\n",
        None,
        "kinds.site_survey.steps",
        "steps wait for each other",
        "",
    ),
    "a shared field that is not there": (
        "matrix.yaml",
        "    fields: [customer, service, access_points, site, description, wished]\n",
        "    fields: [customer, servise, access_points, site, description, wished]\n",
        0,
        "kinds.resource_check.fields[1]",
        "nothing under `shared` is called 'servise'",
        "did you mean service?",
    ),
    "a wrong field type, told once where it is shared": (
        "matrix.yaml",
        "      type: deadline\n",
        "      type: dedline\n",
        0,
        "shared.fields.wished.type",
        "'dedline' is not possible",
        "did you mean deadline?",
    ),
    "an unknown stage": (
        "matrix.yaml",
        "    stage: after_sale\n",
        "    stage: aftersale\n",
        0,
        "kinds.fault.stage",
        "'aftersale' is not possible",
        "did you mean after_sale?",
    ),
    "a text in one language only": (
        "matrix.yaml",
        "    name: {zh: 故障处理, en: fault}\n",
        "    name: {zh: 故障处理}\n",
        0,
        "kinds.fault.name.en",
        "is missing",
        "add `en:`",
    ),
    "an alias that stands for two kinds": (
        "matrix.yaml",
        "    aliases: [勘察, ",
        "    aliases: [核查, ",
        0,
        "kinds.site_survey.aliases[0]",
        "the alias '核查' already stands for resource_check",
        "an alias stands for one thing",
    ),
    "an unknown key": (
        "teams.yaml",
        "    hub: true",
        "    hubb: true",
        0,
        "teams.support.hubb",
        "nobody knows this key",
        "did you mean hub?",
    ),
    "a key that stands twice": (
        "teams.yaml",
        "    channel: xb-data\n",
        "    channel: xb-data\n    channel: xb-data\n",
        1,
        "channel",
        "stands here twice",
        "remove or rename one",
    ),
    "a channel with its sign": (
        "teams.yaml",
        "    channel: xb-data\n",
        '    channel: "#xb-data"\n',
        0,
        "teams.data.channel",
        "does not have the right form",
        "a channel's name without #",
    ),
    "an unknown verb": (
        "teams.yaml",
        "  finish_step: [",
        "  finnish_step: [",
        0,
        "permissions.finnish_step",
        "is not possible",
        "did you mean finish_step?",
    ),
    "an unknown capacity": (
        "teams.yaml",
        "  finish_step: [holder, team_lead]",
        "  finish_step: [holder, teamlead]",
        0,
        "permissions.finish_step[1]",
        "'teamlead' is not possible",
        "did you mean team_lead?",
    ),
    "a service of no family": (
        "services.yaml",
        "    family: access\n",
        "    family: acess\n",
        0,
        "services.data_line.family",
        "no family is called 'acess'",
        "did you mean access?",
    ),
    "a gap in the assurance table": (
        "services.yaml",
        "  silver:  {high: A, medium: A, low: normal}\n",
        "  silver:  {high: A, medium: A}\n",
        None,
        "-",
        "assurance has no level for: silver.low",
        "",
    ),
    "shares that do not fit along a path": (
        "sla.yaml",
        "      survey: 60\n",
        "      survey: 65\n",
        -2,
        "kinds.site_survey.shares",
        "105 %: intake 10 + survey 65 + answer 10 + decide 20",
        "make them fit into 100",
    ),
    "a step without a share": (
        "sla.yaml",
        "      close: 5\n",
        "\n",
        None,
        "kinds.fault.shares.close",
        "the step has no share",
        "add `close:` in percent",
    ),
    "a share of no step": (
        "sla.yaml",
        "      on_site: 35\n",
        "      onsite: 35\n      on_site: 35\n",
        0,
        "kinds.fault.shares.onsite",
        "no step is called 'onsite'",
        "did you mean on_site?",
    ),
    "a better grade that waits longer": (
        "sla.yaml",
        "targets: {AAA: 2, AA: 4,",
        "targets: {AAA: 6, AA: 4,",
        0,
        "kinds.fault.targets.AAA",
        "AAA waits longer (6) than AA (4)",
        "AAA comes before AA",
    ),
    "a grade without a target": (
        "sla.yaml",
        "targets: {AAA: 2, AA: 4, A: 8, normal: 24}",
        "targets: {AAA: 2, AA: 4, A: 8}",
        None,
        "kinds.fault",
        "missing: normal",
        "",
    ),
    "an unknown calendar": (
        "sla.yaml",
        "    calendar: always",
        "    calendar: allways",
        0,
        "kinds.fault.calendar",
        "no calendar is called 'allways'",
        "did you mean always?",
    ),
    "clock hours by a calendar that closes": (
        "sla.yaml",
        "    calendar: always",
        "    calendar: office",
        None,
        "kinds.fault.unit",
        "clock_hours do not go with calendar office",
        "use working_hours",
    ),
    "a threshold of no known form": (
        "escalation.yaml",
        "      at: 50%\n",
        "      at: half\n",
        0,
        "levels.step.half.at",
        "'half' does not have the right form",
        "80% of the target, or -2h or +1d from it",
    ),
    "levels out of order": (
        "escalation.yaml",
        "      at: 50%\n",
        "      at: 90%\n",
        4,
        "levels.step.most.at",
        "80% stands after 90%",
        "the lowest level comes first",
    ),
    "a listener whom nobody knows": (
        "escalation.yaml",
        "tell: [holder, lead, coordinator]",
        "tell: [holder, leed, coordinator]",
        0,
        "levels.step.due.tell[1]",
        "'leed' is not possible",
        "did you mean lead?",
    ),
    "an override for a kind that is not there": (
        "escalation.yaml",
        "  fault:  ",
        "  fautl:  ",
        0,
        "kinds.fautl",
        "no kind is called 'fautl'",
        "did you mean fault?",
    ),
    "a word where a number belongs": (
        "escalation.yaml",
        "repeat: {every: 2h, at_most: 5}",
        "repeat: {every: 2h, at_most: often}",
        0,
        "levels.step.due.repeat.at_most",
        "'often': input should be a valid integer",
        "",
    ),
    "broken YAML": (
        "sla.yaml",
        "    by: assurance",
        "    by: assurance: level",
        0,
        "-",
        "not valid YAML",
        "",
    ),
}


def mistakes(documents: dict[str, str]) -> tuple[PolicyError, ...]:
    with pytest.raises(PolicyErrors) as raised:
        policy_from_documents(documents)
    return raised.value.errors


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_where_it_is(documents: dict[str, str], name: str) -> None:
    """Each mistake is told by file, line, key, message and hint; a shift of None leaves the line open."""
    file, old, new, below, key, message, hint = MISTAKES[name]
    before, found, after = documents[file].partition(old)
    assert found, "the sample no longer has the text that this case spoils"
    documents[file] = before + new + after
    told = mistakes(documents)
    fitting = [each for each in told if each.file == file and each.key == key and message in each.message]
    assert fitting, "\n".join(map(str, told))
    assert hint in fitting[0].hint
    if below is not None:
        assert fitting[0].line == before.count("\n") + 1 + below
    assert str(fitting[0]).startswith(f"{file}:{fitting[0].line}: {key}: ")


def test_every_mistake_is_told_at_once(documents: dict[str, str]) -> None:
    """Mistakes in several files are all told, by file and line, each once."""
    documents["teams.yaml"] = documents["teams.yaml"].replace("    hub: true", "    hubb: true")
    documents["sla.yaml"] = documents["sla.yaml"].replace("calendar: always", "calendar: allways")
    documents["matrix.yaml"] = documents["matrix.yaml"].replace("needs: [survey]", "needs: [servey]")
    told = mistakes(documents)
    assert {each.file for each in told} == {"teams.yaml", "sla.yaml", "matrix.yaml"}
    assert list(told) == sorted(set(told))


def test_files_are_missed_by_name(documents: dict[str, str]) -> None:
    """A file under a wrong name is told as missing and as unknown, with the name that it should have."""
    documents["matrx.yaml"] = documents.pop("matrix.yaml")
    told = {each.file: each for each in mistakes(documents)}
    assert told["matrix.yaml"].message == "the file is missing"
    assert told["matrx.yaml"].hint == "did you mean matrix.yaml?"


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "just words", "- a\n- list", "a: &a [*a]\n", "{[1]: 2}", "\t"]
)
@pytest.mark.parametrize(
    "file", ["teams.yaml", "matrix.yaml", "sla.yaml", "escalation.yaml", "calendars.yaml"]
)
def test_a_file_that_is_something_else_is_refused(documents: dict[str, str], file: str, text: str) -> None:
    """An empty file, a list, a word, a loop: each is told as a mistake of that file, never as a crash."""
    documents[file] = text
    assert file in {each.file for each in mistakes(documents)}


@given(st.data())
def test_no_spoilt_word_brings_the_loader_down(policy: Policy, data: st.DataObject) -> None:
    """Whatever word of whatever file is lost or replaced: a policy, or mistakes that name a line of it."""
    file = data.draw(st.sampled_from(sorted(policy.documents)))
    words = [each.span() for each in re.finditer(r"[^\s,:{}\[\]]+", policy.documents[file])]
    start, end = data.draw(st.sampled_from(words))
    word = data.draw(
        st.sampled_from(["", "nonsense", "1", "null", "[]", "{}", "true", "-1", "intake", "office"])
    )
    spoilt = policy.documents[file][:start] + word + policy.documents[file][end:]
    told: tuple[PolicyError, ...] = ()
    try:
        policy_from_documents(policy.documents | {file: spoilt})
    except PolicyErrors as errors:
        told = errors.errors
    assert all(1 <= each.line <= policy.documents[each.file].count("\n") + 2 for each in told)
