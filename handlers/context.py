"""What every listener needs: the office, the time, the customers by name, and who people are."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client import CollectorRegistry
from slack_sdk import WebClient
from sqlalchemy import func
from sqlmodel import col, select

from bot.language.customers import CustomerEntry, CustomerIndex
from bot.running.metrics import Metrics
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, reading, unit_of_work
from handlers.gate import Gate
from models import Customer, Person


@dataclass
class Context:
    """Made once by the composition root. `now` returns the present instant (aware, UTC)."""

    office: Office
    now: Callable[[], datetime]
    metrics: Metrics = field(default_factory=lambda: Metrics(CollectorRegistry()))
    gate: Gate = field(default_factory=Gate)
    _index: CustomerIndex | None = None
    _index_of: tuple[int, int] = (-1, -1)
    _building: threading.Lock = field(default_factory=threading.Lock)

    def language_of(self, person_id: str, client: WebClient) -> str:
        """A person's language; somebody whom the roster does not know yet is asked of Slack, once."""
        with reading(self.office, now=self.now()) as uow:
            query = select(Person.language).where(Person.id == person_id)
            known = uow.session.exec(query).first()
        if known is not None:
            return known
        user = client.users_info(user=person_id, include_locale=True)["user"]
        language = "zh" if user.get("locale", "").startswith("zh") else "en"
        with unit_of_work(self.office, now=self.now()) as uow:
            name = user.get("real_name") or user.get("name") or person_id
            uow.session.merge(Person(id=person_id, name=name, language=language, synced_at=uow.now))
        return language

    def prepare(self) -> None:
        """Reads the registry before anybody waits for it."""
        with reading(self.office, now=self.now()) as uow:
            self.customers(uow)

    def customers(self, uow: UnitOfWork) -> CustomerIndex:
        """The registry by name; rebuilt when a customer was added."""
        count, newest = uow.session.exec(select(func.count(col(Customer.id)), func.max(Customer.id))).one()
        with self._building:
            if self._index is None or self._index_of != (count, newest or 0):
                rows = uow.session.exec(select(Customer)).all()
                self._index = CustomerIndex(
                    CustomerEntry(str(row.id), row.name, tuple(row.aliases), row.city) for row in rows
                )
                self._index_of = (count, newest or 0)
            return self._index
