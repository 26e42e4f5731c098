"""Clocks that stand still: a step or a whole request, with evidence, until somebody lets them run on."""

from tests.stories.office import StoryOffice
from tests.stories.sight import Answer, Seen
from tests.stories.test_clocks import LEVELS, accepted_by_liwei


def pauses(card: Seen, about: str, **wish: str) -> Answer:
    """Presses Details, then Pause for the step or the request, sends the form, and puts away what is said."""
    said = card.click(f"{about}_details").form.click(f"pause_{about}").form.fill(**wish).submit()
    if not said.form.errors:
        said.form.close(everything=True)
    return said


def test_a_step_stands_until_its_return_and_whoever_paused_it_is_asked(office: StoryOffice) -> None:
    """李伟 pauses with evidence until Wednesday at ten; then he is asked, and the rest of the time runs."""
    label = accepted_by_liwei(office)
    office.time_comes("2026-11-23T11:00+08:00")
    transport = office.channel("transport")
    wish = {"reason": "customer_not_ready", "evidence": "机房停电 <T-881>", "expected_at": "周三上午10点"}
    said = pauses(transport.card(label), "step", **wish)
    said.expect("理解为", "2026-11-25 周三 10:00", "1 个工作日 6 小时")
    transport.card(label).expect("已挂起", "尚无时限")
    office.time_comes("2026-11-25T09:59+08:00")
    told = office.dm("李伟")
    assert told.count(label) == 0
    office.dm("Mina").card(label).expect("2026-11-27 Fri 10:00")  # the customer's clock has been running
    office.time_comes("2026-11-25T10:01+08:00")
    asked = told.message("预计恢复时间已过", f"{label} 传输核查", "客户侧条件不具备")
    office.time_comes("2026-11-25T12:00+08:00")
    assert told.count("预计恢复时间已过") == 1
    assert asked.click("解挂").is_silent
    why = transport.card(label).expect("2026-11-26 周四 14:24").click("explain_step").form
    why.expect("机房停电 <T-881>", "客户侧条件不具备", "2026-11-23 周一 11:00 – 2026-11-25 周三 12:00")


def test_a_long_pause_is_the_coordinators_to_grant(office: StoryOffice) -> None:
    """Beyond the grade's longest the holder is told until when and whom to ask; the coordinator may."""
    label = office.user("Mina").opens(customer="华美商贸")
    office.user("陈璐").finishes(label, "受理", "clear")
    office.user("Peter").room("transport").card(label).click("接单")
    wish = {"reason": "permit", "evidence": "mail of 20 Nov", "expected_at": "in 6 working days"}
    refused = pauses(office.user("Peter").room("transport").card(label), "step", **wish).form
    assert "2026-11-30 Mon 10:00 needs the coordinator's consent" in refused.errors["expected_at"]
    assert refused.value("evidence") == "mail of 20 Nov"
    without = {"reason": "permit", "evidence": "", "expected_at": "in 2 working days"}
    assert "Required" in refused.fill(**without).submit().form.errors["evidence"]
    refused.close(everything=True)
    office.channel("transport").card(label).expect_not("已挂起")

    pauses(office.user("David").room("transport").card(label), "step", **wish).expect("2026-12-01 Tue 18:00")
    card = office.user("Peter").room("transport").card(label).expect("已挂起")
    card.click("step_details").form.expect("@David Sun paused the clock of Transport check: permit")
    office.time_comes("2026-12-01T18:01+08:00")
    office.dm("David").message("expected resumption has passed", label).click("Resume")
    why = office.user("Peter").room("transport").card(label).click("explain_step").form
    why.expect("consent of @David Sun", "mail of 20 Nov")


def test_a_request_stands_with_all_its_steps(office: StoryOffice) -> None:
    """The coordinator pauses the whole; nobody is reminded meanwhile, and all go on together."""
    label = accepted_by_liwei(office)
    office.time_comes("2026-11-23T12:00+08:00")
    hub = office.user("David").room("support")
    wish = {"reason": "customer_wishes", "evidence": "call of Mr Zhou", "expected_at": "Friday 10 am"}
    pauses(hub.card(label, "资源核查"), "request", **wish).expect("2026-11-27 Fri 10:00")
    office.channel("transport").card(label).expect("已挂起", "尚无时限")
    office.channel("data").card(label).expect("clock paused", "no deadline yet")
    office.dm("Mina").card(label).expect("clock paused")
    before = {place: len(office.channel(place).messages()) for place in ("transport", "data", "support")}
    office.time_comes("2026-11-26T18:00+08:00")
    assert {place: len(office.channel(place).messages()) for place in before} == before
    assert [office.dm("李伟").count(level) for level in LEVELS] == [0, 0, 0]

    hub.card(label, "资源核查").click("request_details").form.click("resume_request")
    office.dm("Mina").card(label).expect("2026-12-02 Wed 16:00").expect_not("clock paused")
    office.channel("transport").card(label).expect("2026-11-27 周五 17:24").expect_not("已挂起")
    office.channel("data").card(label).expect("2026-11-27 Fri 17:24")
    why = office.dm("Mina").card(label).click("explain_request").form
    why.expect("call of Mr Zhou", "2026-11-26 Thu 18:00")
