"""The processes of a soak: the stand-in and the replicas, which are killed and started again."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(module: str, *args: object, log: Path) -> subprocess.Popen[bytes]:
    """A Python process of ours; what it says goes to a file. A Ctrl-C for the soak does not reach it."""
    with log.open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", module, *map(str, args)],
            cwd=ROOT,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """Politely, and waits for it."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


class Replicas:
    """As a service manager keeps them: whichever ends is started again."""

    def __init__(self, count: int, log: Path, *args: object) -> None:
        self._log, self._args = log, args
        self._running: list[subprocess.Popen[bytes] | None] = [None] * count
        self.kills = 0
        self.starts = 0
        self.fell = 0
        """How often one ended by itself: it could not start while Slack or the database was away."""

    def keep(self) -> None:
        """Starts whatever is not running."""
        for place, process in enumerate(self._running):
            if process is None or process.poll() is not None:
                self.fell += process is not None
                self.starts += 1
                self._running[place] = start("tests.soak.replica", *self._args, log=self._log)

    def kill(self, place: int) -> bool:
        """With -9, in whatever it is doing; False where none is running there just now."""
        place %= len(self._running)
        process = self._running[place]
        if process is None or process.poll() is not None:
            return False
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        self._running[place] = None
        self.kills += 1
        return True

    def kill_all(self) -> None:
        """All at once."""
        for place in range(len(self._running)):
            self.kill(place)

    def end(self) -> None:
        """Lets all finish what they have in hand."""
        for process in self._running:
            if process is not None:
                process.terminate()
        for process in self._running:
            if process is not None:
                end(process)
