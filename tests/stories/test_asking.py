"""What people ask: the words of `/coord`, in both languages, and App Home."""

import pytest

from tests.stories.office import StoryOffice

pytestmark = pytest.mark.xdist_group("asking")


@pytest.fixture(scope="module")
def busy(shared_office: StoryOffice) -> StoryOffice:
    """Two requests under way: XB-1 of Mina's at transport and data, XB-2 of 林强's at intake.

    Asking changes nothing, so all of these stories happen in one office.
    """
    office = shared_office
    office.user("Mina").opens(customer="远航物流", service="data_line")
    office.user("陈璐").finishes("XB-1", "受理", "clear")
    office.channel("transport").card("XB-1").click("接单")
    office.user("林强").opens(customer="华美商贸", service="voice_line")
    return office


def test_mine(busy: StoryOffice) -> None:
    """`mine` lists the person's steps by due time and the requests that the person opened."""
    busy.user("李伟").says("/coord 我的").expect("我的待办", "XB-1 传输核查", "远航物流股份有限公司（钻石）")
    mine = busy.user("Mina").says("/coord mine")
    mine.expect("My requests", "XB-1 Resource check", "now at: Transport check, Data check", "@李伟")
    mine.seen.expect_not("XB-2")
    busy.user("Grace").says("/coord mine").expect("XB-1 Data check").expect_not("Transport check ·")


def test_team(busy: StoryOffice) -> None:
    """`team` answers for the person's own team, or for the one that is named in either language."""
    busy.user("Peter").says("/coord team").expect("Transport Office: 1 step", "XB-1 Transport check", "@李伟")
    busy.user("陈璐").says("/coord 本组").expect("全业务支撑室", "XB-2 受理")
    busy.user("陈璐").says("/coord 本组 数据室").expect("数据室", "XB-1 数据核查")
    busy.user("Mina").says("/coord team transprt").expect("transport")


def test_show(busy: StoryOffice) -> None:
    """`show` gives one request with all its steps, however the number is written; else says what is right."""
    for written in ("XB-1", "xb1", "1"):
        busy.user("Mina").says(f"/coord show {written}").expect("XB-1 Resource check", "Sum up and answer")
    busy.user("林强").says("/coord 查看 XB-2").expect(
        "XB-2 资源核查", "江城华美商贸有限公司（铜牌）", "语音专线"
    )
    busy.user("林强").says("/coord 查看 XB-77").expect("XB-77", "XB-12")
    busy.user("Mina").says("/coord show my request").expect("looks like XB-12")


def test_status(busy: StoryOffice) -> None:
    """`status` counts steps by team and requests by grade and names the most pressing."""
    status = busy.user("David").says("/coord status")
    status.expect("2 open requests, 0 at risk, 0 overdue", "diamond 1", "bronze 1", "Most urgent")
    status.seen.expect("XB-1 Resource check", "XB-2 Resource check", "Transport Office")
    busy.user("陈璐").says("/coord 状态").expect("XB-1 资源核查", "钻石 1")


def test_who(busy: StoryOffice) -> None:
    """`who` says the responsibility matrix of a kind, by id, name or alias; a slip gets the nearest."""
    busy.user("Mina").says("/coord who resource_check").expect(
        "1. Intake", "#xb-support", "Construction Centre"
    )
    busy.user("林强").says("/coord 谁负责 故障").expect("故障处理", "故障定位", "全业务支撑室")
    busy.user("林强").says("/coord 谁负责 资源核察").expect("资源核查")


def test_help_and_wrong_words(busy: StoryOffice) -> None:
    """`help` lists every word in the person's language; a wrong word gets the nearest right one."""
    busy.user("Mina").says("/coord").expect("/coord open", "/coord status", "(开单)")
    busy.user("林强").says("/coord 帮助").expect("/coord 开单", "/coord 状态", "（open）")
    busy.user("Mina").says("/coord statsu").expect("There is no “statsu”", "/coord status")
    busy.user("林强").says("/coord 状太").expect("/coord 状态")
    busy.user("Mina").says("/coord <!channel>").expect("There is no “<!channel>”")


def test_home_of_a_member(busy: StoryOffice) -> None:
    """App Home shows a member's own steps and requests, and not the branch's status."""
    home = busy.user("李伟").home()
    home.expect("我的待办", "XB-1 传输核查").expect_not("数据室")
    home.click("详情", near="XB-1").form.expect("XB-1 资源核查", "传输核查")
    busy.user("Mina").home().expect("My requests", "XB-1").expect_not("XB-2")


def test_home_of_a_manager(busy: StoryOffice) -> None:
    """A manager's App Home adds how the branch stands."""
    busy.user("梁国栋").home().expect("XB-1 资源核查", "XB-2 资源核查", "传输室", "钻石 1")


def test_details_tell_the_timeline(busy: StoryOffice) -> None:
    """Details says who did what and when, in the reader's language, page by page."""
    busy.user("Peter").room("transport").card("XB-1").click("详情").form.expect("@李伟", "@陈璐", "Timeline")
    busy.user("李伟").room("transport").card("XB-1").click("详情").form.expect("@Mina Zhou", "@陈璐")
