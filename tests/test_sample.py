"""The sample branch that `make run` shows: its requests as a file, carried out by the bot's own verbs."""

from datetime import datetime
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import select

from bot.console.sample import fill, read_requests
from bot.delivery.notices import announce
from bot.storage.office import Office
from bot.storage.unit_of_work import unit_of_work
from models import AuditEvent, Request, Step
from tests.office import add_roster, sample_policy
from workspace.config import SAMPLE_CUSTOMERS, SAMPLE_REQUESTS, load_config


def filled(engine: Engine, now: datetime, times: int = 1) -> Office:
    """The sample staff's office, opened so many times."""
    office = Office(engine=engine, policy=sample_policy(), announce=announce)
    with unit_of_work(office, now=now) as uow:
        add_roster(uow)
    for _ in range(times):
        fill(office, now, SAMPLE_CUSTOMERS, SAMPLE_REQUESTS)
    return office


@pytest.mark.parametrize("at", ["2026-11-23T10:00+08:00", "2026-11-24T08:10+08:00", "2026-11-22T13:00+08:00"])
def test_the_sample_branch_shows_every_state_at_any_hour(sqlite_engine: Engine, at: str) -> None:
    """During, before and outside working hours the same requests stand there, and none of it lies ahead."""
    now = datetime.fromisoformat(at)
    with unit_of_work(filled(sqlite_engine, now), now=now) as uow:
        states = [str(each.state) for each in uow.session.exec(select(Request).order_by(Request.id))]
        steps = {str(each) for each in uow.session.exec(select(Step.state))}
        audit = uow.session.exec(select(AuditEvent)).all()
    assert states == ["done", "open", "open", "open", "open", "open"]
    assert steps == {"ready", "accepted", "returned", "done", "skipped"}
    assert max(each.at for each in audit) <= now
    staff = {person.id for person in load_config().people}
    assert {each.actor_id for each in audit if each.actor_id} <= staff


def test_a_branch_that_is_at_work_gets_no_second_sample(sqlite_engine: Engine) -> None:
    """Opened again, the branch keeps its requests as they are."""
    now = datetime.fromisoformat("2026-11-23T10:00+08:00")
    with unit_of_work(filled(sqlite_engine, now, times=2), now=now) as uow:
        assert len(uow.session.exec(select(Request)).all()) == len(read_requests(SAMPLE_REQUESTS))


def test_a_slip_in_the_file_is_named(tmp_path: Path) -> None:
    """An unknown verb and a misspelled key are said with their place, and nothing is read."""
    slips = SAMPLE_REQUESTS.read_text(encoding="utf-8")
    slips = slips.replace("verb: return", "verb: retrun", 1).replace("outcome: network", "outcom: network", 1)
    file = tmp_path / "requests.yaml"
    file.write_text(slips, encoding="utf-8")
    with pytest.raises(ValidationError) as refused:
        read_requests(file)
    places = {each["loc"] for each in refused.value.errors()}
    assert places == {(2, "acts", 2, "verb"), (4, "acts", 1, "outcom")}
