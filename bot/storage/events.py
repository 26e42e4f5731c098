"""What a unit of work has recorded: who is told of what follows from it, and from nothing else."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Event(NamedTuple):
    """One audit event of this transaction.

    `request` and `step` are the rows that it is about, if it is about any; `data` holds ids and values.
    """

    action: str
    request: Any = None
    step: Any = None
    actor_id: str | None = None
    data: Mapping[str, Any] = {}


class Crossed(NamedTuple):
    """A threshold that a sweep has fired and that people hear of, as ids: its rows are written in bulk.

    `turn` is 0 for the crossing itself, then counts its repeats.
    """

    clock_id: int
    request_id: int
    step_id: int | None
    epoch: int
    turn: int
    due_at: Any
    threshold: Any
