"""Working time beside pandas' CustomBusinessHour and businesstimedelta: cost, and where they are wrong.

    python benchmarks/worktime.py

All three get the sample's office hours and China's public holidays of 2026; neither peer has a way to say
that a Saturday or Sunday is worked. Ends with status 1 when an answer of ours is wrong.
"""

import random
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import businesstimedelta
import chinese_calendar
import pandas
import pytz
import yaml
from pandas.tseries.offsets import CustomBusinessHour

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks._figures import figure  # noqa: E402
from bot.policy.calendars import calendars_from  # noqa: E402

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
SPANS = {"45 h (a survey of 8 points)": 45, "420 h (60 working days)": 420}
AIM_MICROSECONDS, AIM_TIMES = 3.0, 50


class Counter(NamedTuple):
    """One way to count: makes an amount of whole hours, adds it to an instant, counts between two."""

    amount: Callable[[int], Any]
    add: Callable[[datetime, Any], datetime]
    between: Callable[[datetime, datetime], object]


def ours() -> Counter:
    text = (ROOT / "policies" / "calendars.yaml").read_text(encoding="utf-8")
    office = calendars_from(yaml.safe_load(text))["office"]
    return Counter(
        lambda hours: hours * HOUR,
        office.add,
        office.between,
    )


def days_off() -> list[date]:
    """China's public holidays of 2026 on weekdays, and the one after: without it businesstimedelta fails."""
    days = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
    off = [on for on in days if on.weekday() < 5 and not chinese_calendar.is_workday(on)]
    return [*off, date(2027, 1, 1)]


def with_pandas() -> Counter:
    hours = CustomBusinessHour(start=["09:00", "14:00"], end=["12:00", "18:00"], holidays=days_off())
    return Counter(
        lambda count: count * hours,
        lambda at, amount: (pandas.Timestamp(at) + amount).to_pydatetime(),
        # the only way that pandas has: list the hours, and count them
        lambda start_at, end_at: len(pandas.date_range(start_at, end_at, freq=hours, inclusive="left")),
    )


def with_businesstimedelta() -> Counter:
    zone = pytz.timezone("Asia/Shanghai")
    days = [
        businesstimedelta.WorkDayRule(time(start), time(end), working_days=[0, 1, 2, 3, 4], tz=zone)
        for start, end in ((9, 12), (14, 18))
    ]
    holidays = businesstimedelta.HolidayRule(days_off(), tz=zone)
    rules = businesstimedelta.Rules([*days, holidays])

    return Counter(
        lambda hours: businesstimedelta.BusinessTimeDelta(rules, hours=hours),
        lambda at, amount: at + amount,
        rules.difference,
    )


def microseconds(call: Callable[[datetime, Any], object], questions: list[tuple[datetime, Any]]) -> float:
    """The cost of a call in the best round within a second: what else the machine does only adds to it."""
    call(*questions[0])
    started = perf_counter()
    call(*questions[1])
    count = max(2, min(len(questions), int(0.2 / (perf_counter() - started))))
    best, ends = float("inf"), perf_counter() + 1
    while perf_counter() < ends:
        started = perf_counter()
        for at, other in questions[:count]:
            call(at, other)
        best = min(best, (perf_counter() - started) / count)
    return best * 1e6


def starts() -> list[datetime]:
    """Instants of the first half of 2026: every end lies in the year of which all know the holidays."""
    chance = random.Random(2026)
    minutes = [chance.randrange(180 * 24 * 60) for _ in range(1000)]
    return [datetime(2026, 1, 1, tzinfo=ZONE) + timedelta(minutes=n) for n in minutes]


def compare_cost(counters: dict[str, Counter]) -> None:
    """Prints cost and ratio of every operation, and whether the aims are met."""
    asked, met = starts(), True
    first, *_ = counters.values()
    for span, hours in SPANS.items():
        spans = [(at, first.add(at, first.amount(hours)).astimezone(ZONE)) for at in asked]
        costs: dict[str, dict[str, float]] = {"add": {}, "between": {}}
        for name, counter in counters.items():
            amount = counter.amount(hours)
            costs["add"][name] = microseconds(counter.add, [(at, amount) for at in asked])
            costs["between"][name] = microseconds(counter.between, spans)
        for operation, by_name in costs.items():
            mine, *others = by_name.values()
            times = min(others) / mine
            met &= mine <= AIM_MICROSECONDS and times >= AIM_TIMES
            for name, cost in by_name.items():
                figure(f"{operation} {span}: {name}", cost, "µs", is_peer=name != "ours")
            told = "  ".join(f"{name} {cost:,.1f} µs" for name, cost in by_name.items())
            print(f"{operation:8}{span:28} {told}  → {times:,.0f}× the faster peer")
    print(
        f"aim: {AIM_MICROSECONDS:g} µs a call, {AIM_TIMES}× the faster peer: {'met' if met else 'MISSED'}\n"
    )


RIGHT = [
    ("ends at lunch", "2026-11-23 09:00", 3, "2026-11-23 12:00"),
    ("ends at closing time", "2026-11-23 09:00", 7, "2026-11-23 18:00"),
    ("over lunch", "2026-11-23 11:00", 2, "2026-11-23 15:00"),
    ("make-up Sunday 09-20", "2026-09-18 17:00", 2, "2026-09-20 10:00"),
    ("make-up Saturday 10-10", "2026-10-09 17:00", 8, "2026-10-10 18:00"),
    ("over National Day", "2026-09-30 17:00", 2, "2026-10-08 10:00"),
    ("over Spring Festival", "2026-02-13 17:00", 14, "2026-02-24 17:00"),
]


def compare_answers(counters: dict[str, Counter]) -> bool:
    """Prints where a peer's end is not the right one; whether all of ours are right."""
    wrong_by_name = dict.fromkeys(counters, 0)
    for case, start, hours, right in RIGHT:
        for name, counter in counters.items():
            at = datetime.fromisoformat(start).replace(tzinfo=ZONE)
            said = counter.add(at, counter.amount(hours)).astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
            if said != right:
                wrong_by_name[name] += 1
                print(f"wrong: {name:18}{case:24}{start} + {hours} h is {right}, not {said}")
    for name, wrong in wrong_by_name.items():
        print(f"{name:20}{len(RIGHT) - wrong} of {len(RIGHT)} ends right")
    return not wrong_by_name["ours"]


def main() -> int:
    counters = {"ours": ours(), "pandas": with_pandas(), "businesstimedelta": with_businesstimedelta()}
    compare_cost(counters)
    return 0 if compare_answers(counters) else 1


if __name__ == "__main__":
    raise SystemExit(main())
