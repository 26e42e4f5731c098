"""Figures for `tools/bench.py`: besides what a benchmark prints, a JSON line for each into the file that
`XIEBAN_FIGURES` names."""

import json
import os
from pathlib import Path


def figure(
    name: str, value: float, unit: str = "", *, is_more_better: bool = False, is_peer: bool = False
) -> None:
    """Notes a figure under a name that is the same in every run; a peer's says what the machine does."""
    if file := os.environ.get("XIEBAN_FIGURES"):
        row = {"name": name, "value": value, "unit": unit, "more": is_more_better, "peer": is_peer}
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
