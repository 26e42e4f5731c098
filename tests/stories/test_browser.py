"""A request clicked through in a real browser, on the real bot, by three people."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import chromium, tab
from tests.stories.office import StoryOffice
from tests.stories.wire import until

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as browser, tab(browser) as page:
        yield page


def look(page: Page, office: StoryOffice, person: str, channel: str) -> Page:
    """Acts as this person, in this channel."""
    page.goto(f"{office.branch.stand_in.base_url}/#as={person}&channel={channel}&tab=messages")
    page.locator(f"#pane[data-as={person}][data-channel={channel}]").wait_for()
    return page


def test_a_request_is_opened_and_a_step_finished_by_clicking(office: StoryOffice, page: Page) -> None:
    """Mina opens a check by the form and its preview; 陈璐 accepts and finishes; Mina's card shows it."""
    look(page, office, "U0MINA", "C0GENERAL")
    composer = page.locator("#pane .composer textarea")
    composer.fill("/coord open")
    composer.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Customer").click()
    page.get_by_role("searchbox").fill("华美商")
    page.get_by_role("option", name="江城华美商贸有限公司").click()
    dialog.get_by_role("combobox", name="Service").click()
    page.get_by_role("option", name="Data line").click()
    dialog.get_by_label("Access points").fill("8")
    dialog.get_by_label("Site").fill("Xinhua Road 210")
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog).to_contain_text("6.5 working days")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_contain_text("XB-1 Resource check is open")
    dialog.get_by_role("button", name="Close").last.click()
    office.settles()

    look(page, office, "U0CHENLU", "C0SUPPORT")
    page.get_by_role("button", name="接单", exact=True).click()
    finish(page, office)

    look(page, office, "U0MINA", "D0MINA")
    expect(page.locator("#pane")).to_contain_text("the need is clear")
    expect(page.locator("#pane")).to_contain_text(
        "Transport check · Transport Office · waiting for acceptance"
    )
    office.channel("transport").card("XB-1").expect("8 个接入点", "Xinhua Road 210")


def finish(page: Page, office: StoryOffice) -> None:
    """陈璐's card says that she holds it; she finishes it with a note."""
    button = page.get_by_role("button", name="办结", exact=True)
    until_settled(office, button)
    button.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("说明").fill("客户急用")
    dialog.get_by_role("button", name="办结").click()
    expect(dialog).to_be_hidden()
    office.settles()


def until_settled(office: StoryOffice, wanted: Locator) -> None:
    """The click has come in; what it set off is sent and drawn."""

    def is_there() -> bool:
        office.settles()
        return wanted.is_visible()

    until(is_there)
