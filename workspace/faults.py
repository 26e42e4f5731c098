"""Bad days to order: which call or payload a fault strikes, decided by count and seeded chance."""

import random
from dataclasses import asdict, dataclass, field, fields
from fnmatch import fnmatchcase
from itertools import count
from typing import Any

from workspace.errors import ControlError

ON_CALLS = frozenset(
    [
        "rate_limited",
        "server_error",
        "fatal_error",
        "timeout_after",
        "timeout_before",
        "reset_after",
        "reset_before",
        "slow",
        "revoked",
    ]
)
ON_PAYLOADS = frozenset({"duplicate", "lost_ack"})
ON_SOCKETS = frozenset({"drop_sockets", "silent_sockets", "refresh_sockets"})
KINDS = ON_CALLS | ON_PAYLOADS | ON_SOCKETS | {"archived"}
SECONDS = {"rate_limited": 1.0, "timeout_after": 60.0, "timeout_before": 60.0, "slow": 2.0}


@dataclass
class Fault:
    """One ordered fault; docs/workspace.md says what each kind does."""

    kind: str
    method: str | None = None
    channel: str | None = None
    count: int | None = None
    probability: float = 1.0
    seed: int = 0
    seconds: float | None = None
    status: int = 500
    error: str = "fatal_error"
    id: int = 0
    hits: int = 0
    _dice: random.Random = field(default_factory=random.Random, repr=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self.seconds = SECONDS.get(self.kind, 0.0) if self.seconds is None else self.seconds

    @property
    def wait(self) -> float:
        return self.seconds or 0.0

    def strikes(self, method: str, channel: str | None) -> bool:
        """Decide, and count the hit."""
        if self.count is not None and self.hits >= self.count:
            return False
        if self.method and not fnmatchcase(method, self.method):
            return False
        if self.channel and self.channel != channel:
            return False
        if self._dice.random() >= self.probability:
            return False
        self.hits += 1
        return True

    def shown(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if not key.startswith("_")}


ORDERED = {each.name for each in fields(Fault)} - {"id", "hits", "_dice"}


class Faults:
    """The faults that are on."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.active: dict[int, Fault] = {}

    def add(self, order: dict[str, Any]) -> Fault:
        """Switch one on; raise ControlError when the order makes no sense."""
        if order.get("kind") not in KINDS:
            raise ControlError(f"kind must be one of {', '.join(sorted(KINDS))}")
        if unknown := set(order) - ORDERED:
            raise ControlError(f"unknown: {', '.join(sorted(unknown))}")
        if order["kind"] == "archived" and not order.get("channel"):
            raise ControlError("archived needs a channel")
        fault = Fault(**{"count": 1 if order["kind"] in ON_SOCKETS else None, **order})
        fault.id = next(self._numbers)
        self.active[fault.id] = fault
        return fault

    def remove(self, fault_id: int) -> Fault:
        if fault_id not in self.active:
            raise ControlError(f"no fault {fault_id}", 404)
        return self.active.pop(fault_id)

    def on_call(self, method: str, channel: str | None) -> Fault | None:
        """The first fault that strikes this Web API call."""
        return self._first(ON_CALLS, method, channel)

    def on_payload(self, kind: str, envelope: str) -> bool:
        """Does a fault of this kind strike a payload to the bot of this envelope type?"""
        return self._first(frozenset({kind}), envelope, None) is not None

    def on_socket(self) -> bool:
        """Are the connections to break just when a payload is about to go out?"""
        return self._first(frozenset({"drop_sockets"}), "socket", None) is not None

    def _first(self, kinds: frozenset[str], method: str, channel: str | None) -> Fault | None:
        mine = (fault for fault in self.active.values() if fault.kind in kinds)
        return next((fault for fault in mine if fault.strikes(method, channel)), None)
