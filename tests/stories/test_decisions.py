"""Deadlines that people change: moved with a reason, another grade, a step that was not done after all."""

from bot.customers.registry import CustomerRow, import_customers
from bot.storage.unit_of_work import unit_of_work
from tests.stories.office import StoryOffice
from tests.stories.sight import Answer
from tests.stories.test_clocks import accepted_by_liwei
from tests.stories.test_resource_check import all_available


def test_a_moved_deadline_stands_beside_the_original(office: StoryOffice) -> None:
    """The coordinator moves the customer's deadline with a reason; card, timeline, explanation show both."""
    label = accepted_by_liwei(office)
    hub = office.user("David").room("support")
    form = hub.card(label, "资源核查").click("request_details").form.click("move_deadline").form
    refused = form.fill(due_at="next Wednesday 6 pm", reason="The customer's hall is not built").submit().form
    assert "2026-12-02 Wed 18:00 or 2026-11-25 Wed 18:00" in refused.errors["due_at"]
    said = refused.fill(due_at="2 December 6 pm").submit()
    said.expect("Understood as", "2026-12-02 Wed 18:00").close(everything=True)
    mina = office.dm("Mina").card(label)
    mina.expect("Due 2026-12-02 Wed 18:00", "first set for 2026-11-27 Fri 10:00")
    moved = "@David Sun moved the deadline of the request to 2026-12-02 Wed 18:00: The customer's hall"
    mina.click("request_details").form.expect(moved).close()
    mina.click("explain_request").form.expect(
        "Moved manually", "by @David Sun to 2026-12-02 Wed 18:00", "The customer's hall is not built"
    )
    office.time_comes("2026-11-27T11:00+08:00")
    assert office.dm("Mina").count("Request due") == 0


def test_only_a_coordinator_moves_a_deadline(office: StoryOffice) -> None:
    """The holder who presses Move deadline hears who may; the coordinator moves it in Chinese words."""
    label = accepted_by_liwei(office)
    card = office.channel("transport").card(label)
    card.click("step_details").form.click("move_step_deadline").expect("你无权", "协调人")
    card = office.user("陈璐").room("transport").card(label)
    form = card.click("step_details").form.click("move_step_deadline").form
    form.fill(due_at="周四下班前", reason="等设备").submit().expect("理解为", "2026-11-26 周四 18:00")
    office.channel("transport").card(label).expect("2026-11-26 周四 18:00")
    office.time_comes("2026-11-24T12:00+08:00")
    assert office.dm("李伟").count("已到时限", label) == 0


def regrades(office: StoryOffice, label: str, grade: str) -> Answer:
    """陈璐 gives the customer of this request another grade."""
    card = office.user("陈璐").room("support").card(label, "资源核查")
    form = card.click("request_details").form.click("regrade_customer").form
    return form.fill(grade=grade).submit()


def test_open_requests_follow_their_customers_new_grade(office: StoryOffice) -> None:
    """A bronze customer becomes gold: both of its open requests are due sooner, consumed time included."""
    first = accepted_by_liwei(office)
    office.working_hours_pass(1)
    second = office.user("林强").opens(customer="华美商贸")
    office.dm("Mina").card(first).expect("bronze", "2026-11-27 Fri 10:00")
    regrades(office, first, "gold")
    office.dm("Mina").card(first).expect("gold", "2026-11-26 Thu 10:00")
    office.dm("林强").card(second).expect("金牌", "2026-11-26 周四 11:0")
    office.channel("transport").card(first).expect("金牌", "2026-11-24 周二 09:18")
    details = office.dm("Mina").card(first).click("request_details").form
    details.expect("@陈璐 changed the customer's grade from bronze to gold")
    office.dm("林强").card(second).click("request_details").form.expect("铜牌", "金牌")


def test_a_grade_that_is_full_takes_no_more_customers(office: StoryOffice) -> None:
    """Where one in ten of the customers is diamond already, no other becomes one; the field says why."""
    full = [CustomerRow(f"X{n}", f"第{n}钻石公司", "江城", "diamond") for n in range(6)]
    with unit_of_work(office.branch.office, now=office.now) as uow:
        import_customers(uow, full)
    label = office.user("林强").opens(customer="华美商贸")
    refused = regrades(office, label, "diamond").form
    assert "上限" in refused.errors["grade"]
    refused.fill(grade="gold").submit()
    office.dm("林强").card(label).expect("金牌")


def test_a_step_is_opened_again_after_the_end(office: StoryOffice) -> None:
    """The request had ended; the step is done again, and so is the summing up that rested on its answer."""
    all_available(office)
    label, transport, hub = "XB-1", office.channel("transport"), office.channel("support")
    office.working_hours_pass(2)
    form = office.user("David").room("transport").card(label).click("step_details").form
    form.click("reopen_step").form.fill(reason="Port 3 is broken").submit()
    transport.card(label).expect("经办人 @李伟", "截止").expect_actions("办结")
    office.dm("李伟").message("重开了", "Port 3 is broken").expect_actions("办结")
    card = office.dm("Mina").card(label, "Resource check")
    card.expect("open", "Transport Office · in progress · @李伟")
    card.expect("~↩️ Transport check · Transport Office · available~ · void")
    card.expect("⚪ Sum up and answer").expect_not("~↩️ Quotation of a new build")
    hub.card(label, "汇总答复").expect("已作废", "~已答复~").expect_no_actions("办结", "接单")
    details = transport.card(label).click("step_details").form
    details.expect("@David Sun 重开", "Port 3 is broken", "汇总答复已作废")
    details.close()
    hub.card(label, "资源核查").expect("办理中")
    transport.card(label).finish("available", reserved="Ring 9, port 1")
    office.dm("Mina").card(label, "Resource check").expect("open")
    office.user("陈璐").finishes(label, "汇总答复", "answered", summary="Port 1 instead of port 3")
    office.dm("Mina").card(label, "Resource check").expect("done: answered")
    assert office.dm("Mina").count("has ended") == 2
    office.dm("Mina").message("has ended", "Ring 9, port 1", "Port 1 instead of port 3")


def test_an_answer_that_turns_out_wrong_brings_the_decision_back(office: StoryOffice) -> None:
    """Transport said yes and the check had ended; reopened it says no: construction quotes, Mina decides."""
    all_available(office)
    label, transport = "XB-1", office.channel("transport")
    form = office.user("David").room("transport").card(label).click("step_details").form
    form.click("reopen_step").form.fill(reason="The port was taken").submit()
    transport.card(label).finish("not_available", missing="no free fibre")
    office.user("赵磊").finishes(label, "新建报价", "quoted", cost="128000", working_days="25")
    office.user("陈璐").finishes(label, "汇总答复", "answered", summary="A new build is needed")
    office.dm("Mina").card(label, "Resource check").expect("open").expect_not("done: answered")
    office.user("Mina").finishes(label, "是否建设", "decline", reason="too dear")
    office.dm("Mina").card(label, "Resource check").expect("declined: decline")
