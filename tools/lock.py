"""Writes requirements.lock from pyproject.toml: everything pinned with hashes, and no registry named."""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    with tempfile.NamedTemporaryFile("w", suffix=".in") as source:
        source.write("\n".join(wanted))
        source.flush()
        return subprocess.call(
            [sys.executable, "-m", "piptools", "compile", "--quiet", "--generate-hashes", "--strip-extras",
             "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--no-annotate",
             "--no-header", "--allow-unsafe", "--output-file", str(ROOT / "requirements.lock"), source.name],
        )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
