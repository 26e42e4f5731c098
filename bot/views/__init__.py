"""View-models: what builders turn into blocks and commands into lines; values only, no rows, no session."""

from bot.views.draft import Asked, DraftView, Said
from bot.views.explanation import Basis, DayLine, Explanation, MoveLine, PauseLine
from bot.views.notices import Bundle, Notice, Reminder
from bot.views.request import ExchangeView, Line, RequestView, StepCard, StepView
from bot.views.summary import (
    Held,
    HomeView,
    PeriodTeam,
    PeriodView,
    PressingView,
    StatusView,
    TeamLoad,
    TimelineEntry,
)

__all__ = [
    "Asked",
    "Basis",
    "Bundle",
    "DayLine",
    "DraftView",
    "ExchangeView",
    "Explanation",
    "Held",
    "HomeView",
    "Line",
    "MoveLine",
    "Notice",
    "PauseLine",
    "PeriodTeam",
    "PeriodView",
    "PressingView",
    "Reminder",
    "RequestView",
    "Said",
    "StatusView",
    "StepCard",
    "StepView",
    "TeamLoad",
    "TimelineEntry",
]
