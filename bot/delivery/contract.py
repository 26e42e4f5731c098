"""What the dispatcher needs of Slack, and the four ways in which Slack can let it down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.delivery.rendered import Rendered
from bot.storage.unit_of_work import UnitOfWork
from models import Outbox

Load = Callable[[UnitOfWork, Outbox], object | None]
Render = Callable[[str, object, str, datetime], Rendered]

POST = "chat.postMessage"
UPDATE = "chat.update"
OPEN_DM = "conversations.open"
LOOK_UP = "conversations.history"


class DeliveryFault(Exception):
    """Slack did not do what it was asked, or nobody knows whether it did."""


@dataclass
class Limited(DeliveryFault):
    """Slack asks to be left alone for so long with this `method`; nothing was done."""

    retry_after_s: float
    method: str = POST


@dataclass
class Rejected(DeliveryFault):
    """Slack said no, and nothing was done; `permanent` means that asking again will not help."""

    code: str
    permanent: bool


@dataclass
class OutcomeUnknown(DeliveryFault):
    """It may or may not have been done. `is_settled`: Slack has answered, so nothing is still under way."""

    reason: str
    is_settled: bool = False


@dataclass
class Unreachable(DeliveryFault):
    """Slack could not be reached at all; nothing was done."""

    reason: str


class Gateway(Protocol):
    """Slack, as far as sending is concerned. Every call may raise a `DeliveryFault`; none tries again."""

    def post(
        self, channel_id: str, rendered: Rendered, outbox_ids: Sequence[int], thread_ts: str | None = None
    ) -> str:
        """Posts a message that carries the outbox ids as metadata, and answers its `ts`."""

    def update(self, channel_id: str, ts: str, rendered: Rendered) -> None:
        """Shows the message anew; doing it twice does no harm. A lost message is `message_not_found`."""

    def find(
        self, channel_id: str, outbox_id: int, since_at: datetime, thread_ts: str | None = None
    ) -> str | None:
        """The `ts` of the message that carries this outbox id, or None if none was posted since then."""

    def open_dm(self, person_id: str) -> str:
        """The id of the direct conversation with that person."""
