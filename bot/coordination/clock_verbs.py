"""What people do to clocks: each authorises, changes facts through `bot.timers.clocks`, records one event."""

from bot.coordination.deadlines import move_deadline, move_step_deadline, regrade_customer
from bot.coordination.pauses import PauseWish, pause_request, pause_step, resume_request, resume_step
from bot.coordination.reminders import acknowledge_reminder, snooze_reminder
from bot.coordination.reopening import reopen_step

__all__ = [
    "PauseWish",
    "acknowledge_reminder",
    "move_deadline",
    "move_step_deadline",
    "pause_request",
    "pause_step",
    "regrade_customer",
    "reopen_step",
    "resume_request",
    "resume_step",
    "snooze_reminder",
]
