"""The workspace page, clicked through in a browser against the stand-in and a small bot."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import NARROW, chromium, tab
from tests.page_bot import small_office
from workspace.config import load_config

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office() -> Iterator[str]:
    """The base URL of a workspace with the small bot; every test acts as people of its own."""
    with small_office() as base_url:
        yield base_url


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with tab(browser) as page:
        yield page


def look(page: Page, office: str, person: str, channel: str = "C0GENERAL", tab: str = "messages") -> Page:
    """Open the page, or go there within it, and wait until it is drawn."""
    page.goto(f"{office}/#as={person}&channel={channel}&tab={tab}")
    page.locator(f"#pane[data-as={person}][data-channel={channel}][data-tab={tab}]").wait_for()
    return page


def type_in(page: Page, text: str) -> None:
    composer = page.locator("#pane .composer textarea")
    composer.fill(text)
    composer.press("Enter")


def fill_form(page: Page, customer: str, points: str, need: str = "") -> None:
    page.get_by_role("combobox", name="Customer").click()
    page.get_by_role("searchbox").fill(customer)
    page.get_by_role("option", name=customer).first.click()
    page.get_by_role("textbox", name="Access points").fill(points)
    page.get_by_role("textbox", name="What is needed").fill(need)


def test_a_request_goes_from_a_typed_command_to_an_accepted_card(
    browser: Browser, office: str, page: Page
) -> None:
    """A field's error keeps what was typed; the card appears elsewhere and its button acts."""
    look(page, office, "U0PETER")
    with tab(browser) as other:
        look(other, office, "U0LIWEI", "C0TRANSP")
        type_in(page, "/coord open")
        fill_form(page, "Harbour", "0", "100M for the counter")
        page.get_by_role("button", name="Send", exact=True).last.click()
        expect(page.locator(".input-error")).to_have_text("A whole number from 1 to 200.")
        expect(page.get_by_role("textbox", name="What is needed")).to_have_value("100M for the counter")
        expect(page.get_by_role("combobox", name="Customer")).to_contain_text("Harbour Bank")
        page.get_by_role("textbox", name="Access points").fill("8")
        page.get_by_role("button", name="Send", exact=True).last.click()
        expect(page.locator("dialog.modal")).to_be_hidden()
        card = other.locator("article", has_text="100M for the counter")
        card.get_by_role("button", name="Accept").click()
        expect(card).to_contain_text("Accepted by @李伟")
        expect(card.get_by_role("button", name="Accept")).to_have_count(0)


def test_what_people_type_stays_text(office: str, page: Page) -> None:
    """Markup that somebody types shows as the characters typed and never becomes elements of the page."""
    look(page, office, "U0GRACE", "C0DATA")
    attack = "<img src=x onerror=\"document.title='broken in'\"> <a href=javascript:alert(1)>x</a>"
    type_in(page, attack)
    expect(page.locator("article .message-text").last).to_have_text(attack)
    expect(page.locator("article .message-body :is(img, a)")).to_have_count(0)
    type_in(page, f"/coord {attack}")
    expect(page.locator("article.ephemeral")).to_contain_text("There is no <img.")
    assert page.title() != "broken in"


def test_links_lead_only_to_the_web_and_to_mail(office: str, page: Page) -> None:
    """A link to javascript: shows its characters; http and mailto become links that do not tell the page."""
    text = "<javascript:alert(1)|press> <https://example.org/a?b&amp;c|report> <mailto:a@example.org>"
    httpx.post(
        f"{office}/control/post", json={"as": "U0ZHENGK", "channel": "C0DATA", "text": text, "raw": True}
    )
    look(page, office, "U0ZHENGK", "C0DATA")
    links = page.locator("article .message-body a")
    assert [one.get_attribute("href") for one in links.all()] == [
        "https://example.org/a?b&c",
        "mailto:a@example.org",
    ]
    expect(links.first).to_have_attribute("rel", "noopener noreferrer")
    expect(page.locator("article .message-text").last).to_contain_text("<javascript:alert(1)|press>")


