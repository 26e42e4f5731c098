from pathlib import Path

import pytest

from bot.policy import Policy, load_policy

SAMPLE = Path(__file__).resolve().parents[2] / "policies"


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The sample branch."""
    return load_policy(SAMPLE)


@pytest.fixture
def documents(policy: Policy) -> dict[str, str]:
    """The sample branch's files, to be spoilt."""
    return dict(policy.documents)
