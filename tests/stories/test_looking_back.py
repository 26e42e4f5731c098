"""What people ask afterwards: whose hands held the time, and what a month brought."""

import re

from tests.stories.office import StoryOffice, shanghai
from tests.stories.sight import Seen
from tests.stories.test_clocks import accepted_by_liwei

HOURS = re.compile(r"(?:(\d+) working days?)? ?(?:(\d+) hours?)? ?(?:(\d+) minutes?)? \((\d+) %\)")


def held(details: Seen) -> dict[str, int]:
    """Minutes by where the time was, as the details of a request say it in English."""
    lines = details.text.partition("Where the time went\n")[2].partition("\nTimeline")[0].splitlines()
    found = {}
    for line in lines:
        where, _, amount = line.partition(": ")
        parts = HOURS.fullmatch(amount)
        assert parts, line
        days, hours, minutes = (int(part or 0) for part in parts.groups()[:3])
        found[where] = (days * 7 + hours) * 60 + minutes
    return found


def test_whose_hands_held_the_time(office: StoryOffice) -> None:
    """The ledger of a request sums up to the whole: hands, hand-over, pause, and what nobody had accepted."""
    label = accepted_by_liwei(office)
    office.user("Grace").finishes(label, "Data check", "available", reserved="VLAN 2107")
    transport = office.channel("transport")
    office.time_comes(shanghai("2026-11-23 12:00"))
    transport.card(label).click("转派").form.fill(person="U0PETER", reason="出差").submit()
    office.time_comes(shanghai("2026-11-23 15:00"))
    form = (
        office.user("David").room("transport").card(label).click("step_details").form.click("pause_step").form
    )
    form.fill(reason="permit", evidence="T-7").submit().form.close(everything=True)
    office.time_comes(shanghai("2026-11-23 18:00"))
    office.user("David").room("transport").card(label).click("step_details").form.click("resume_step")
    office.time_comes(shanghai("2026-11-24 09:30"))
    office.user("Peter").finishes(label, "传输核查", "available", reserved="Ring 7")
    office.time_comes(shanghai("2026-11-24 11:00"))
    office.user("David").finishes(label, "汇总答复", "answered", summary="Yes")

    details = office.dm("Mina").card(label, "Resource check").click("request_details").form
    ledger = held(details)
    assert ledger == {
        "in progress · Transport Office · @李伟": 119,  # he took it some seconds after ten
        "in progress · Transport Office · @Peter Liu": 90,
        "paused · permit of a third party · @Peter Liu": 180,
        "not accepted · Full-Service Support Office": 90,
    }
    assert sum(ledger.values()) == 8 * 60 - 1  # Monday 10:00 to Tuesday 11:00, whole minutes of each part
    office.user("林强").room("support").card(label, "资源核查").click("request_details").form.expect(
        "时间花在谁手里", "传输室 · @Peter Liu"
    )


def test_what_last_month_brought(office: StoryOffice) -> None:
    """In December `status last month` counts November alone, in both languages; next month is refused."""
    label = office.user("林强").opens(customer="华美商贸", service="cpe")
    for person, step, outcome, answer in (
        ("陈璐", "受理", "clear", {}),
        ("李伟", "传输核查", "available", {"reserved": "OLT-3"}),
        ("David", "汇总答复", "answered", {"summary": "Yes"}),
    ):
        office.user(person).finishes(label, step, outcome, **answer)
    office.time_comes(shanghai("2026-12-03 10:00"))
    office.user("林强").opens(customer="易达")
    month = office.user("David").says("/coord status last month")
    month.expect("2026-11-01 to 2026-11-30: 1 opened, 1 ended", "On time: 1 of 1 (100 %)", "Resource check")
    month.seen.expect("Transport Office: 1 finished, 0 returned, on time 1 of 1 (100 %)")
    office.user("梁国栋").says("/coord 状态 上个月").expect(
        "2026-11-01 至 2026-11-30：开单 1 张，结束 1 张", "按时：1/1（100%）", "传输室 ：办结 1 个"
    )
    office.user("David").says("/coord status 2026-12").expect("1 opened, 0 ended")
    office.user("陈璐").says("/coord 状态 下个月").expect("上个月")
