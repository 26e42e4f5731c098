"""Writes the next migration from what the models have over the migrations; read it over, then commit it.

.venv/bin/python tools/revise.py "A table for …"
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from bot.storage.migrations import upgrade, write_revision

if len(sys.argv) != 2:
    sys.exit(__doc__)
scratch = create_engine("sqlite://", poolclass=StaticPool)
upgrade(scratch)
print(write_revision(scratch, sys.argv[1]))