def test_the_page_speaks_the_language_of_whoever_acts(office: str, page: Page) -> None:
    """Switching from an English to a Chinese reader turns the page's words and names to Chinese."""
    look(page, office, "U0MINA", "C0CUSTOMER")
    expect(page.locator("#rail")).to_contain_text("Channels")
    page.get_by_role("button", name="Act as: Mina Zhou").click()
    page.get_by_role("option", name="何静").click()
    expect(page.locator("#rail")).to_contain_text("频道")
    expect(page.locator("#pane .composer textarea")).to_have_attribute(
        "placeholder", re.compile("发消息到 #xb-")
    )
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert "as=U0HEJING" in page.url


def test_commands_complete_in_both_languages(office: str, page: Page) -> None:
    """Half a word offers the subcommand in the reader's language, by its Chinese form or its English one."""
    look(page, office, "U0LINQ", "C0CUSTOMER")
    composer = page.locator("#pane .composer textarea")
    composer.press_sequentially("/coord st")
    expect(page.get_by_role("option")).to_have_text(re.compile("状态.*status"))
    composer.press("Tab")
    expect(composer).to_have_value("/coord 状态 ")
    composer.fill("")
    composer.press_sequentially("/coord 开")
    composer.press("Enter")
    expect(composer).to_have_value("/coord 开单 ")
    composer.press("Enter")
    expect(page.get_by_role("dialog", name="Open a request")).to_be_visible()


def test_a_chosen_kind_changes_the_form_and_keeps_what_was_typed(office: str, page: Page) -> None:
    """A select in a modal reaches the bot at once; the new form has another field and the old contents."""
    look(page, office, "U0DAVID", "C0SUPPORT")
    type_in(page, "/coord open")
    page.get_by_role("textbox", name="Access points").fill("12")
    page.locator("dialog .block-actions .select").click()
    page.get_by_role("option", name="Fault").click()
    expect(page.get_by_role("radiogroup")).to_be_visible()
    expect(page.get_by_role("textbox", name="Access points")).to_have_value("12")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.modal")).to_be_hidden()


def test_a_required_field_left_empty_is_named_before_anything_is_sent(office: str, page: Page) -> None:
    """The client itself refuses an empty required field, at the field and in the reader's language."""
    look(page, office, "U0CHENLU", "C0SUPPORT")
    type_in(page, "/coord 开单")
    page.get_by_role("button", name="Send", exact=True).last.click()
    expect(page.locator("[data-block=customer] .input-error")).to_have_text(re.compile("[一-龥]"))
    expect(page.locator("dialog.modal")).to_be_visible()


def test_a_confirm_dialog_stands_before_the_act(office: str, page: Page) -> None:
    """Denying sends nothing; confirming does, and the answer is a reply that opens beside the channel."""
    look(page, office, "U0SUNTAO", "C0TRANSP")
    type_in(page, "/coord open")
    fill_form(page, "恒通", "3", "return me")
    page.get_by_role("button", name="Send", exact=True).last.click()
    card = page.locator("article", has_text="return me")
    card.get_by_role("button", name="Return").click()
    page.get_by_role("button", name="Keep").click()
    card.get_by_role("button", name="Return").click()
    page.get_by_role("button", name="Return it").click()
    page.locator("#pane .composer textarea").fill("not sent yet")
    card.get_by_role("button", name="1 条回复").click()
    expect(page.locator("#thread article").last).to_contain_text("Returned.")
    expect(page.locator("#thread article")).to_have_count(2)
    expect(page.locator("#pane .composer textarea")).to_have_value("not sent yet")


def test_the_home_opens_views_that_stack(office: str, page: Page) -> None:
    """The App Home is published on opening; a modal pushes another, and going back shows the first again."""
    look(page, office, "U0QIANF", "D0QIANF", tab="home")
    expect(page.locator(".home-card")).to_contain_text("Steps of @钱枫")
    page.get_by_role("button", name="Deeper").click()
    page.get_by_role("button", name="One more").click()
    expect(page.get_by_role("dialog", name="Second")).to_contain_text("The end")
    page.get_by_role("button", name="返回上一页").click()
    expect(page.get_by_role("dialog", name="First")).to_be_visible()


