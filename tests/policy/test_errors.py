"""A mistake in a policy file is told by file, line, key and what would be right."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course import checked
from bot.policy import PolicyError, PolicyErrors, policy_from_documents
from tests.policy.conftest import SAMPLE
from tests.policy.mistakes import IN_MATRIX_AND_TEAMS
from tests.policy.mistakes_in_limits import IN_LIMITS
from tests.policy.mistakes_in_targets import IN_TARGETS

SAMPLE_DOCUMENTS = {path.name: path.read_text(encoding="utf-8") for path in SAMPLE.glob("*.yaml")}
MISTAKES = IN_MATRIX_AND_TEAMS | IN_LIMITS | IN_TARGETS


def mistakes(documents: dict[str, str]) -> tuple[PolicyError, ...]:
    with pytest.raises(PolicyErrors) as raised:
        checked(policy_from_documents(documents))
    return raised.value.errors


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_where_it_is(documents: dict[str, str], name: str) -> None:
    """Each mistake is told by file, line, key and message, with what would be right."""
    case = MISTAKES[name]
    before, found, after = documents[case.file].partition(case.right)
    assert found, "the sample no longer has the text that this case spoils"
    documents[case.file] = before + case.wrong + after
    told = mistakes(documents)
    fitting = [each for each in told if (each.file, each.key) == (case.file, case.key)]
    fitting = [each for each in fitting if case.message in each.message and case.hint in each.hint]
    assert fitting, "\n".join(map(str, told))
    if case.below is not None:
        assert fitting[0].line == before.count("\n") + 1 + case.below
    assert str(fitting[0]).startswith(f"{case.file}:{fitting[0].line}: {case.key}: ")


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


SPOTS = [
    (file, *each.span())
    for file, text in sorted(SAMPLE_DOCUMENTS.items())
    for each in re.finditer(r"[^\s,:{}\[\]]+", text)
]
WORDS = ["", "nonsense", "1", "null", "[]", "{}", "true", "-1", "intake", "office"]


@settings(deadline=None)
@given(st.sampled_from(SPOTS), st.sampled_from(WORDS))
def test_no_spoilt_word_brings_the_loader_down(spot: tuple[str, int, int], word: str) -> None:
    """Whatever word of whatever file is lost or replaced: a policy, or mistakes that name a line of it."""
    file, start, end = spot
    documents = SAMPLE_DOCUMENTS | {
        file: SAMPLE_DOCUMENTS[file][:start] + word + SAMPLE_DOCUMENTS[file][end:]
    }
    told: tuple[PolicyError, ...] = ()
    try:
        checked(policy_from_documents(documents))
    except PolicyErrors as errors:
        told = errors.errors
    assert all(1 <= each.line <= documents[each.file].count("\n") + 2 for each in told)
