"""What somebody is about to open: kept until it is sent, so that nothing typed is lost."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.base import instant, json_object


class Draft(SQLModel, table=True):
    """A filled-in form or a one-line request before its sender has confirmed it.

    `details` holds the values by field id as they were typed; a draft opens one request at the most.
    `line` is the one line that it was read from, `asked` the choices that it leaves open (by field id, values
    that are possible, the likelier first), `refused` the words that no deadline can be and why. `read` holds
    what the kind may have no field for: of a line every value with the places of its words
    (`bot.language.found`), of a form as `bot.coordination.filling` says.
    """

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(index=True)
    kind: str | None = None
    details: dict[str, Any] = json_object()
    line: str = ""
    asked: dict[str, Any] = json_object()
    refused: dict[str, Any] = json_object()
    read: dict[str, Any] = json_object()
    source_url: str | None = None
    drafted_at: datetime = instant(index=True)
