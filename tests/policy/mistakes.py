"""Mistakes in teams.yaml and matrix.yaml, and how each is told."""

from typing import NamedTuple


class Mistake(NamedTuple):
    """What is spoilt, and how it is told; `below` counts lines from the change, None leaves the line open."""

    file: str
    right: str
    wrong: str
    below: int | None
    key: str
    message: str
    hint: str


IN_MATRIX_AND_TEAMS = {
    "a misspelt team of a step": Mistake(
        "matrix.yaml",
        "        team: transport\n",
        "        team: trasport\n",
        0,
        "kinds.resource_check.steps.transport.team",
        "no team is called 'trasport'",
        "did you mean transport?",
    ),
    "a misspelt team among those consulted": Mistake(
        "matrix.yaml",
        "consulted: [transport, data, switching]",
        "consulted: [transport, dataa, switching]",
        0,
        "kinds.resource_check.steps.construction.consulted[1]",
        "no team is called 'dataa'",
        "did you mean data?",
    ),
    "a step that waits for one that is not there": Mistake(
        "matrix.yaml",
        "        needs: [survey]\n",
        "        needs: [servey]\n",
        0,
        "kinds.site_survey.steps.answer.needs[0]",
        "no step is called 'servey'",
        "did you mean survey?",
    ),
    "an outcome that the step asked does not have": Mistake(
        "matrix.yaml",
        "applies: {any_of: [survey], outcome: needs_work}",
        "applies: {any_of: [survey], outcome: need_work}",
        0,
        "kinds.site_survey.steps.decide.applies.outcome",
        "step survey has no outcome 'need_work'",
        "did you mean needs_work?",
    ),
    "a step by a name of the engine": Mistake(
        "matrix.yaml",
        "      - key: close\n",
        "      - key: question\n",
        None,
        "kinds.fault.steps.question",
        "no step can be called 'question': the engine uses it",
        "rename it",
    ),
    "an outcome by a name of the engine": Mistake(
        "matrix.yaml",
        "          - id: needs_work\n",
        "          - id: skipped\n",
        None,
        "kinds.site_survey.steps.survey.outcomes.skipped",
        "no outcome can be called 'skipped': the engine uses it",
        "rename it",
    ),
    "a condition on the step itself": Mistake(
        "matrix.yaml",
        "applies: {any_of: [survey], outcome: needs_work}",
        "applies: {any_of: [decide], outcome: build}",
        None,
        "kinds.site_survey.steps",
        "steps wait for each other: decide → decide",
        "",
    ),
    "a condition on a step that is not there": Mistake(
        "matrix.yaml",
        "applies: {any_of: [survey], outcome: needs_work}",
        "applies: {any_of: [survy], outcome: needs_work}",
        0,
        "kinds.site_survey.steps.decide.applies.any_of[0]",
        "no step is called 'survy'",
        "did you mean survey?",
    ),
    "steps that wait for each other": Mistake(
        "matrix.yaml",
        "        needs: [intake]\n        outcomes:\n          - id: feasible\n",
        "        needs: [answer]\n        outcomes:\n          - id: feasible\n",
        None,
        "kinds.site_survey.steps",
        "steps wait for each other",
        "",
    ),
    "a shared field that is not there": Mistake(
        "matrix.yaml",
        "    fields: [customer, service, access_points, reach, site, description, wished]\n",
        "    fields: [customer, servise, access_points, reach, site, description, wished]\n",
        0,
        "kinds.resource_check.fields[1]",
        "nothing under `shared` is called 'servise'",
        "did you mean service?",
    ),
    "a wrong field type, told once where it is shared": Mistake(
        "matrix.yaml",
        "      type: deadline\n",
        "      type: dedline\n",
        0,
        "shared.fields.wished.type",
        "'dedline' is not possible",
        "did you mean deadline?",
    ),
    "an unknown stage": Mistake(
        "matrix.yaml",
        "    stage: after_sale\n",
        "    stage: aftersale\n",
        0,
        "kinds.fault.stage",
        "'aftersale' is not possible",
        "did you mean after_sale?",
    ),
    "a text in one language only": Mistake(
        "matrix.yaml",
        "    name: {zh: 故障处理, en: fault}\n",
        "    name: {zh: 故障处理}\n",
        0,
        "kinds.fault.name.en",
        "is missing",
        "add `en:`",
    ),
    "an alias that stands for two kinds": Mistake(
        "matrix.yaml",
        "    aliases: [勘察, ",
        "    aliases: [核查, ",
        0,
        "kinds.site_survey.aliases[0]",
        "the alias '核查' already stands for resource_check",
        "an alias stands for one thing",
    ),
    "an unknown key": Mistake(
        "teams.yaml",
        "    hub: true",
        "    hubb: true",
        0,
        "teams.support.hubb",
        "nobody knows this key",
        "did you mean hub?",
    ),
    "a key that stands twice": Mistake(
        "teams.yaml",
        "    channel: xb-data\n",
        "    channel: xb-data\n    channel: xb-data\n",
        1,
        "channel",
        "stands here twice",
        "remove or rename one",
    ),
    "a channel with its sign": Mistake(
        "teams.yaml",
        "    channel: xb-data\n",
        '    channel: "#xb-data"\n',
        0,
        "teams.data.channel",
        "does not have the right form",
        "a channel's name without #",
    ),
    "an unknown verb": Mistake(
        "teams.yaml",
        "  finish_step: [",
        "  finnish_step: [",
        0,
        "permissions.finnish_step",
        "is not possible",
        "did you mean finish_step?",
    ),
    "an unknown capacity": Mistake(
        "teams.yaml",
        "  finish_step: [holder, team_lead]",
        "  finish_step: [holder, teamlead]",
        0,
        "permissions.finish_step[1]",
        "'teamlead' is not possible",
        "did you mean team_lead?",
    ),
}
