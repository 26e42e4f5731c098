"""The long failure test: `python -m tests.soak` (`make soak`); ends with 1 where the ledger differs.

Ctrl-C ends it early: what is under way is finished and compared.

python -m tests.soak --requests 500 --kills 10 --database postgres --replicas 4 --seed 7
"""

import argparse
import asyncio
import signal
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

from tests.soak.databases import database_of
from tests.soak.run import Result, Size, Soak, soak

DATABASES = ("sqlite", "postgres")


def main() -> None:
    """One soak, or one on each database."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=DATABASES, help="[both, one after the other]")
    parser.add_argument("--logs", type=Path, help="keep the processes' logs there")
    for each in fields(Size):
        parser.add_argument(f"--{each.name.replace('_', '-')}", type=type(each.default), default=each.default)
    given = vars(parser.parse_args())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # its processes end with it
    chosen, logs = given.pop("database"), given.pop("logs")
    kinds = [chosen] if chosen else DATABASES
    clean = [one(kind, Size(**given), logs) for kind in kinds]
    sys.exit(0 if all(clean) else 1)


def one(kind: str, size: Size, logs: Path | None) -> bool:
    """A soak on one database; whether its ledger is clean."""
    with database_of(kind) as database, tempfile.TemporaryDirectory() as temporary:
        folder = logs / kind if logs else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"{kind}: {size.requests} requests, {size.kills} kills, seed {size.seed}", flush=True)
        with soak(size, folder, database, lambda line: print(f"  {line}", flush=True)) as siege:
            result = asyncio.run(until_interrupted(siege))
    print("\n".join(result.lines()))
    print("clean" if result.is_clean else f"NOT CLEAN: {len(result.findings.differences)} differences")
    return result.is_clean


async def until_interrupted(siege: Soak) -> Result:
    """To its end; Ctrl-C lets no more requests in, and the ledger compares those that are."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, siege.close)
    return await siege.run()


if __name__ == "__main__":
    main()
