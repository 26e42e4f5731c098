"""What people see: pure functions from view-models to Slack's blocks, in Chinese and English.

`render` is all that the dispatcher needs; views, replies and App Home have modules of their own.
"""

from datetime import datetime
from typing import Any

from bot.delivery.rendered import Rendered

__all__ = ["render"]


def render(kind: str, view: Any, language: str, now: datetime) -> Rendered:
    """A notice of that kind, as it stands at `now`; KeyError for a kind that nobody renders."""
    # Here and not above: the builders import this package's other modules, and `--help` needs none of them.
    from messages.kinds import BUILDERS
    from messages.texts import Texts

    return BUILDERS[kind](view, Texts(language), now)
