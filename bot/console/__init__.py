"""Commands of the command line that wire nothing; app.py assembles them and says what time it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.storage.office import Office


@dataclass(frozen=True)
class Console:
    """What a command may lean on.

    `now` answers the present instant (aware, UTC); `policies` is the folder of the branch's policy files;
    `office` opens the database of the settings, at the schema of this code.
    """

    now: Callable[[], datetime]
    policies: Path
    office: Callable[[], Office]
