"""Public holidays as marks in time: before them, and the first working days after them."""

from datetime import date

from bot.language.times.atoms import Days, Now
from bot.language.times.days import DAY, nth_working_day, working_days
from bot.language.times.reading import Unreadable

# Month and day of the holidays that the sun calendar fixes; the others are known only through the calendar.
_FIXED = {"new_year": (1, 1), "labour_day": (5, 1), "national_day": (10, 1), "christmas": (12, 25)}
_PUBLIC = (
    "new_year", "spring_festival", "tomb_sweeping", "labour_day", "dragon_boat", "mid_autumn", "national_day",
)  # fmt: skip


def _in_year(now: Now, key: str, year: int) -> tuple[date, date] | None:
    """First and last day off of one holiday of one year."""
    period = None if key == "christmas" else now.calendar.holiday_period(key, year)
    if period is None and key in _FIXED:
        on = date(year, *_FIXED[key])
        return on, on
    return period


def period_of(now: Now, key: str, *, year: int | None = None, begun: bool = False) -> tuple[date, date]:
    """The holiday's next days off (first, last); with `begun` one that is under way counts too.

    `key` "any" is the nearest public holiday. Raises Unreadable when the calendar has none.
    """
    years = (year,) if year else range(now.today.year, now.today.year + 3)
    periods = []
    for candidate in years:
        for name in _PUBLIC if key == "any" else (key,):
            period = _in_year(now, name, candidate)
            if period and (period[1] >= now.today if begun else period[0] > now.today):
                periods.append(period)
        if periods:
            return min(periods)
    raise Unreadable("past" if year and year <= now.today.year else "unknown", holiday=key)


def before(now: Now, key: str, *, year: int | None = None, days: int = 1) -> Days:
    """So many days before the holiday's first day off."""
    return Days((period_of(now, key, year=year)[0] - days * DAY,))


def last_working_day_before(now: Now, key: str, *, year: int | None = None) -> Days:
    """The last day with office hours before the holiday."""
    first_on = period_of(now, key, year=year)[0]
    return Days((next(working_days(now, first_on - 30 * DAY, first_on - DAY, backwards=True)),))


def working_day_after(now: Now, key: str, number: int, *, year: int | None = None) -> Days:
    """The `number`-th day with office hours after the holiday."""
    return Days((nth_working_day(now, period_of(now, key, year=year, begun=True)[1] + DAY, number),))


def itself(now: Now, key: str, *, year: int | None = None) -> Days:
    """The day of a holiday with a fixed date; raises Unreadable("vague") for one that lasts or moves."""
    if key == "spring_festival_eve":
        return Days((period_of(now, key, year=year, begun=True)[0],))
    if key not in _FIXED:
        raise Unreadable("vague", holiday=key)
    on = date(year or now.today.year, *_FIXED[key])
    return Days((on if year or on >= now.today else on.replace(year=on.year + 1),))
