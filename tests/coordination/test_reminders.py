"""Answering a reminder: seen, or not before tomorrow morning."""

from datetime import timedelta

import pytest

from bot.coordination import clock_verbs as verbs
from bot.errors import Invalid
from bot.timers.sweep import sweep
from tests.coordination.clock_scene import ENGINEER, LEAD, at, at_transport, clock
from tests.office import TestOffice


def test_seen_is_for_a_level_that_was_told(office: TestOffice) -> None:
    """Before anything was told there is nothing to acknowledge; afterwards it is on record, with a time."""
    xb, _ = at_transport(office)
    id = clock(office, xb, "transport").id or 0
    with office.by(ENGINEER) as uow:
        assert verbs.acknowledge_reminder(uow, id).acknowledged_level is None
    office.now = at("11-24 11:24")
    sweep(office.office, office.now)
    with office.by(LEAD) as uow:
        seen = verbs.acknowledge_reminder(uow, id, at("11-24 16:00"))
    assert (seen.acknowledged_level, seen.acknowledged_by_id) == ("due", LEAD)
    assert seen.next_fire_at == at("11-24 16:00")
    with office.by(ENGINEER) as uow, pytest.raises(Invalid):
        verbs.acknowledge_reminder(uow, id, office.now - timedelta(minutes=1))


def test_a_snooze_ends_in_the_morning_or_at_the_deadline(office: TestOffice) -> None:
    """Put off on Monday at half time it is told on Tuesday at 9:00; past the deadline nothing is put off."""
    xb, _ = at_transport(office)
    id = clock(office, xb, "transport").id or 0
    office.now = at("11-23 15:12")
    sweep(office.office, office.now)
    with office.by(ENGINEER) as uow:
        assert verbs.snooze_reminder(uow, id).snoozed_until_at == at("11-24 09:00")
    with office.by(ENGINEER) as uow:
        verbs.snooze_reminder(uow, id)
    with office.by(ENGINEER) as uow, pytest.raises(Invalid) as refused:
        verbs.snooze_reminder(uow, id)
    assert refused.value.fields["until"].code == "snoozed_enough"
    office.now = at("11-24 09:00")
    assert sweep(office.office, office.now).told >= 1
    office.now = at("11-24 11:24")
    with office.by(ENGINEER) as uow, pytest.raises(Invalid) as refused:
        verbs.snooze_reminder(uow, id)
    assert refused.value.fields["until"].code == "past_the_deadline"
