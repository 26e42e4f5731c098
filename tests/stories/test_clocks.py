"""Clocks as people meet them: reminders before, at and after the target, quiet hours, silence, outages."""

from tests.stories.office import StoryOffice

LEVELS = ("时限过半", "即将到期", "已到时限")


def accepted_by_liwei(office: StoryOffice, customer: str = "华美商贸") -> str:
    """A bronze customer's check whose transport step (8 h 24 min from Monday 10:00) 李伟 has accepted."""
    label = office.user("Mina").opens(customer=customer)
    office.user("陈璐").finishes(label, "受理", "clear")
    office.user("李伟").room("transport").card(label).click("接单")
    return label


def test_an_overdue_step_is_told_to_holder_lead_and_coordinator(office: StoryOffice) -> None:
    """At 50 % and 80 % the holder hears, at 100 % the lead and the coordinator too, and each level once."""
    label = accepted_by_liwei(office)
    told = office.dm("李伟")
    office.working_hours_pass(4.0)
    assert told.count("时限过半") == 0
    office.working_hours_pass(0.25)
    told.message("时限过半", f"{label} 传输核查", "2026-11-24 周二 11:24")
    assert (told.count("时限过半"), told.count("即将到期")) == (1, 0)
    office.working_hours_pass(2.5)
    told.message("即将到期", label)
    assert office.dm("孙涛").count(label) == 0
    office.working_hours_pass(1.7)
    for person in ("李伟", "孙涛", "陈璐"):
        office.dm(person).message("已到时限", f"{label} 传输核查", "@李伟")
    assert [told.count(level) for level in LEVELS] == [1, 1, 1]
    office.channel("transport").card(label).expect("已超时")
    office.dm("Mina").card(label).expect("OVERDUE")


def test_nobody_accepts_and_the_team_hears(office: StoryOffice) -> None:
    """Reminders of a step that nobody holds go to its team's channel, with the button to accept it."""
    label = office.user("Mina").opens(customer="华美商贸")
    office.user("陈璐").finishes(label, "受理", "clear")
    office.working_hours_pass(4.3)
    reminder = office.channel("data").message("Half of the time is gone", f"{label} Data check")
    reminder.expect("nobody at Data Office has accepted it yet").click("Accept")
    office.channel("data").card(label).expect("@吴倩")


def test_a_finished_step_is_not_reminded_of(office: StoryOffice) -> None:
    """Whoever finishes in time hears nothing more of that step, however long the rest takes."""
    label = accepted_by_liwei(office)
    office.channel("transport").card(label).finish("available", reserved="Ring 7")
    office.working_hours_pass(20)
    assert office.dm("李伟").count("传输核查") == 0
    assert office.dm("孙涛").count(label) == 0


def test_quiet_hours_hold_delivery_and_release_one_digest(office: StoryOffice) -> None:
    """What falls due in the night of a fault's clock waits for the morning, in one message."""
    office.time_comes("2026-11-23T17:30+08:00")
    labels = [office.user("林强").opens("fault", customer=name) for name in ("华美商贸", "康泰医药", "易达")]
    for label in labels:
        office.user("David").room("support").card(label, "故障定位").click("接单")
    told = office.dm("David")
    before = len(told.messages())
    office.time_comes("2026-11-23T21:00+08:00")
    office.user("David").room("support").card(labels[2], "故障定位").finish("cleared", measure="重启")
    office.time_comes("2026-11-24T08:59+08:00")
    assert len(told.messages()) == before
    office.time_comes("2026-11-24T09:01+08:00")
    new = told.messages()[before:]
    assert len(new) == 1
    new[0].expect("reminders", *(f"Two hours late · {label} Diagnosis" for label in labels[:2]))
    new[0].expect_not(f"{labels[2]} Diagnosis")


def test_a_key_customers_fault_passes_quiet_hours(office: StoryOffice) -> None:
    """A key customer's line that is down rings at night."""
    office.time_comes("2026-11-23T22:00+08:00")
    label = office.user("林强").opens("fault", customer="第一人民医院")
    office.user("陈璐").room("support").card(label, "故障定位").click("接单")
    office.time_comes("2026-11-23T22:20+08:00")
    office.dm("陈璐").message("已到时限", label)


def test_a_week_of_silence(office: StoryOffice) -> None:
    """A team that is silent for a week is told of, level after level, to the manager in the end."""
    label = accepted_by_liwei(office)
    office.time_comes("2026-11-30T10:00+08:00")
    managers = office.channel("managers")
    assert managers.count("超时一天", label) >= 1
    assert managers.count("超时两天", label) >= 1
    assert 3 <= office.dm("李伟").count(label) <= 10
    assert office.dm("孙涛").count("已到时限") <= 6
    office.user("David").says("/coord status").expect("1 overdue")


def test_a_reminder_at_the_target_repeats_until_something_happens(office: StoryOffice) -> None:
    """At the target the reminder comes again every two hours, and no more once the step is finished."""
    label = accepted_by_liwei(office)
    office.working_hours_pass(8.5)
    told = office.dm("李伟")
    assert told.count("已到时限", label) == 1
    office.working_hours_pass(2.1)
    assert told.count("已到时限", label) == 2
    office.channel("transport").card(label).finish("available", reserved="Ring 7")
    office.working_hours_pass(4)
    assert told.count("已到时限", label) == 2


def test_a_forecast_at_risk_is_told_once(office: StoryOffice) -> None:
    """When what remains cannot be done in time any more, the coordinator hears once, before it is due."""
    label = accepted_by_liwei(office)
    office.working_hours_pass(14)
    assert office.dm("陈璐").count("有超时风险") == 0
    office.working_hours_pass(12)
    assert office.dm("陈璐").count("有超时风险", label) == 1
    office.dm("Mina").card(label).expect("AT RISK")
    office.working_hours_pass(1)
    assert office.dm("陈璐").count("有超时风险", label) == 1


def test_why_this_deadline(office: StoryOffice) -> None:
    """Each card answers why its deadline is what it is, in the reader's language."""
    label = accepted_by_liwei(office)
    card = office.user("Peter").room("transport").card(label)
    card.click("explain_step").form.expect("2026-11-24 Tue 11:24")
    office.dm("Mina").card(label).click("explain_request").form.expect("bronze", "2026-11-27 Fri 10:00")
