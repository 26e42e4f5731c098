"""One line is enough: what was understood stands on a card, and nothing is opened before Confirm."""

from tests.stories.office import StoryOffice

LINE = "/coord open 资源核查 华美商贸 数据专线 8个点 江北路8号 下周五下班前"


def test_a_line_is_confirmed(office: StoryOffice) -> None:
    """林强 types one line; kind, customer, service, points, date and route are shown, then opened once."""
    card = office.user("林强").says(LINE).seen
    card.expect("资源核查", "江城华美商贸有限公司", "铜牌", "数据专线", "8", "2026-12-04 周五 18:00")
    assert office.channel("support").count("XB-1") == 0
    card.click("draft_confirm")
    office.channel("support").card("XB-1", "受理").expect("数据专线，8 个接入点", "2026-12-04 周五 18:00")
    office.dm("林强").card("XB-1")


def test_a_line_says_how_far_the_service_reaches(office: StoryOffice) -> None:
    """What was said of it, or that it is in the city, stands on the card before anything is opened."""
    linqiang = office.user("林强")
    linqiang.says(LINE).seen.expect("覆盖范围", "地市内").expect_not("跨省")
    card = linqiang.says(LINE.replace("数据专线", "跨省数据专线")).seen
    card.expect("覆盖范围", "跨省", "10 个工作日").click("draft_confirm")
    office.channel("support").card("XB-1", "受理").expect("覆盖范围", "跨省")


def test_a_reach_said_in_two_ways_is_asked_about(office: StoryOffice) -> None:
    """The limits differ, so the card asks; what is chosen there is opened."""
    linqiang = office.user("林强")
    card = linqiang.says(LINE.replace("数据专线", "数据专线 跨市或跨省")).seen
    card.expect_no_actions("draft_confirm", "确认")
    choice = next(each for each in card.buttons if each.action_id == "draft_choice")
    linqiang.presses(card.place, choice, "across_cities")
    chosen = linqiang.room("general").messages()[-1]
    chosen.expect("跨地市", "8 个工作日").click("draft_confirm")
    office.channel("support").card("XB-1", "受理").expect("跨地市")


def test_a_line_is_edited(office: StoryOffice) -> None:
    """Edit opens the form filled in with what was understood; what is changed there is what is opened."""
    form = office.user("林强").says(LINE).seen.click("draft_edit").form
    assert form.value("customer") == "江城华美商贸有限公司"
    assert form.value("service") == "数据专线"
    assert form.value("access_points") == "8"
    form.fill(site="新华路 210 号", access_points="3").submit().form.submit()
    office.channel("support").card("XB-1", "受理").expect("3 个接入点", "新华路 210 号")


def test_a_line_is_cancelled(office: StoryOffice) -> None:
    """Cancel opens nothing."""
    office.user("林强").says(LINE).seen.click("draft_cancel")
    office.working_hours_pass(1)
    assert office.channel("support").count("XB-1") == 0


def test_an_ambiguous_customer_is_asked_about(office: StoryOffice) -> None:
    """Where several customers fit equally well, the card asks; it never guesses in silence."""
    linqiang = office.user("林强")
    card = linqiang.says("/coord open 资源核查 宏达 数据专线 2个点 江北路8号").seen
    card.expect_no_actions("draft_confirm", "确认")
    choice = next(each for each in card.buttons if each.action_id == "draft_choice")
    assert len(choice.options) >= 2
    linqiang.presses(card.place, choice, choice.options[1])
    chosen = linqiang.room("general").messages()[-1]
    chosen.expect("宏达").click("draft_confirm")
    office.channel("support").card("XB-1", "受理").expect("宏达")


def test_a_deadline_that_cannot_be_meant_is_refused(office: StoryOffice) -> None:
    """The past and the impossible are refused with an example of what works, and the line is not lost."""
    card = office.user("Mina").says("/coord open resource check Huamei Trading data line by 31 November").seen
    card.expect("Huamei Trading Co., Ltd.")
    assert "does not exist" in card.text or "not understood" in card.text, card.text


def test_a_mention_works_like_the_command(office: StoryOffice) -> None:
    """Who mentions the bot with one line gets the same card, alone."""
    mina = office.user("Mina")
    text = "@xieban resource check for Huamei Trading, data line, 2 access points, Harbour 5"
    answer = mina.acts("/post", channel="C0GENERAL", text=text)
    answer.seen.expect("Huamei Trading Co., Ltd.", "data line", "Still missing: site")
    assert office.user("Peter").room("transport").count("Huamei") == 0


def test_what_a_fault_has_no_field_for_stays_in_its_description(office: StoryOffice) -> None:
    """A fault asks for no access points: the card says what will be written, and the team reads it."""
    card = office.user("林强").says("/coord open 故障 华美商贸 互联网专线 8个点 中断").seen
    card.expect("业务中断", "8个点 中断").expect_not("未填入")
    card.click("draft_confirm")
    office.channel("support").card("XB-1", "故障定位").expect("8个点 中断")


def test_a_kind_that_is_chosen_on_the_card_keeps_the_rest_in_words(office: StoryOffice) -> None:
    """The line names no kind; what was understood is shown until one is chosen, and then kept in words."""
    mina = office.user("Mina")
    card = mina.says("/coord open Huamei Trading internet line 8 points packet loss").seen
    card.expect("Access points", "8")
    choice = next(each for each in card.buttons if each.action_id == "draft_choice")
    mina.presses(card.place, choice, "fault")
    chosen = mina.room("general").messages()[-1].expect("Degraded", "8 points packet loss")
    chosen.click("draft_confirm")
    office.channel("support").card("XB-1", "故障定位").expect("8 points packet loss")


def test_another_kind_in_the_form_of_a_line_moves_words_and_values(office: StoryOffice) -> None:
    """Edit, then a kind that has the field: the number goes into it and leaves the description; and back."""
    card = office.user("林强").says("/coord open 故障 华美商贸 互联网专线 8个点 中断").seen
    form = card.click("draft_edit").form
    assert form.value("description") == "8个点 中断"
    check = form.choose("kind", "resource_check")
    assert (check.value("access_points"), check.value("site")) == ("8", None)
    assert check.value("description") == "中断\n故障"
    fault = check.choose("kind", "fault")
    assert fault.value("description") == "中断\n8个点"
    assert (fault.value("effect"), fault.value("customer")) == ("业务中断", "江城华美商贸有限公司")
    fault.submit().form.submit()
    office.channel("support").card("XB-1", "故障定位").expect("8个点")
