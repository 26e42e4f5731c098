"""When an event that nobody acknowledged is delivered again."""

from datetime import datetime, timedelta
from typing import NamedTuple

from workspace.branch import Json

RETRY_AFTER = (
    timedelta(0),
    timedelta(minutes=1),
    timedelta(minutes=5),
)  # branch time from the first delivery


class Retry(NamedTuple):
    """A delivery of an event; attempt 0 is the first."""

    first_at: datetime
    attempt: int
    body: Json

    @property
    def due_at(self) -> datetime:
        return self.first_at + (RETRY_AFTER[self.attempt - 1] if self.attempt else timedelta(0))
