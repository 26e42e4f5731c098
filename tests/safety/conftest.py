"""The bench of the listeners' tests, here too."""

from tests.handlers.conftest import bench, one_slack, slack

__all__ = ["bench", "one_slack", "slack"]
