from tests.policy.conftest import documents, policy

__all__ = ["documents", "policy"]
