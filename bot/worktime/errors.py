"""What can be wrong with a question about working time; the words say what would be right."""


class CalendarError(ValueError):
    """A question that the calendar cannot answer; the message says what would be right."""


class UnknownYear(CalendarError):
    """Nobody has announced the public holidays of `year`, and the policy declares no estimate for it."""

    def __init__(self, year: int, calendar: str) -> None:
        self.year = year
        self.calendar = calendar
        super().__init__(
            f"calendar {calendar!r}: the public holidays of {year} are not known. Enter them in "
            f"calendars.yaml under `announced: {{{year}: …}}` or install a chinesecalendar that has {year}. "
            f"Not announced yet? Declare `estimate: {{{year}: …}}`; what rests on it is marked provisional."
        )
