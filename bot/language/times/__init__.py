"""Deadlines and periods in people's words, Chinese and English, and how they are said back."""

from bot.language.times.echo import Echo, absolute, echo
from bot.language.times.period import Period, read_period
from bot.language.times.reader import read_when
from bot.language.times.reading import Reading, Unreadable, When

__all__ = ["Echo", "Period", "Reading", "Unreadable", "When", "absolute", "echo", "read_period", "read_when"]
