"""One branch clock for several processes: the machine's time plus an offset that stands in a file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class SharedClock:
    """Runs as the machine's clock does; whoever jumps moves it for every process."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        """The branch's present instant, UTC."""
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text()))

    def jump(self, to: datetime) -> None:
        """It is `to` now; the file is replaced as a whole, so that nobody reads half of it."""
        offset = (to - datetime.now(UTC)).total_seconds()
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{offset:.6f}")
        fresh.replace(self._file)

    def moves(self) -> tuple[()]:
        """The stand-in offers none."""
        return ()

    def move(self, to: str) -> datetime:
        """The soak jumps by itself."""
        raise ValueError(f"this clock is not moved from the page: {to}")
