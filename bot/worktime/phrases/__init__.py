"""Deadlines and periods in people's words, Chinese and English, and how they are said back."""

from bot.worktime.phrases.echo import Echo, absolute, echo
from bot.worktime.phrases.period import Period, read_period
from bot.worktime.phrases.reader import read_when
from bot.worktime.phrases.reading import Reading, Unreadable, When

__all__ = ["Echo", "Period", "Reading", "Unreadable", "When", "absolute", "echo", "read_period", "read_when"]
