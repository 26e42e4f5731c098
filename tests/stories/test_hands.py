"""Steps change hands: returned and answered, handed over, refused, pressed twice, chased, cancelled."""

from tests.stories.office import StoryOffice


def at_transport(office: StoryOffice, by: str = "Mina", **fields: str) -> str:
    """A check whose transport step waits in its channel."""
    label = office.user(by).opens(**fields)
    office.user("陈璐").finishes(label, "受理", "clear")
    return label


def test_a_return_and_its_answer(either_office: StoryOffice) -> None:
    """A team that lacks information asks; its clock stands still until the asker has answered."""
    office = either_office
    label = at_transport(office)
    office.channel("transport").card(label).click("接单")
    form = office.channel("transport").card(label).click("退回").form
    form.fill(question="哪栋楼 <!channel>?").submit()
    returned = office.channel("transport").card(label)
    returned.expect("答复前不计时", "哪栋楼 <!channel>?")
    returned.expect_no_actions("办结", "接单")
    office.working_hours_pass(3)

    question = office.dm("Mina").message("has a question", "@李伟", "哪栋楼 <!channel>?")
    question.click("Answer").form.expect("哪栋楼").fill(answer="Building 8").submit()
    office.dm("李伟").message("Building 8", "@Mina Zhou", label)
    again = office.channel("transport").card(label)
    again.expect("@李伟", "Building 8").expect_not("答复前不计时")
    assert "办结" in again.labels
    assert office.dm("李伟").count("时限过半") == 0  # 3 of its 4.2 hours went by, but on a clock that stood
    office.dm("Mina").message("has a question").click("Answer").expect("has changed meanwhile; it is now")
    assert rung(office) == []


def rung(office: StoryOffice) -> list[str]:
    """Everything that a message of the transport channel would ring."""
    rows = office.control.get("/messages", "U0LIWEI", channel="C0TRANSP")["messages"]
    return [name for row in rows for name in row["rings"] if name.startswith("!")]


def test_a_step_is_handed_to_a_colleague(office: StoryOffice) -> None:
    """A colleague who is handed a step hears of it with the reason, and the card shows the new hands."""
    label = at_transport(office)
    office.channel("transport").card(label).click("接单")
    form = office.channel("transport").card(label).click("转派").form
    form.fill(person="U0PETER", reason="出差一周").submit()
    office.channel("transport").card(label).expect("@Peter Liu")
    office.dm("Peter").message("has handed", label, "出差一周", "@李伟").click("Finish")
    office.user("Peter").finishes(label, "传输核查", "available", reserved="Ring 2")
    office.dm("Mina").card(label).expect("available · @Peter Liu")


def test_a_step_is_handed_to_another_team(office: StoryOffice) -> None:
    """The other team gets a card with buttons; the card that stays behind says where the step went."""
    label = at_transport(office)
    form = office.user("孙涛").room("transport").card(label).click("转派").form
    form.fill(team="switching", reason="走无线接入").submit()
    office.channel("switching").card(label, "传输核查").expect("待接单").click("接单")
    old = office.channel("transport").card(label)
    old.expect("已转派至交换、网优室").expect_not("待接单").expect_no_actions("接单", "办结", "转派")
    office.channel("switching").card(label, "传输核查").finish("available", reserved="基站 12 扇区 2")
    office.dm("Mina").card(label).expect(
        "Transport check · Switching & Radio Optimisation Office · available"
    )


def test_a_refused_hand_over_says_what_would_be_right(office: StoryOffice) -> None:
    """Neither or both of colleague and team is refused at the field, and what was typed stays."""
    label = at_transport(office)
    form = office.user("孙涛").room("transport").card(label).click("转派").form
    refused = form.fill(reason="出差").submit().form
    assert refused.errors == {"person": "同事和部门二选一，不能都选，也不能都不选。"}
    assert refused.value("reason") == "出差"
    assert "不属于" in refused.fill(person="U0LIANG", reason="出差").submit().form.errors["person"]


