"""The ledger sees what is doubled, lost, made up, or not on record: a soak's word is worth what this is."""

from typing import Any

import pytest
from sqlmodel import Session, select

from bot.delivery.outbox import put
from models import Card, Outbox, OutboxState
from tests.office import TestOffice
from tests.soak.ledger import Findings, compare_audit, compare_notices
from tests.soak.staff import Done

Message = dict[str, Any]


@pytest.fixture
def told(office: TestOffice) -> list[Message]:
    """A request whose notices (three cards, one told once) have all been sent: the messages."""
    request = office.opens()
    with office.by(None) as uow:
        put(uow, "request_ended", "person:U0LINQ", request_id=request)
    messages: list[Message] = []
    with Session(office.office.engine) as session, session.begin():
        for number, row in enumerate(session.exec(select(Outbox)).all()):
            row.state, row.ts, row.channel_id = OutboxState.SENT, f"{number}.0", "C1"
            payload = {"event_payload": {"outbox_ids": [row.id]}}
            messages.append({"channel": "C1", "ts": row.ts, "metadata": payload})
            if row.card_key:
                card = Card(
                    destination=row.destination,
                    key=row.card_key,
                    channel_id="C1",
                    ts=row.ts,
                    rendered_at=office.now,
                )
                session.add(card)
    return messages


def differences(office: TestOffice, messages: list[Message]) -> str:
    """What the ledger says of these messages."""
    findings = Findings()
    compare_notices(office.office, messages, findings)
    return "\n".join(findings.differences)


def test_what_was_told_once_is_in_order(office: TestOffice, told: list[Message]) -> None:
    """Every notice in one message is no difference."""
    assert differences(office, told) == ""


def test_a_doubled_message_is_seen(office: TestOffice, told: list[Message]) -> None:
    """The same notice in a second message is found."""
    assert "was seen 2 times" in differences(office, [*told, told[0] | {"ts": "99.0"}])


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_lost_message_is_seen(office: TestOffice, told: list[Message], place: int) -> None:
    """A notice that is on record as sent and stands nowhere is found, card or not."""
    assert "on record, seen in []" in differences(office, told[:place] + told[place + 1 :])


def test_a_made_up_message_is_seen(office: TestOffice, told: list[Message]) -> None:
    """A message that no notice made is found."""
    assert "no notice made" in differences(office, [*told, {"channel": "C1", "ts": "99.0"}])


def test_a_notice_that_never_went_is_seen(office: TestOffice, told: list[Message]) -> None:
    """What still waits when all is over is found."""
    office.opens()
    assert "is waiting" in differences(office, told)


@pytest.mark.parametrize(
    ("acts", "is_right"),
    [
        ([Done("request_opened", "U0LINQ")], True),
        ([], False),
        ([Done("request_opened", "U0MINA")], False),
        ([Done("request_opened", "U0LINQ"), Done("request_cancelled", "U0LINQ")], False),
    ],
)
def test_acts_and_audit_have_to_agree(office: TestOffice, acts: list[Done], is_right: bool) -> None:
    """An act without its event, an event without its act, and another actor are found."""
    request, findings = office.opens(), Findings()
    compare_audit(office.office, {request: acts}, findings)
    assert (findings.differences == []) is is_right
