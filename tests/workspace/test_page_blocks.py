"""How the page shows mrkdwn, dates and Block Kit, and what its elements send."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from tests.browser import chromium, tab
from tests.page_bot import option, plain, small_office
from workspace.config import load_config

pytestmark = pytest.mark.xdist_group("browser")
DUE = 1795500000  # 2026-11-24 14:00 in Shanghai
TUESDAY_NOON = 1795492800  # 2026-11-24 12:00
SHOW = """async ([module, name, text, language]) => {
  const shown = (await import(`/js/${module}.js`))[name](text, {
    language, zone: "Asia/Shanghai", now: new Date("2026-11-23T02:00:00Z"), me: "U0MINA",
    names: { user: () => "李伟", channel: () => "xb-data", group: () => "xb-data" },
  });
  const box = document.createElement("div");
  box.append(...[shown].flat());
  return box.innerHTML;
}"""


@pytest.fixture(scope="module")
def office() -> Iterator[str]:
    with small_office() as base_url:
        yield base_url


@pytest.fixture(scope="module")
def page(office: str) -> Iterator[Page]:
    with chromium() as browser, tab(browser) as page:
        page.goto(f"{office}/#as=U0LIWEI&channel=C0TRANSP")
        yield page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _it_ ~gone~ `a*b*`", "<strong>bold</strong> <em>it</em> <s>gone</s> <code>a*b*</code>"),
        ("2*3*4 a_b_c", "2*3*4 a_b_c"),
        ("*a _b_*", "<strong>a <em>b</em></strong>"),
        ("中文*不粗*中文,*粗*。", "中文*不粗*中文,<strong>粗</strong>。"),
        ("a\n&gt; q1\n&gt; q2\nb", "a<blockquote>q1<br>q2</blockquote>b"),
        ("• one\n• two", "<ul><li>one</li><li>two</li></ul>"),
        ("```\nx &lt; *y*\n```", "<pre>x &lt; *y*</pre>"),
        ("<@U0LIWEI>", '<span class="mention mention-user">@李伟</span>'),
        ("<#C0DATA>", '<a class="mention mention-channel" href="#channel=C0DATA">#xb-data</a>'),
        ("<!subteam^S0DATA>", '<span class="mention mention-group">@xb-data</span>'),
        ("&lt;!channel&gt;", "&lt;!channel&gt;"),
        ("&lt;img src=x onerror=alert(1)&gt;", "&lt;img src=x onerror=alert(1)&gt;"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
        (":ticket: :no_such_thing:", '<span class="emoji" title=":ticket:">🎫</span> :no_such_thing:'),
        ("09:30:00 of a:b:c", "09:30:00 of a:b:c"),
    ],
)
def test_mrkdwn_becomes_plain_nodes(page: Page, text: str, shown: str) -> None:
    """Marks work at the edges of words as in Slack, and whatever is no mark stays the characters it is."""
    assert page.evaluate(SHOW, ["mrkdwn", "mrkdwn", text, "en"]) == shown


@pytest.mark.parametrize(
    ("token", "language", "shown"),
    [
        ("{date_short_pretty} {time}", "zh", "明天 14:00"),
        ("{date_short_pretty} {time}", "en", "tomorrow 14:00"),
        ("{date_num} {time_secs}", "en", "2026-11-24 14:00:00"),
        ("{date_long}", "zh", "2026年11月24日星期二"),
        ("{date_long}", "en", "Tuesday, November 24, 2026"),
        ("{ago}", "en", "tomorrow"),
    ],
)
def test_dates_are_in_the_branch_zone_and_the_readers_language(
    page: Page, token: str, language: str, shown: str
) -> None:
    """A date token is told from the branch's clock, in Shanghai's time, in the words of whoever reads."""
    text = f"<!date^{DUE}^{token}|fallback>"
    assert (
        page.evaluate(SHOW, ["mrkdwn", "mrkdwn", text, language]) == f'<time title="fallback">{shown}</time>'
    )


def test_markdown_blocks_show_their_structure(page: Page) -> None:
    """Headings, lists, tables, links and code of a markdown block become elements; raw HTML stays text."""
    text = "# Top\n- **a**\n- [b](https://example.org/)\n\n|x|y|\n|-|-|\n|1|`2`|\n\n<b>no</b>"
    shown = page.evaluate(SHOW, ["markdown", "markdown", text, "en"])
    link = '<a href="https://example.org/" target="_blank" rel="noopener noreferrer">b</a>'
    assert f"<h3>Top</h3><ul><li><strong>a</strong></li><li>{link}</li></ul>" in shown
    assert "<tbody><tr><td>1</td><td><code>2</code></td></tr></tbody>" in shown
    assert "<p>&lt;b&gt;no&lt;/b&gt;</p>" in shown


ELEMENTS: list[dict[str, Any]] = [
    {"type": "static_select", "action_id": "static", "options": [option("red"), option("blue")]},
    {"type": "multi_static_select", "action_id": "multi", "options": [option("red"), option("blue")]},
    {"type": "users_select", "action_id": "user"},
    {"type": "overflow", "action_id": "overflow", "options": [option("copy"), option("drop")]},
    {"type": "datepicker", "action_id": "day"},
    {"type": "timepicker", "action_id": "time"},
    {"type": "datetimepicker", "action_id": "instant"},
    {"type": "checkboxes", "action_id": "boxes", "options": [option("one"), option("two")]},
    {"type": "radio_buttons", "action_id": "radio", "options": [option("near"), option("far")]},
]
ANSWERED = "(n) => performance.getEntriesByName(`${location.origin}/control/action`).length >= n"


def of_action(page: Page, action: str) -> Any:
    return page.locator(f"[data-block={action}]")


def pick(page: Page, action: str, name: str, role: str = "option") -> None:
    of_action(page, action).locator(".select, button").first.click()
    page.get_by_role(role, name=name).click()  # type: ignore[arg-type]


def sent(office: str) -> dict[str, Any]:
    """What each action last told the bot."""
    lines = httpx.get(f"{office}/control/deliveries").text.splitlines()
    bodies = [json.loads(line)["body"] for line in lines]
    actions = [action for body in bodies for action in body.get("actions", [])]
    return {action["action_id"]: action for action in actions}


def test_every_element_sends_what_was_chosen(office: str, page: Page) -> None:
    """Each kind of element in a message's card reaches the bot with the value that the person chose."""
    bot = WebClient(token=load_config().bot_token, base_url=f"{office}/api/")
    blocks = [{"type": "actions", "block_id": one["action_id"], "elements": [one]} for one in ELEMENTS]
    bot.chat_postMessage(channel="C0TRANSP", text="everything", blocks=blocks)
    of_action(page, "static").wait_for()
    pick(page, "static", "blue")
    pick(page, "multi", "red")
    page.keyboard.press("Escape")
    pick(page, "user", "孙涛")
    pick(page, "overflow", "drop", "menuitem")
    of_action(page, "day").locator("input").fill("2026-11-24")
    of_action(page, "time").locator("input").fill("09:30")
    of_action(page, "instant").locator("input").fill("2026-11-24T12:00")
    of_action(page, "boxes").get_by_text("two").click()
    of_action(page, "radio").get_by_text("near").click()
    expect(of_action(page, "day")).to_contain_text("2026年11月24日周二")
    page.wait_for_function(ANSWERED, arg=len(ELEMENTS))
    actions = sent(office)
    print(
        "KEYS",
        list(actions),
        page.locator(".toast").all_inner_texts(),
        httpx.get(f"{office}/control/deliveries").text[:1500],
    )
    assert actions["static"]["selected_option"]["value"] == "blue"
    assert [one["value"] for one in actions["multi"]["selected_options"]] == ["red"]
    assert actions["user"]["selected_user"] == "U0SUNTAO"
    assert actions["overflow"]["selected_option"]["value"] == "drop"
    assert actions["day"]["selected_date"] == "2026-11-24"
    assert actions["time"]["selected_time"] == "09:30"
    assert actions["instant"]["selected_date_time"] == TUESDAY_NOON
    assert [one["value"] for one in actions["boxes"]["selected_options"]] == ["two"]
    assert actions["radio"]["selected_option"]["value"] == "near"


