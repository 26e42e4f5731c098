"""How much time a number and a unit are; both grammars name their units with these keys."""

from datetime import timedelta

from bot.language.times.atoms import Amount

_ELAPSED = {"minute": timedelta(minutes=1), "quarter_hour": timedelta(minutes=15), "hour": timedelta(hours=1)}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS_OF_A_MONTH = 30  # only for half months: 半个月 is 15 days


def amount(number: float, unit: str) -> Amount:
    """So many units: whole days and months stay calendar days, parts of a day are elapsed time.

    Half a day without more is half a working day, as staff mean it.
    """
    if unit == "working_day":
        return Amount(working_days=number)
    if unit == "working_hour":
        return Amount(working=timedelta(hours=number))
    if unit in _ELAPSED:
        return Amount(elapsed=number * _ELAPSED[unit])
    if unit == "day" and number == 0.5:
        return Amount(working_days=0.5)
    if unit in _MONTHS:
        months = number * _MONTHS[unit]
        whole = int(months)
        return Amount(months=whole, days=round((months - whole) * _DAYS_OF_A_MONTH))
    days = number * _DAYS[unit]
    return Amount(days=int(days)) if days == int(days) else Amount(elapsed=timedelta(days=days))
