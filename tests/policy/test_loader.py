"""Versions of the policy: frozen, rebuilt from what was kept, changed by any word."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.policy import Policy, PolicyErrors, Text, load_policy, policy_from_documents


def test_a_kept_version_is_rebuilt(policy: Policy) -> None:
    """From its documents comes the very same policy, by version and by content."""
    rebuilt = policy_from_documents(policy.documents)
    assert rebuilt.version == policy.version
    assert (rebuilt.kinds, rebuilt.teams, rebuilt.sla) == (policy.kinds, policy.teams, policy.sla)


def test_any_change_makes_a_new_version(documents: dict[str, str]) -> None:
    """One changed figure changes the version, and the same files in another order do not."""
    before = policy_from_documents(documents).version
    assert policy_from_documents(dict(reversed(documents.items()))).version == before
    documents["sla.yaml"] = documents["sla.yaml"].replace("gold: 3,", "gold: 2.5,")
    after = policy_from_documents(documents).version
    assert after != before
    assert len(after) == len(before) == 12


def test_a_policy_cannot_be_changed(policy: Policy) -> None:
    """What an open request was opened with stays as it was."""
    with pytest.raises(ValidationError):
        policy.hub().channel = "elsewhere"


def test_the_folder_is_read_whole(tmp_path: Path, documents: dict[str, str]) -> None:
    """A folder gives the policy of its files; one that is no UTF-8 text is named."""
    for name, text in documents.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load_policy(tmp_path).version == policy_from_documents(documents).version
    (tmp_path / "teams.yaml").write_bytes("zh: 支撑".encode("gbk"))
    with pytest.raises(PolicyErrors, match=r"teams.yaml:1: -: cannot be read"):
        load_policy(tmp_path)


@pytest.mark.parametrize(
    ("locale", "words"), [("zh", "是"), ("zh-CN", "是"), ("en", "yes"), ("de-DE", "yes")]
)
def test_a_text_is_said_in_the_readers_language(locale: str, words: str) -> None:
    """Chinese for every Chinese locale, English for all others."""
    assert Text(zh="是", en="yes").in_(locale) == words


def test_a_shared_field_may_be_overridden(policy: Policy) -> None:
    """A fault asks for a description where the shared field leaves it open, and keeps the rest of it."""
    shared = policy.kinds["resource_check"].field("description")
    own = policy.kinds["fault"].field("description")
    assert shared is not None
    assert own == shared.model_copy(update={"required": True})


def test_services_and_specialty_must_both_hold(documents: dict[str, str]) -> None:
    """Of the services that are named only those that need the team count."""
    both = "applies: {services: [pon, voice_line], specialty: switching}"
    text = documents["matrix.yaml"].replace("applies: {specialty: switching}", both, 1)
    policy = policy_from_documents({**documents, "matrix.yaml": text})
    applies = policy.kinds["resource_check"].step("switching").applies
    assert applies is not None
    assert applies.services == ("voice_line",)
