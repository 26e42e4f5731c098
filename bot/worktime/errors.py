"""What can be wrong with a question about working time; the words say what would be right."""


class CalendarError(ValueError):
    """A question that the calendar cannot answer; the message says what would be right."""


class UnknownYear(CalendarError):
    """Nobody has announced the public holidays of `year`, and the policy declares no estimate for it."""

    def __init__(self, year: int, calendar: str) -> None:
        self.year = year
        self.calendar = calendar
        super().__init__(
            f"calendar {calendar!r}: the public holidays of {year} are not known. Enter them in calendars.yaml "
            f"under `announced: {{{year}: …}}` or install a chinesecalendar that has {year}. While nobody has "
            f"announced them, declare `estimate: {{{year}: …}}`: deadlines that rest on it are then provisional."
        )