def test_a_refusal_says_who_can(office: StoryOffice) -> None:
    """Somebody of another team who presses a button hears who may, in the own language."""
    label = at_transport(office)
    grace = office.user("Grace").room("transport").card(label).click("接单")
    grace.expect("You cannot accept this step", "a member of the team", "@孙涛")
    office.channel("transport").card(label).expect("待接单").click("接单")
    wuqian = office.user("吴倩").room("transport").card(label).click("办结")
    wuqian.expect("你无权办结这个环节", "@李伟 @孙涛")
    office.channel("transport").card(label).expect("@李伟")


def test_pressing_twice_does_no_harm(office: StoryOffice) -> None:
    """Who presses on a card that has not caught up yet hears how the step stands now."""
    label = at_transport(office)
    card, theirs = office.channel("transport").card(label), office.user("Peter").room("transport").card(label)
    with office.cards_lagging():
        assert card.click("接单").is_silent
        theirs.click("接单").expect("has changed meanwhile; it is now: in progress", "@李伟")
        card.click("接单").expect("处理中", "@李伟")
    card = office.channel("transport").card(label)
    with office.cards_lagging():
        card.finish("available", reserved="Ring 7")
        card.click("办结").expect("已办结")
        card.click("转派").expect("已办结")
    assert office.dm("Mina").card(label).text.count("available · @李伟") == 1


def test_what_slack_delivers_twice_happens_once(office: StoryOffice) -> None:
    """A press and a submission that Slack sends twice are done once, and nobody hears a refusal."""
    office.control.act("/faults", kind="duplicate", method="interactive")
    label = at_transport(office)
    assert label == "XB-1"
    assert office.user("Mina").opens(customer="华美商贸") == "XB-2"
    assert office.channel("transport").card(label).click("接单").is_silent
    office.channel("transport").card(label).finish("available", reserved="Ring 7")
    timeline = office.channel("transport").card(label).click("详情").form
    assert sum("@李伟" in line and "接单" in line for line in timeline.text.splitlines()) == 1


def test_a_chase_reminds_at_most_hourly(office: StoryOffice) -> None:
    """Support chases who holds a step, on record; a second time within the hour is refused with the time."""
    label = at_transport(office)
    hub = office.user("David").room("support")
    hub.card(label, "资源核查").click("催办", near="传输核查")
    card = office.channel("transport").card(label)
    assert ["请尽快接单" in each.text for each in office.channel("transport").thread(card)] == [True]
    hub.card(label, "资源核查").click("催办", near="传输核查").expect("again from 2026-11-23 Mon 11:0")

    card.click("接单")
    office.working_hours_pass(1.1)
    hub.card(label, "资源核查").click("催办", near="传输核查")
    office.dm("李伟").message("@David Sun", "进展", label)
    hub.card(label, "资源核查").click("详情").form.expect("chased Transport check")


def test_a_requester_may_not_chase_what_has_not_begun(office: StoryOffice) -> None:
    """Only steps that somebody has before them have a Chase button."""
    label = office.user("Mina").opens()
    hub = office.channel("support").card(label, "资源核查")
    assert hub.labels.count("催办") == 1


def test_a_cancelled_request_stops_every_team(office: StoryOffice) -> None:
    """Whoever opened it cancels with a reason: the teams hear of it and the cards have no verbs left."""
    label = at_transport(office)
    form = office.dm("Mina").card(label).click("Cancel request").form
    form.fill(reason="The customer went elsewhere").submit()
    for team in ("transport", "data"):
        office.channel(team).message("The customer went elsewhere", label)
    office.channel("transport").card(label).expect("已撤").expect_no_actions("接单", "转派")
    office.dm("Mina").card(label).expect("cancelled").expect_no_actions("Cancel request")
    office.channel("support").card(label, "资源核查").expect_no_actions("催办", "撤单")
    office.working_hours_pass(30)
    assert office.dm("李伟").count(label) == 0
