"""Bad days by plan: kills, faults and restarts, spread over the work that has been done so far."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random

from tests.soak.databases import Database
from tests.soak.desk import Desk, Json
from tests.soak.processes import Replicas

POST, UPDATE = "chat.postMessage", "chat.update"
FAULTS: tuple[Json, ...] = (
    {"kind": "rate_limited", "method": POST, "probability": 0.5},
    {"kind": "rate_limited", "probability": 0.3},
    {"kind": "server_error", "method": "chat.*", "probability": 0.4},
    {"kind": "server_error", "status": 503, "probability": 0.3},
    {"kind": "fatal_error", "method": "chat.*", "error": "internal_error", "probability": 0.4},
    {"kind": "timeout_after", "method": POST, "seconds": 6, "probability": 0.3},
    {"kind": "timeout_before", "method": POST, "seconds": 6, "probability": 0.3},
    {"kind": "timeout_after", "method": UPDATE, "seconds": 6, "probability": 0.3},
    {"kind": "reset_after", "method": POST, "probability": 0.5},
    {"kind": "reset_after", "probability": 0.2},
    {"kind": "reset_before", "probability": 0.3},
    {"kind": "slow", "seconds": 1, "probability": 0.4},
    {"kind": "revoked"},
    {"kind": "archived", "channel": "C0TRANSP"},
    {"kind": "archived", "channel": "C0SUPPORT"},
    {"kind": "duplicate", "probability": 0.6},
    {"kind": "lost_ack", "probability": 0.3},
    {"kind": "drop_sockets", "count": 3, "probability": 0.2},
    {"kind": "silent_sockets"},
    {"kind": "refresh_sockets"},
)
LOOK_S = 0.1


class Chaos:
    """Does what the plan says when the work has come so far; `progress` goes from 0 to 1."""

    def __init__(
        self, desk: Desk, replicas: Replicas, database: Database, dice: Random, progress: Callable[[], float]
    ) -> None:
        self._desk, self._replicas, self._database, self._dice = desk, replicas, database, dice
        self._progress = progress
        self._plan: list[tuple[float, Callable[[], Awaitable[None]]]] = []
        self._under_way: set[asyncio.Task[None]] = set()
        self.faults: Counter[str] = Counter()
        self.restarts = 0
        self._is_away = False

    def plan(self, *, kills: int, faults: int, seconds: float, restarts: int) -> None:
        """So many kills, faults (each sort in turn, for about so long) and database restarts."""
        for _ in range(kills):
            self._plan.append((self._dice.uniform(0.02, 0.97), self._kill))
        sorts = self._dice.sample(FAULTS, len(FAULTS))
        for number in range(faults):
            at = (number + self._dice.random()) / (faults + 1)
            self._plan.append((at, self._fault(sorts[number % len(sorts)], seconds)))
        for number in range(restarts):
            mode = ("fast", "immediate")[number % 2]
            self._plan.append(((number + 1) / (restarts + 1), self._restart(mode, seconds)))
        self._plan.sort(key=lambda each: each[0])

    async def run(self) -> None:
        """Until the plan is done; the replicas are kept alive until this is cancelled."""
        while True:
            while self._plan and self._progress() >= self._plan[0][0]:
                await self._plan.pop(0)[1]()
            self._keep()
            await asyncio.sleep(LOOK_S)

    @property
    def is_over(self) -> bool:
        """Nothing is planned or under way any more."""
        return not self._plan and not self._under_way

    async def _kill(self) -> None:
        while not self._replicas.kill(self._dice.randrange(100)):
            await asyncio.sleep(LOOK_S)
            self._keep()

    def _keep(self) -> None:
        if not self._is_away:
            self._replicas.keep()

    def _fault(self, fault: Json, seconds: float) -> Callable[[], Awaitable[None]]:
        lasts = seconds * self._dice.uniform(0.5, 1.5)

        async def begin() -> None:
            order = fault | ({"seed": self._dice.randrange(10**6)} if "probability" in fault else {})
            number = int((await self._desk.order("/faults", **order))["id"])
            self.faults[fault["kind"]] += 1
            self._begin(self._later(lasts, number))

        return begin

    async def _later(self, seconds: float, fault: int) -> None:
        await asyncio.sleep(seconds)
        await self._desk.end_fault(fault)

    def _restart(self, mode: str, seconds: float) -> Callable[[], Awaitable[None]]:
        async def begin() -> None:
            self.restarts += 1
            self._begin(self._restarting(mode, seconds))

        return begin

    async def _restarting(self, mode: str, seconds: float) -> None:
        if not self._database.is_a_server:
            self._is_away = True
            self._replicas.kill_all()
        try:
            await asyncio.to_thread(self._database.restart, mode, seconds)
        finally:
            self._is_away = False

    def _begin(self, doing: Awaitable[None]) -> None:
        task = asyncio.ensure_future(doing)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
