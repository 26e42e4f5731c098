"""Opening a request: by command, shortcuts and App Home; the form, its errors, its preview."""

from tests.stories.office import StoryOffice


def test_the_preview_shows_route_and_dates(office: StoryOffice) -> None:
    """Before anything is sent, the preview says who gets it, with which limit and when each step is due."""
    preview = office.user("Mina").previews(customer="华美商贸", service="data_line", access_points="8")
    preview.expect("江城华美商贸有限公司 (bronze)", "Data line, 8 access points", "6.5 working days")
    preview.expect("2026-12-01 Tue 15:30")  # 6.5 working days after Monday 10:00
    preview.expect("1. Intake · Full-Service Support Office", "2. Transport check · Transport Office")
    preview.expect("Quotation of a new build", "only if an earlier answer calls for it")
    preview.expect_not("Switching")
    assert office.control.calls("chat.postMessage") == []
    preview.submit().expect("XB-1 Resource check is open", "华美商贸")


def test_what_reaches_farther_has_more_time(office: StoryOffice) -> None:
    """Across provinces eight points take 10 working days; preview, card, and explanation say why."""
    mina = office.user("Mina")
    preview = mina.previews(
        customer="华美商贸", service="data_line", access_points="8", reach="across_provinces"
    )
    preview.expect("across provinces", "10 working days", "2026-12-07 Mon 10:00")
    preview.submit().form.close(everything=True)
    office.channel("support").card("XB-1", "受理").expect("跨省")
    card = office.dm("Mina").card("XB-1")
    card.expect("across provinces")
    why = card.click("explain_request").form
    why.expect(
        "Customer grade bronze, across provinces: 6 working days", "8 ÷ 5 × 6, rounded up to 10 working"
    )
    details = office.dm("Mina").card("XB-1").click("request_details").form
    details.expect("opened the request, across provinces")


def test_the_preview_marks_what_rests_on_an_estimate(office: StoryOffice) -> None:
    """A plan that reaches into 2027 says that its dates are provisional, in the requester's language."""
    office.time_comes("2026-12-30T10:00+08:00")
    preview = office.user("林强").previews(customer="华美商贸", access_points="8")
    preview.expect("暂定", "放假安排尚未公布", "2027-01-08")


def test_a_rejected_form_keeps_what_was_typed(office: StoryOffice) -> None:
    """A wished deadline that cannot be read is refused at its field with an example; the rest stays."""
    form = office.user("Mina").says("/coord open").form
    form.pick("customer", "华美商贸").fill(service="data_line", access_points="3", site="Xinhua Road 210")
    refused = form.fill(description="50M & <b>", wished="as soon as possible").submit().form
    assert list(refused.errors) == ["wished"]
    assert "2026-11-24 18:00" in refused.errors["wished"]
    assert refused.value("customer") == "江城华美商贸有限公司"
    assert refused.value("site") == "Xinhua Road 210"
    assert refused.value("description") == "50M & <b>"
    assert refused.value("wished") == "as soon as possible"
    preview = refused.fill(wished="Friday 6 pm").submit().form
    preview.expect("2026-11-27 Fri 18:00")


def test_slacks_own_client_refuses_what_it_can(office: StoryOffice) -> None:
    """Missing fields and numbers out of range never reach the bot: the form's elements carry the rules."""
    form = office.user("林强").says("/coord 开单").form
    form.pick("customer", "华美商贸").fill(service="data_line", access_points="501")
    assert sorted(form.refused_by_client()) == ["access_points", "site"]


def test_the_fields_follow_the_kind(office: StoryOffice) -> None:
    """Another kind has its own fields, and what was typed in those that both share stays."""
    form = office.user("林强").says("/coord 开单").form
    assert form.title == "开协查单"
    assert "effect" not in form.fields
    form.pick("customer", "华美商贸").fill(service="voice_line", site="新华路 210 号", access_points="2")
    fault = form.choose("kind", "fault")
    assert {"effect", "since", "contact"} <= set(fault.fields)
    assert "access_points" not in fault.fields
    assert (fault.value("customer"), fault.value("site")) == ("江城华美商贸有限公司", "新华路 210 号")
    assert fault.value("service") == "语音专线"
    survey = fault.choose("kind", "site_survey")
    assert "contact" in survey.fields
    assert survey.value("site") == "新华路 210 号"