def test_every_shown_block_is_drawn(office: str, page: Page) -> None:
    """Header, fields, context, image, divider, rich text, table and markdown all become parts of one card."""
    quote = {
        "type": "rich_text_quote",
        "elements": [{"type": "text", "text": "quoted", "style": {"bold": True}}],
    }
    blocks = [
        {"type": "header", "text": plain("Shown blocks")},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Grade*\ngold"}, plain("a &lt; b")]},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "fine print"}]},
        {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a picture"},
        {"type": "rich_text", "elements": [quote]},
        {
            "type": "table",
            "rows": [[{"type": "raw_text", "text": "Team"}], [{"type": "raw_text", "text": "data"}]],
        },
        {"type": "markdown", "text": "**strong**"},
    ]
    bot = WebClient(token=load_config().bot_token, base_url=f"{office}/api/")
    page.route("https://example.org/a.png", lambda route: route.abort())
    bot.chat_postMessage(channel="C0TRANSP", text="shown", blocks=blocks)
    card = page.locator("article", has_text="Shown blocks")
    expect(card.get_by_role("heading", name="Shown blocks")).to_be_visible()
    expect(card.locator(".section-fields")).to_contain_text("a < b")
    expect(card.locator("blockquote strong")).to_have_text("quoted")
    expect(card.get_by_role("cell", name="data")).to_be_visible()
    expect(card.get_by_alt_text("a picture")).to_have_count(1)
    expect(card.locator("hr, .block-context, .markdown strong")).to_have_count(3)
