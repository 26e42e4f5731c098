"""China's public holidays and make-up workdays, as the State Council announces them year by year."""

from collections import defaultdict
from datetime import date
from functools import cache

from bot.worktime.days import Period, Year

_KEYS = {
    "New Year's Day": "new_year",
    "Spring Festival": "spring_festival",
    "Tomb-sweeping Day": "tomb_sweeping",
    "Labour Day": "labour_day",
    "Dragon Boat Festival": "dragon_boat",
    "Mid-autumn Festival": "mid_autumn",
    "National Day": "national_day",
    "Anti-Fascist 70th Day": "victory_day",
}


@cache
def announced_years() -> dict[int, Year]:
    """Every year that the library `chinesecalendar` knows. Source: the State Council's yearly notices."""
    from chinese_calendar.constants import holidays, workdays  # only calendars with holidays pay for it

    days_off: dict[int, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for on, name in holidays.items():
        days_off[_year_of(on, name)][_KEYS[name]].append(on)
    made_up: dict[int, dict[date, str | None]] = defaultdict(dict)
    for on, name in workdays.items():
        made_up[_year_of(on, name)][on] = _KEYS[name]
    known = range(min(holidays).year, max(holidays).year + 1)
    return {
        year: Year({key: Period(min(days), max(days)) for key, days in days_off[year].items()}, made_up[year])
        for year in known
    }


def _year_of(on: date, name: str) -> int:
    """The year whose notice names the day: New Year's holiday may begin in the December before."""
    return on.year + (on.month == 12 and _KEYS[name] == "new_year")