def test_what_was_typed_for_another_kind_is_never_lost(office: StoryOffice) -> None:
    """A field that the new kind lacks goes into the description under its name, and back into its field."""
    form = office.user("Mina").says("/coord open").form
    form.pick("customer", "华美商贸").fill(service="data_line", access_points="8", site="Harbour 5")
    fault = form.fill(description="two floors").choose("kind", "fault")
    assert fault.value("description") == "two floors\naccess points: 8"
    changed = fault.value("description").replace("two", "three")
    fault.fill(effect="degraded", since="since noon", description=changed)
    check = fault.choose("kind", "resource_check")
    assert check.value("access_points") == "8"
    assert check.value("description") == "three floors\neffect: Degraded\nsince when: since noon"
    again = check.choose("kind", "fault")
    assert (again.value("effect"), again.value("since")) == ("Degraded", "since noon")
    assert again.value("description") == "three floors\naccess points: 8"
    opened = again.submit().form.submit()
    opened.form.close(everything=True)
    office.channel("support").card("XB-1", "故障定位").expect(
        "three floors", "access points: 8", "since noon"
    )


def test_words_that_the_person_has_changed_stay_as_they_are(office: StoryOffice) -> None:
    """Who corrects in the description what the form had put there is not corrected in turn."""
    form = office.user("Mina").says("/coord open").form
    fault = form.fill(access_points="8", description="two floors").choose("kind", "fault")
    check = fault.fill(description="two floors, 12 points").choose("kind", "resource_check")
    assert check.value("access_points") is None
    assert check.value("description") == "two floors, 12 points"


def test_type_ahead_forgives_slips(office: StoryOffice) -> None:
    """Customers are found with a wrong character, by initials, by alias, and in either script."""
    form = office.user("Mina").says("/coord open").form
    for typed, wanted in (
        ("华美商茂", "江城华美商贸有限公司"),
        ("远航物留", "远航物流股份有限公司"),
        ("一院", "江城市第一人民医院"),
        ("yhwl", "远航物流股份有限公司"),
        ("Huamei Tradng", "Huamei Trading Co., Ltd."),
    ):
        assert form.suggestions("customer", typed)[0][0] == wanted, typed
    assert form.suggestions("customer", "zzzzqqq") == []


def test_a_message_becomes_a_request(either_office: StoryOffice) -> None:
    """The message shortcut takes the message's text and link along, to the card that the team sees."""
    office = either_office
    said = office.control.act("/post", "U0LINQ", channel="C0CUSTOMER", text="远航要两条 <专线> & 一条备用")
    place = {"channel": "C0CUSTOMER", "ts": said["message"]["ts"]}
    mina = office.user("Mina")
    form = mina.acts("/message_shortcut", callback_id="open_request_from_message", **place).form
    assert form.value("description") == "远航要两条 <专线> & 一条备用"
    form.pick("customer", "远航").fill(service="data_line", access_points="2", site="Harbour 5")
    form.submit().form.submit().form.close(everything=True)
    card = office.channel("support").card("XB-1", "受理")
    card.expect("远航要两条 <专线> & 一条备用", f"/archives/C0CUSTOMER/p{place['ts'].replace('.', '')}")


def test_a_message_keeps_its_words_whatever_the_kind(office: StoryOffice) -> None:
    """All of a message is the description; no kind adds what it says already or takes from it."""
    text = "故障 华美商贸 互联网专线 8个点 中断"
    said = office.control.act("/post", "U0LINQ", channel="C0CUSTOMER", text=text)
    place = {"channel": "C0CUSTOMER", "ts": said["message"]["ts"]}
    form = (
        office.user("林强").acts("/message_shortcut", callback_id="open_request_from_message", **place).form
    )
    assert (form.value("kind"), form.value("effect")) == ("故障处理", "业务中断")
    check = form.choose("kind", "resource_check")
    assert (check.value("description"), check.value("access_points")) == (text, "8")
    assert check.choose("kind", "fault").value("description") == text


def test_the_form_opens_from_everywhere(office: StoryOffice) -> None:
    """The global shortcut and the button in App Home open the same form as the command does."""
    mina = office.user("Mina")
    by_shortcut = mina.acts("/shortcut", callback_id="open_request").form
    by_shortcut.close()
    by_home = mina.home().click("Open a request").form
    assert by_shortcut.title == by_home.title == "Open a request"
    assert by_shortcut.fields == by_home.fields


def test_going_back_from_the_preview_keeps_the_form(office: StoryOffice) -> None:
    """Who closes the preview finds the form as it was, changes it, and opens one request."""
    mina = office.user("Mina")
    preview = mina.previews(customer="华美商贸", site="Xinhua Road 210")
    preview.close()
    outcome = office.control.get("/views", mina.id)["views"]
    assert [view["callback_id"] for view in outcome] == ["open_request"]
    again = mina.acts("/view/submit", view_id=outcome[0]["id"], values={}).form
    again.submit().form.close(everything=True)
    office.channel("support").card("XB-1", "受理").expect("Xinhua Road 210")
    assert office.channel("support").count("XB-2") == 0


def test_somebody_in_no_team_is_told_who_can_open(office: StoryOffice) -> None:
    """Where the policy lets only members of teams open requests, the manager may as well."""
    assert office.user("梁国栋").opens(customer="华美商贸") == "XB-1"
    office.dm("梁国栋").card("XB-1").expect("江城华美商贸有限公司")
