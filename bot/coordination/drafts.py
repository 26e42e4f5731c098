"""Drafts: what somebody is about to open, kept until it is sent, so that nothing typed is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import col

from bot.coordination.opening import OpenRequest, open_request
from bot.errors import NotFound
from bot.language.found import Found
from bot.people import access
from bot.storage.unit_of_work import UnitOfWork
from models import Draft, Request


def save_draft(
    uow: UnitOfWork,
    kind: str | None,
    values: dict[str, Any],
    *,
    source_url: str | None = None,
    read: dict[str, Any] | None = None,
) -> Draft:
    """Keeps what was typed, as it was typed; raises NotAllowed for who may open no request.

    `read` is what the kind has no field for (`bot.coordination.filling`).
    """
    access.require(uow, "open_request")
    plain = {
        key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()
    }
    draft = Draft(
        person_id=uow.actor,
        kind=kind,
        details=plain,
        read=read or {},
        source_url=source_url,
        drafted_at=uow.now,
    )
    uow.session.add(draft)
    uow.session.flush()
    return draft


def draft_of(uow: UnitOfWork, draft_id: int, *, lock: bool = False) -> Draft:
    """The acting person's own draft; raises NotFound for anybody else's."""
    draft = uow.session.get(Draft, draft_id, with_for_update=lock)
    if draft is None or draft.person_id != uow.actor:
        raise NotFound(f"#{draft_id}")
    return draft


def read_of(draft: Draft) -> dict[str, Found]:
    """What was read from a draft's line, by field id; nothing of a form's."""
    return {field: Found.from_json(kept) for field, kept in draft.read.items()} if draft.line else {}


def wished_of(draft: Draft) -> datetime | None:
    """The wished deadline where it was read from one line, as an instant; a form's is still words."""
    found = read_of(draft).get("wished")
    if found is None or found.value is None or draft.details.get("wished") != found.value:
        return None
    return datetime.fromisoformat(found.value)


def command_of(draft: Draft) -> OpenRequest:
    """What sending the draft asks for; the same draft opens one request at the most."""
    values = dict(draft.details)
    if (wished_at := wished_of(draft)) is not None:
        values["wished"] = wished_at
    return OpenRequest(
        kind=draft.kind or "",
        values=values,
        opened_with=f"draft:{draft.id}",
        source_url=draft.source_url,
    )


def send_draft(uow: UnitOfWork, draft_id: int) -> Request:
    """Opens the request; the draft that opened one before, or is just about to, answers that one."""
    return open_request(uow, command_of(draft_of(uow, draft_id, lock=True)))


def forget_drafts(uow: UnitOfWork, before_at: datetime) -> int:
    """Drops drafts that nobody has touched since `before_at`."""
    return uow.session.connection().execute(delete(Draft).where(col(Draft.drafted_at) < before_at)).rowcount
