"""Whoever looks after the bot: retries by hand what failed for good, and sees when nothing waits any more."""

import asyncio
import time
from datetime import timedelta

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from bot.delivery.repair import UNDER_WAY, retry_notice
from bot.storage.office import Office
from bot.storage.unit_of_work import unit_of_work
from models import Outbox, OutboxState
from tests.soak.clock import SharedClock

HELD = timedelta(minutes=5)
"""What is to be sent later than this waits for the end of quiet hours, not for Slack."""
LOOK_S = 0.5
SWEPT_S = 2.5
"""Sweeps come every second."""


class Operator:
    """Acts through the verbs of `app.py outbox`."""

    def __init__(self, office: Office, clock: SharedClock) -> None:
        self._office, self._clock = office, clock
        self.mended = 0

    def mend(self) -> int:
        """Has every failed notice tried again; answers how many. A database that is away mends nothing."""
        try:
            with Session(self._office.engine) as session:
                failed = session.exec(select(Outbox.id).where(Outbox.state == OutboxState.FAILED)).all()
            for outbox_id in failed:
                with unit_of_work(self._office, now=self._clock.now()) as uow:
                    retry_notice(uow, outbox_id or 0)
        except DBAPIError:
            return 0
        self.mended += len(failed)
        return len(failed)

    def waiting(self) -> int:
        """How many notices have yet to go."""
        held_from = self._clock.now() + HELD
        query = select(Outbox.id).where(col(Outbox.state).in_(UNDER_WAY), col(Outbox.next_try_at) < held_from)
        with Session(self._office.engine) as session:
            return len(session.exec(query).all())

    async def settle(self, seconds: float, *, after_jump: bool) -> int:
        """Until nothing waits, but for so long at the most; answers how many notices still do."""
        until = time.monotonic() + seconds
        await asyncio.sleep(SWEPT_S if after_jump else 0)
        while (self.mend() or self.waiting()) and time.monotonic() < until:
            await asyncio.sleep(LOOK_S)
        return self.waiting()
