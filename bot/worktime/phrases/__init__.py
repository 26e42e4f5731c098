"""Deadlines and periods in people's words, Chinese and English, and how they are said back."""

from bot.worktime.phrases.reader import read_when
from bot.worktime.phrases.reading import Reading, Unreadable, When

__all__ = ["Reading", "Unreadable", "When", "read_when"]
