"""Random calendars and situations: near holidays, make-up days, midnight and changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from bot.policy.calendars import CalendarSpec, build_calendar
from bot.worktime import BusinessCalendar
from tests.worktime.oracle import WEEKDAYS

# Each with days on which something happens there: a change of the clock, a skipped day, a public holiday.
ZONES = {
    "Asia/Shanghai": ["2026-02-10", "2026-09-18", "2025-09-26", "2025-01-24", "2026-04-27", "2023-12-25"],
    "America/New_York": ["2026-03-04", "2026-10-28", "2026-06-01"],
    "Europe/Berlin": ["2026-03-25", "2026-10-21"],
    "Australia/Lord_Howe": ["2026-04-01", "2026-10-01"],  # half an hour
    "America/Sao_Paulo": ["2018-11-01", "2018-02-15"],  # at midnight
    "Pacific/Apia": ["2011-12-26"],  # a day was skipped
    "Asia/Kathmandu": ["2026-05-01"],
}
DAY = 24 * 60


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def every(days: list[str], *hours: str) -> dict[str, list[str]]:
    return {day: list(hours) for day in days}


@st.composite
def weeks(draw: st.DrawFn) -> dict[str, list[str]]:
    """Hours of up to three intervals a day, the last of which may run over midnight."""
    borders = st.lists(st.integers(0, DAY - 1), min_size=0, max_size=6, unique=True).map(sorted)
    days = [draw(borders) for _ in WEEKDAYS]
    if not any(len(day) > 1 for day in days):
        days[draw(st.integers(0, 6))] = [9 * 60, 12 * 60]
    week: dict[str, list[str]] = {}
    for n, name in enumerate(WEEKDAYS):
        day = days[n]
        spans = [f"{clock(a)}-{clock(b)}" for a, b in zip(day[::2], day[1::2], strict=False)]
        tomorrow = days[(n + 1) % 7]
        night_ends = min(tomorrow[0] if tomorrow else DAY, day[-1] - 1 if day else 0)
        if len(day) % 2 and night_ends > 0:
            spans.append(f"{clock(day[-1])}-{clock(draw(st.integers(1, night_ends)))}")
        if spans:
            week[name] = spans
    return week or {"mon": ["09:00-12:00"]}


class Situation(NamedTuple):
    """A calendar as data and as built, and the 14 days from `start_at` in which the questions lie."""

    spec: dict[str, Any]
    calendar: BusinessCalendar
    start_at: datetime


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    zone = draw(st.sampled_from(sorted(ZONES)))
    first_on = date.fromisoformat(draw(st.sampled_from(ZONES[zone])))
    week = draw(
        st.one_of(
            weeks(),
            st.just(every(WEEKDAYS[:5], "09:00-12:00", "14:00-18:00")),
            st.just(every(WEEKDAYS, "00:00-24:00")),
            st.just(every(WEEKDAYS[:6], "22:00-06:00")),
        )
    )
    spec: dict[str, Any] = {"name": {"zh": "历", "en": "C"}, "zone": zone, "day": "7h", "hours": week}
    if draw(st.booleans()):
        spec["holidays"] = "CN"
    overridden = draw(st.lists(st.integers(0, 13), max_size=3, unique=True))
    spec["overrides"] = [
        {
            "days": [first_on + timedelta(days=n)] * 2,
            "hours": draw(st.sampled_from([[], ["10:00-11:30"], ["08:00-12:00", "20:00-02:00"]])),
            "reason": {"zh": "另定", "en": "Otherwise"},
        }
        for n in overridden
    ]
    start_at = datetime(first_on.year, first_on.month, first_on.day, tzinfo=UTC)
    return Situation(spec, build_calendar("any", CalendarSpec.model_validate(spec)), start_at)


SECONDS = st.integers(0, 11 * 86_400)
MINUTES = st.integers(0, 11 * DAY)


@st.composite
def pauses_in(draw: st.DrawFn, start_at: datetime) -> list[tuple[datetime, datetime]]:
    """Up to four pauses on full minutes, in any order; they may overlap, be empty or lie outside hours."""
    borders = draw(st.lists(st.tuples(MINUTES, st.integers(0, 2 * DAY)), max_size=4))
    starts = [(start_at + timedelta(minutes=first), length) for first, length in borders]
    return [(pause_at, pause_at + timedelta(minutes=length)) for pause_at, length in starts]


def instants(start_at: datetime) -> st.SearchStrategy[datetime]:
    """Instants on a full second of the first 11 days, as often as not on the full quarter of an hour."""
    seconds = SECONDS | SECONDS.map(lambda n: n - n % 900)
    return seconds.map(lambda n: start_at + timedelta(seconds=n))
