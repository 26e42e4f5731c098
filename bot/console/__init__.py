"""The pure commands of the command line; app.py assembles them and says what time it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Console:
    """What a command may lean on.

    `now` answers the present instant (aware, UTC); `policies` is the folder of the branch's policy files.
    """

    now: Callable[[], datetime]
    policies: Path
