"""A soak from its first request to its ledger."""

import asyncio
import csv
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

import httpx

from bot.customers.registry import import_customers, read_customers
from bot.delivery.notices import announce
from bot.storage.database import open_engine
from bot.storage.office import Office
from bot.storage.unit_of_work import unit_of_work
from handlers.manifest import EVENTS, SCOPES
from tests.office import MONDAY, sample_policy
from tests.soak import cards, ledger
from tests.soak.chaos import Chaos
from tests.soak.clock import SharedClock
from tests.soak.courses import Course, Parking
from tests.soak.databases import Database
from tests.soak.desk import Desk
from tests.soak.messages import bot_messages
from tests.soak.operator import Operator
from tests.soak.processes import Replicas, end, free_port, start
from tests.soak.sight import Sight
from tests.soak.staff import Staff, Stuck
from workspace.config import SAMPLE_CUSTOMERS, load_config

NIGHTS = (MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
START_S = 90.0
MEND_EVERY_S = 8.0
SAY_EVERY_S = 15.0
LOOK_S = 0.2


@dataclass(frozen=True)
class Size:
    """How much of it. `at_once`: requests under way; `cancelled`: the share that is, on its way; `rate`: how
    many times Slack's limits are raised; `faults`, each for about `fault_s`; `settle_s`: how long the outbox
    may take to empty."""

    requests: int = 5_000
    kills: int = 40
    faults: int = 60
    restarts: int = 2
    replicas: int = 2
    seed: int = 1
    at_once: int = 40
    cancelled: float = 0.25
    rate: int = 60
    fault_s: float = 6.0
    settle_s: float = 600.0


@dataclass
class Result:
    """What was done, and what the ledger found."""

    facts: dict[str, object] = field(default_factory=dict)
    stuck: list[str] = field(default_factory=list)
    findings: ledger.Findings = field(default_factory=ledger.Findings)

    @property
    def is_clean(self) -> bool:
        """No difference, and nothing stuck."""
        return not self.findings.differences and not self.stuck

    def lines(self) -> list[str]:
        """For people."""
        facts = [f"{value!s:>8} {name}" for name, value in self.facts.items()]
        stuck = [f"   STUCK {each}" for each in self.stuck[: ledger.SHOWN]]
        return [*facts, *self.findings.lines(), *stuck]


class Soak:
    """The branch under siege: its processes, its people, its bad days."""

    def __init__(self, size: Size, folder: Path, database: Database, say: Callable[[str], None]) -> None:
        self._size, self._say, self._dice = size, say, Random(size.seed)
        self._clock = SharedClock(folder / "clock")
        self._clock.jump(MONDAY)
        self._office = Office(open_engine(database.url), sample_policy(), announce)
        port, log = free_port(), folder / "replicas.log"
        base_url = f"http://127.0.0.1:{port}"
        at = (folder / "clock", size.rate)
        self._slack = start("tests.soak.stand_in", port, *at, log=folder / "slack.log")
        self._replicas = Replicas(size.replicas, log, database.url, base_url, *at)
        self._desk, self._sight = Desk(base_url), Sight(base_url)
        self._staff = Staff(self._desk, self._sight, load_config())
        self._slots = asyncio.Semaphore(size.at_once)
        self._parking = Parking(self._slots)
        self._operator = Operator(self._office, self._clock)
        self._chaos = Chaos(self._desk, self._replicas, database, self._dice, self._progress)
        self._wanted, self._opened, self._ended = size.requests, 0, 0
        self._is_closing = False
        self.result = Result()

    def end(self) -> None:
        """All processes; the database is its owner's."""
        self._replicas.end()
        end(self._slack)
        self._office.engine.dispose()

    def close(self) -> None:
        """No more are opened; what is under way ends, the bad days come all, and the ledger compares."""
        self._is_closing = True

    async def run(self) -> Result:
        """Work under chaos; then peace, a night, the rest of the work, another night, and the ledger."""
        began = time.monotonic()
        await self._begin()
        listening = asyncio.create_task(self._sight.listen())
        await self._sight.is_listening.wait()
        raging = asyncio.create_task(self._chaos.run())
        courses = [asyncio.create_task(self._course(number)) for number in range(self._size.requests)]
        await self._work([raging, listening])
        self._note(time.monotonic() - began)
        await self._desk.end_fault()
        await self._settle("the first day")
        self._clock.jump(NIGHTS[0])
        await self._settle("the first night", after_jump=True)
        self._parking.open()
        await asyncio.wait(courses)
        await self._settle("the second day")
        self._clock.jump(NIGHTS[1])
        await self._settle("the second night", after_jump=True)
        raging.cancel()
        await self._compare()
        listening.cancel()
        await self._desk.close()
        self.result.facts["seconds in all"] = round(time.monotonic() - began)
        return self.result

    async def _begin(self) -> None:
        """Customers, the stand-in, and replicas that are connected."""
        with unit_of_work(self._office, now=MONDAY) as uow:
            import_customers(uow, read_customers(SAMPLE_CUSTOMERS))
        size = self._size
        self._chaos.plan(kills=size.kills, faults=size.faults, seconds=size.fault_s, restarts=size.restarts)
        until = time.monotonic() + START_S
        while await self._connections() < size.replicas:
            if time.monotonic() > until:
                raise RuntimeError("the replicas do not connect: see replicas.log and slack.log")
            await asyncio.sleep(LOOK_S)
        await self._desk.order("/app", scopes=list(SCOPES), events=list(EVENTS))

    async def _connections(self) -> int:
        try:
            state = await self._desk.get("/state")
        except httpx.TransportError:  # it has yet to start
            return 0
        self._replicas.keep()
        return int(state["connections"])

    async def _course(self, number: int) -> None:
        """One request; what is stuck is on record, and the others go on."""
        dice = Random(f"{self._size.seed}:{number}")
        async with self._slots:
            if self._is_closing:
                self._wanted -= 1
                return
            course = Course(self._staff, dice, dice.choice(customers()), self._parking, self._size.cancelled)
            try:
                await course.opens()
                self._opened += 1
                await course.goes_on()
            except Stuck as stuck:
                self._stuck(str(stuck))
            except Exception as fault:  # of the soak itself
                self._stuck(f"{course.id}: {fault!r}")
            self._ended += 1

    def _stuck(self, what: str) -> None:
        self.result.stuck.append(what)
        self._say(f"STUCK {what}")

    def _progress(self) -> float:
        return (self._opened + self._ended + self._parking.count) / max(2 * self._wanted, 1)

    async def _work(self, others: list[asyncio.Task[None]]) -> None:
        """Until all requests have ended or are parked, and the last fault has passed."""
        said = mended = time.monotonic()
        while self._ended + self._parking.count < self._wanted or not self._chaos.is_over:
            for task in others:
                if task.done():
                    task.result()
            now = time.monotonic()
            if now - mended > MEND_EVERY_S:
                mended = now
                await asyncio.to_thread(self._operator.mend)
            if now - said > SAY_EVERY_S:
                said = now
                self._say(f"{self._opened} opened, {self._ended} ended, {self._replicas.kills} kills")
            await asyncio.sleep(LOOK_S)

    async def _settle(self, when: str, *, after_jump: bool = False) -> None:
        began = time.monotonic()
        if left := await self._operator.settle(self._size.settle_s, after_jump=after_jump):
            self._stuck(f"{when}: {left} notices did not go")
        self._say(f"{when}: settled after {time.monotonic() - began:.0f} s")

    def _note(self, seconds: float) -> None:
        self.result.facts |= {
            "requests": self._opened,
            "seconds of work under faults": round(seconds),
            "replicas": self._size.replicas,
            "kills with -9": self._replicas.kills,
            "replicas started": self._replicas.starts,
            "replicas that fell by themselves": self._replicas.fell,
            "database restarts": self._chaos.restarts,
            "faults": dict(self._chaos.faults),
            "presses, commands and submissions": self._desk.acts,
            "of these without an answer, or too late": self._desk.failed,
        }

    async def _compare(self) -> None:
        """The ledger."""
        findings, messages = self.result.findings, await bot_messages(self._desk)
        self.result.facts["failed notices mended by hand"] = self._operator.mended
        ledger.compare_notices(self._office, messages.values(), findings)
        cards.compare_cards(self._office, messages, findings)
        ledger.compare_audit(self._office, self._staff.ledger, findings)
        ledger.compare_states(self._office, findings)
        ledger.compare_firings(self._office, findings)


@cache
def customers() -> tuple[str, ...]:
    """The registry's names."""
    with SAMPLE_CUSTOMERS.open(encoding="utf-8") as rows:
        return tuple(row["name"] for row in csv.DictReader(rows))


@contextmanager
def soak(size: Size, folder: Path, database: Database, say: Callable[[str], None] = print) -> Iterator[Soak]:
    """A soak whose processes end with it."""
    siege = Soak(size, folder, database, say)
    try:
        yield siege
    finally:
        siege.end()
