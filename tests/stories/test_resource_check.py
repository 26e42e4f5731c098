"""The resource check, end to end, as the branch's people see it."""

from tests.stories.office import StoryOffice


def all_available(office: StoryOffice) -> None:
    """Mina asks; support, transport and data answer; the answer comes back."""
    mina = office.user("Mina")
    label = mina.opens(customer="远航物流", service="data_line", access_points="2")
    mina.dm.card(label).expect(
        "under way", "Intake", "waiting for acceptance", "远航物流股份有限公司 (diamond)"
    )

    intake = office.channel("support").card(label, "受理")
    intake.expect("待接单").expect_actions("接单", "退回", "转派", "详情").click("接单")
    held = office.channel("support").card(label, "受理")
    held.expect("@陈璐").expect_actions("办结", "退回", "转派", "详情")
    office.channel("support").card(label, "受理").finish("clear")

    office.user("李伟").finishes(label, "传输核查", "available", reserved="Ring 7, port 3")
    mina.dm.card(label).expect("Transport check · Transport Office · available · @李伟")
    office.user("Grace").finishes(label, "Data check", "available", reserved="VLAN 2107")
    assert "switching" not in mina.dm.card(label).text.casefold().replace("not needed", "")
    office.user("陈璐").finishes(label, "汇总答复", "answered", summary="Both sites can be activated")

    mina.dm.message("has ended", "Both sites can be activated", "Ring 7, port 3", "VLAN 2107")
    mina.dm.card(label).expect("done: answered").expect_actions("Details")
    office.channel("support").card(label, "资源核查").expect("已办结: 已答复")


def test_all_available(either_office: StoryOffice) -> None:
    """A check whose specialties all say yes ends with their answers in the account manager's hands."""
    all_available(either_office)


def test_all_available_on_postgresql(postgres_office: StoryOffice) -> None:
    """The same course goes the same way on PostgreSQL."""
    all_available(postgres_office)
