"""Days off: National Day 2026 with its make-up Saturday, and a New Year that is only an estimate."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.stories.office import StoryOffice, shanghai, story_office
from tests.stories.test_clocks import LEVELS, accepted_by_liwei


@pytest.fixture
def before_national_day(sqlite_engine: Engine) -> Iterator[StoryOffice]:
    """The branch at ten on Wednesday 30 September 2026, the last working day before the week off."""
    with story_office(sqlite_engine, "socket", start_at=shanghai("2026-09-30 10:00")) as office:
        yield office


def test_national_day_is_silent_and_its_make_up_saturday_is_not(before_national_day: StoryOffice) -> None:
    """Nobody is reminded within the week off; 80 % fall on the first morning and on the working Saturday."""
    office = before_national_day
    label = accepted_by_liwei(office)
    office.channel("transport").card(label).expect("2026-10-08 周四 11:24")
    office.dm("Mina").card(label).expect("Due 2026-10-12 Mon 10:00")
    told = office.dm("李伟")
    office.time_comes(shanghai("2026-09-30 18:00"))
    assert [told.count(level) for level in LEVELS] == [1, 0, 0]
    heard = everything(office)
    office.time_comes(shanghai("2026-10-08 08:59"))
    assert everything(office) == heard
    office.time_comes(shanghai("2026-10-08 09:50"))
    assert [told.count(level) for level in LEVELS] == [1, 1, 0]
    office.time_comes(shanghai("2026-10-10 11:20"))
    assert office.dm("陈璐").count("工单即将到期") == 0
    office.time_comes(shanghai("2026-10-10 11:30"))
    assert office.dm("陈璐").count("工单即将到期", label) == 1

    why = office.dm("Mina").card(label).click("explain_request").form
    why.expect("2026-10-01 Thu · public holiday", "2026-10-07 Wed", "2026-10-10 Sat · make-up workday")
    why.expect_not("2026-10-11", "provisional")


def everything(office: StoryOffice) -> int:
    """How many messages the bot has posted."""
    return len(office.control.calls("chat.postMessage"))


def test_a_new_year_that_is_an_estimate_counts_nothing(office: StoryOffice) -> None:
    """A clock stands over New Year's Day, whose dates are an estimate, and runs on when work begins."""
    office.time_comes(shanghai("2026-12-31 17:00"))
    label = accepted_by_liwei(office)
    office.channel("transport").card(label).expect("暂定", "2027-01-05")
    office.time_comes(shanghai("2027-01-04 08:30"))
    assert office.dm("李伟").count("时限过半") == 0
    office.time_comes(shanghai("2027-01-04 14:30"))
    assert office.dm("李伟").count("时限过半") == 1
