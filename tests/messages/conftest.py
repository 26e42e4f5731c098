"""The sample branch's policy, once for all builders' tests."""

from pathlib import Path

import pytest

from bot.policy import Policy, load_policy


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The sample branch."""
    return load_policy(Path(__file__).resolve().parents[2] / "policies")