def test_shortcuts_open_from_the_composer_and_from_a_message(office: str, page: Page) -> None:
    """The lightning menu runs a global shortcut; a message's menu takes its text along."""
    look(page, office, "U0HUANGH", "C0SWITCH")
    type_in(page, "基站 17 断了")
    message = page.locator("article", has_text="基站 17 断了")
    message.hover()
    message.get_by_role("button", name="更多操作").click()
    page.get_by_role("menuitem").click()
    expect(page.get_by_role("textbox", name="What is needed")).to_have_value("基站 17 断了")
    page.get_by_role("button", name="Cancel").click()
    page.locator(".composer").get_by_role("button", name="快捷方式").click()
    page.get_by_role("menuitem", name="开单").click()
    expect(page.get_by_role("radiogroup")).to_be_visible()


def test_whoever_comes_first_sees_something(browser: Browser) -> None:
    """The page opens on one's team's channel; while that is empty, on what the app has told one."""
    with small_office() as office, tab(browser) as page:
        page.goto(f"{office}/#as=U0HUANGH")
        page.locator("#pane[data-channel=C0SWITCH]").wait_for()
        bot = {"Authorization": f"Bearer {load_config().bot_token}"}
        told = {"channel": "D0HUANGH", "text": "有一个环节等你接单"}
        assert httpx.post(f"{office}/api/chat.postMessage", json=told, headers=bot).json()["ok"]
        page.goto(f"{office}/#as=U0MINA")
        page.goto(f"{office}/#as=U0HUANGH")
        page.locator("#pane[data-channel=D0HUANGH]").wait_for()
        expect(page.locator("article").last).to_contain_text("等你接单")


def test_an_unread_channel_is_marked_until_it_is_looked_at(office: str, page: Page) -> None:
    """A message in another channel marks it in the rail, and opening the channel takes the mark away."""
    look(page, office, "U0LIANG", "C0MANAGE")
    general = page.locator(".rail-row", has_text="general")
    httpx.post(f"{office}/control/post", json={"as": "U0MAZY", "channel": "C0GENERAL", "text": "明天停电"})
    expect(general).to_have_class(re.compile("unread"))
    general.click()
    expect(page.locator("article").last).to_contain_text("明天停电")
    expect(general).not_to_have_class(re.compile("unread"))


def test_a_bot_that_does_not_answer_is_said_in_the_channel(office: str, page: Page) -> None:
    """Slack's own words about the time-out reach the person who typed, and nobody else."""
    httpx.post(f"{office}/control/faults", json={"kind": "lost_ack", "method": "slash_commands", "count": 1})
    look(page, office, "U0WUQIAN", "C0DATA")
    type_in(page, "/coord status")
    expect(page.locator("article.ephemeral")).to_contain_text("仅你可见")
    expect(page.locator("article.ephemeral")).to_contain_text("operation_timeout")


def test_the_clock_moves_from_the_page(office: str, browser: Browser) -> None:
    """A move and a chosen instant change the branch's time, on the narrow page as well."""
    with tab(browser, NARROW) as page:
        look(page, office, "U0ZHAOLEI", "C0CONSTR")
        clock = page.locator(".clock")
        before = httpx.get(f"{office}/control/clock").json()["now"]
        clock.click()
        page.locator(".clock-menu .menu-item").first.click()
        expect(page.locator(".toast")).to_contain_text("时钟已拨到")
        assert httpx.get(f"{office}/control/clock").json()["now"] > before
        clock.click()
        page.locator(".clock-menu input").fill("2026-11-24T09:30")
        page.get_by_role("button", name="拨到此刻").click()
        expect(clock).to_contain_text("11月24日周二 09:30")
