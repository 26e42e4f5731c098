"""The soak in short: kills, faults and database restarts while a few requests go their way."""

import asyncio
from pathlib import Path

import pytest

from tests.soak.databases import database_of
from tests.soak.run import Size, soak

SHORT = Size(requests=6, kills=2, faults=3, restarts=1, seed=4, at_once=6, fault_s=0.5, settle_s=60.0)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_short_soak_is_clean(kind: str, tmp_path: Path) -> None:
    """Replicas killed with -9 and a database that goes away double, lose and leave behind nothing."""
    said: list[str] = []
    with database_of(kind) as database, soak(SHORT, tmp_path, database, said.append) as siege:
        result = asyncio.run(siege.run())
    assert result.is_clean, "\n".join([*said, *result.lines()])
    assert int(str(result.facts["kills with -9"])) >= SHORT.kills
