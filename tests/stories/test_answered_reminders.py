"""Reminders that people answer: "seen, I am on it", and "not before tomorrow morning"."""

from tests.stories.office import StoryOffice, shanghai
from tests.stories.test_clocks import accepted_by_liwei


def late(office: StoryOffice) -> str:
    """李伟's step, due on Tuesday at 11:24, has just been told to be due."""
    label = accepted_by_liwei(office)
    office.time_comes(shanghai("2026-11-24 11:30"))
    return label


def test_seen_stops_the_repeats_until_the_next_level(office: StoryOffice) -> None:
    """Who has seen it hears no more of this level; the next one, a day late, goes to lead and managers."""
    label = late(office)
    told, lead = office.dm("李伟"), office.dm("孙涛")
    assert told.message("已到时限", label).click("已知悉，在办").form.submit().is_silent
    office.time_comes(shanghai("2026-11-25 11:00"))
    assert (told.count("已到时限", label), lead.count("已到时限", label)) == (1, 1)
    assert lead.count("超时一天") == 0
    office.time_comes(shanghai("2026-11-25 11:30"))
    assert lead.count("超时一天", label) == 1
    assert office.channel("managers").count("超时一天", label) == 1
    card = office.channel("transport").card(label)
    card.click("step_details").form.expect("@李伟 已知悉 传输核查 的提醒")


def test_seen_with_a_time_is_held_to_it(office: StoryOffice) -> None:
    """A promised time is said back; nobody is told again before it, and once more when it has passed."""
    label = late(office)
    lead = office.user("孙涛")
    form = lead.dm.message("已到时限", label).click("已知悉，在办").form
    refused = form.fill(expected_at="上周五").submit().form
    assert "将来的时间" in refused.errors["expected_at"]
    said = refused.fill(expected_at="今天下午5点").submit()
    said.expect("理解为", "2026-11-24 周二 17:00").close(everything=True)
    office.time_comes(shanghai("2026-11-24 16:59"))
    assert office.dm("李伟").count("已到时限", label) == 1
    office.time_comes(shanghai("2026-11-24 17:05"))
    assert [office.dm(each).count("已到时限", label) for each in ("李伟", "孙涛")] == [2, 2]


def test_seen_in_english(office: StoryOffice) -> None:
    """The coordinator who reads English answers in English words, and a finished step needs no promise."""
    office.time_comes(shanghai("2026-11-23 16:00"))
    label = office.user("Mina").opens(customer="华美商贸")
    office.user("David").room("support").card(label, "受理").click("接单")
    office.time_comes(shanghai("2026-11-23 17:30"))
    reminder = office.dm("David").message("Half of the time is gone", f"{label} Intake")
    form = reminder.click("Acknowledge").form
    form.fill(expected_at="tomorrow 9:15").submit().expect("Understood as", "2026-11-24 Tue 09:15").close()
    office.user("David").finishes(label, "受理", "clear")
    refused = reminder.click("Acknowledge").form.submit().form
    assert refused.errors == {"expected_at": f"{label} has changed meanwhile; it is now: done."}
    refused.close()
    office.time_comes(shanghai("2026-11-24 09:30"))
    assert office.dm("David").count("Intake") == 1


def test_a_snoozed_reminder_comes_back_in_the_morning(office: StoryOffice) -> None:
    """Who puts a reminder off hears of the step again when work begins, and not before."""
    office.time_comes(shanghai("2026-11-23 11:00"))
    label = accepted_by_liwei(office)
    office.time_comes(shanghai("2026-11-23 17:20"))
    told = office.dm("李伟")
    assert told.message("时限过半", label).click("明早再提醒").is_silent
    office.time_comes(shanghai("2026-11-24 08:59"))
    assert told.count(label) == 1
    office.time_comes(shanghai("2026-11-24 09:05"))
    assert told.count("时限过半", label) == 2


def test_nobody_snoozes_past_the_deadline(office: StoryOffice) -> None:
    """Past the deadline a reminder is not put off any more: what is left is to finish or to hand over."""
    label = late(office)
    told = office.dm("李伟")
    told.message("已到时限", label).click("明早再提醒").expect("2026-11-24 周二 11:24")
    office.time_comes(shanghai("2026-11-24 15:30"))
    assert told.count("已到时限", label) == 2
