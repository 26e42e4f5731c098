from tests.policy.conftest import policy

__all__ = ["policy"]
