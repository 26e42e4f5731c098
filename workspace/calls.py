"""What the bot called and what it was sent, as JSON lines."""

import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KEPT = 20_000  # lines in memory; the file holds all


class Journal:
    """Numbered JSON lines, the last 20,000 in memory and, if wanted, all of them in a file."""

    def __init__(self, record_to: Path | None = None) -> None:
        self._lines: deque[tuple[int, str, str]] = deque(maxlen=KEPT)
        self._last = 0
        self._file = record_to.open("a", encoding="utf-8", buffering=1) if record_to else None

    def write(self, topic: str, row: dict[str, Any]) -> int:
        """Add a line and return its number; `topic` is what readers may select by."""
        self._last += 1
        line = json.dumps({"seq": self._last, **row}, ensure_ascii=False, default=str)
        self._lines.append((self._last, topic, line))
        if self._file:
            self._file.write(line + "\n")
        return self._last

    def read(self, since: int = 0, topic: str | None = None) -> Iterator[str]:
        """Yield the kept lines with a number above `since`, oldest first."""
        for number, its_topic, line in self._lines:
            if number > since and topic in (None, its_topic):
                yield line

    def close(self) -> None:
        if self._file:
            self._file.close()


def mask(token: str) -> str:
    """Show enough of a token to tell which one it was."""
    return f"{token[:5]}…{token[-2:]}" if len(token) > 12 else "…"
