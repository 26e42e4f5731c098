"""The stand-in for Slack as a process of its own: `python -m tests.soak.stand_in PORT CLOCK RATE`."""

import sys
from pathlib import Path

from app import wait_for_end
from tests.soak.clock import SharedClock
from tests.soak.pace import branch
from workspace.server import create, run_in_thread


def main(port: str, clock: str, rate: str) -> None:
    """Serves until it is told to end."""
    running = run_in_thread(create(branch(int(rate)), SharedClock(Path(clock))), port=int(port))
    wait_for_end()
    running.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
