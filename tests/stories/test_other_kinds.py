"""Site surveys and faults, end to end."""

import pytest

from tests.stories.office import StoryOffice


def test_a_survey_that_finds_everything(office: StoryOffice) -> None:
    """Support takes a survey in, construction goes there, and the account manager gets the access point."""
    label = office.user("Mina").opens("site_survey", customer="Huamei Trading", contact="Ms Qian")
    office.user("陈璐").finishes(label, "受理", "clear", note="周三上午")
    office.channel("construction").card(label, "勘察").expect("Ms Qian")
    office.user("赵磊").finishes(label, "勘察", "feasible", access_point="8 号楼弱电井")
    office.user("陈璐").finishes(label, "汇总答复", "answered", summary="Can be connected from building 8")
    office.dm("Mina").message("has ended", "8 号楼弱电井", "Can be connected from building 8")


def test_a_survey_that_needs_work_and_is_built(office: StoryOffice) -> None:
    """Where rectification is needed, the account manager decides with cost and time in view."""
    label = office.user("林强").opens("site_survey", customer="康泰医药")
    office.user("David").finishes(label, "受理", "clear")
    office.user("马志远").finishes(
        label, "勘察", "needs_work", access_point="路口交接箱", cost="8600", working_days="6"
    )
    office.user("David").finishes(label, "汇总答复", "answered", summary="需整改 6 个工作日")
    office.dm("林强").card(label).expect("需整改或新建")
    office.user("何静").finishes(label, "是否建设", "build")
    office.dm("林强").message("8,600", "需整改 6 个工作日")
    office.dm("林强").card(label).expect("同意建设")


def test_a_fault_in_the_network(office: StoryOffice) -> None:
    """A fault goes from diagnosis to transport and data, is confirmed with the customer and closed."""
    label = office.user("林强").opens("fault", customer="第一人民医院", effect="interrupted", since="八点半")
    diagnosis = office.channel("support").card(label, "故障定位")
    diagnosis.expect("业务中断", "八点半", "18 分钟")  # 15 % of two clock hours for a key customer
    office.user("David").finishes(label, "故障定位", "network", reason="OTU alarm on ring 7")
    office.user("Peter").finishes(label, "传输处理", "repaired", measure="Spare fibre spliced")
    office.user("吴倩").finishes(label, "Data repair", "not_ours")
    with pytest.raises(AssertionError, match="no card"):
        office.channel("support").card(label, "现场处理")
    office.user("David").finishes(label, "恢复确认", "restored", note="周工确认")
    office.user("David").finishes(label, "归档", "closed", cause="fibre", measure="换纤")
    office.dm("林强").message("Spare fibre spliced", "光缆线路", label)
    office.dm("林强").card(label).expect("已归档")


def test_a_fault_cleared_remotely(office: StoryOffice) -> None:
    """What can be cleared at once never reaches the specialties."""
    label = office.user("Mina").opens("fault", customer="Huamei Trading", effect="degraded")
    office.user("David").finishes(label, "故障定位", "cleared", measure="Port restarted")
    assert office.channel("transport").count(label) == 0
    office.user("David").finishes(label, "恢复确认", "restored")
    office.user("David").finishes(label, "归档", "closed", cause="configuration", measure="Port restarted")
    office.dm("Mina").card(label).expect("done: closed")
