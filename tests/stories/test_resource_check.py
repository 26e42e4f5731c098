"""The resource check, end to end, as the branch's people see it."""

import pytest

from tests.stories.office import StoryOffice


def all_available(office: StoryOffice) -> None:
    """Mina asks; support, transport and data answer; the answer comes back."""
    mina = office.user("Mina")
    label = mina.opens(customer="远航物流", service="data_line", access_points="2")
    mina.dm.card(label).expect("open", "waiting for acceptance", "远航物流股份有限公司 (diamond)")

    intake = office.channel("support").card(label, "受理")
    intake.expect("待接单").expect_actions("接单", "退回", "转派", "详情").click("接单")
    held = office.channel("support").card(label, "受理")
    held.expect("@陈璐").expect_actions("办结", "退回", "转派", "详情").expect_no_actions("接单")
    held.finish("clear")

    office.user("李伟").finishes(label, "传输核查", "available", reserved="Ring 7, port 3")
    mina.dm.card(label).expect("Transport check · Transport Office · available · @李伟")
    office.user("Grace").finishes(label, "Data check", "available", reserved="VLAN 2107")
    office.user("陈璐").finishes(label, "汇总答复", "answered", summary="Both sites can be activated")

    mina.dm.message("has ended", "Both sites can be activated", "Ring 7, port 3", "VLAN 2107")
    mina.dm.card(label).expect("done: answered").expect_no_actions("Cancel request")
    office.channel("support").card(label, "资源核查").expect("已办结", "已答复")


def test_all_available(either_office: StoryOffice) -> None:
    """A check whose specialties all say yes ends with their answers in the account manager's hands."""
    all_available(either_office)


def test_all_available_on_postgresql(postgres_office: StoryOffice) -> None:
    """The same course goes the same way on PostgreSQL."""
    all_available(postgres_office)


def checked_with_one_no(office: StoryOffice) -> str:
    """林强's check as far as his own decision: transport has no fibre, construction has quoted."""
    label = office.user("林强").opens(customer="华美商贸", service="voice_line")
    office.user("陈璐").finishes(label, "受理", "clear", note="客户急用")
    office.user("李伟").finishes(label, "传输核查", "not_available", missing="无空闲光纤")
    with pytest.raises(AssertionError, match="no card"):
        office.channel("construction").card(label)
    office.user("黄海").finishes(label, "交换核查", "available", reserved="中继 30 路")
    office.channel("construction").card(label, "新建报价").expect("多少个工作日")
    office.user("赵磊").finishes(label, "新建报价", "quoted", cost="128000", working_days="25")
    office.user("David").finishes(label, "汇总答复", "answered", summary="需新建 2.3 公里光缆")
    office.dm("林强").card(label).expect("是否建设", "已报价")
    office.channel("customer").card(label, "是否建设").expect("按报价建设，还是放弃")
    return label


def test_one_unavailable_and_the_customer_declines(office: StoryOffice) -> None:
    """A check with a no goes to construction for cost and time; the account manager declines."""
    label = checked_with_one_no(office)
    office.user("林强").finishes(label, "是否建设", "decline", reason="造价过高")
    office.dm("林强").card(label).expect("不予发展")
    office.dm("林强").message("128,000", "25", "造价过高", "需新建 2.3 公里光缆")
    office.channel("support").card(label, "资源核查").expect("不予发展")


def test_one_unavailable_and_the_customer_builds(office: StoryOffice) -> None:
    """The same check ends as done when the account manager decides to build; construction hears of it."""
    label = checked_with_one_no(office)
    office.user("林强").finishes(label, "是否建设", "build")
    office.dm("林强").card(label).expect("已办结：同意建设")
    office.channel("construction").message(label, "是否建设", "同意建设")


def test_only_the_specialties_of_the_service_are_asked(office: StoryOffice) -> None:
    """Customer-premises equipment concerns transport alone: data and switching never see a card."""
    label = office.user("Mina").opens(customer="大华机械", service="cpe")
    office.user("David").finishes(label, "受理", "clear")
    office.channel("transport").card(label, "传输核查")
    for team in ("data", "switching", "construction"):
        assert office.channel(team).count(label) == 0
    office.user("Peter").finishes(label, "传输核查", "available", reserved="CPE-4")
    office.user("David").finishes(label, "汇总答复", "answered", summary="Yes")
    office.dm("Mina").message("has ended", "CPE-4")
