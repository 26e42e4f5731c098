"""What `/coord` answers to the person who typed it: pure functions from view-models to a message."""

from messages.replies.lists import mine, show, team
from messages.replies.period import period
from messages.replies.status import status
from messages.replies.words import help_text, no_such_command, said, who

__all__ = ["help_text", "mine", "no_such_command", "period", "said", "show", "status", "team", "who"]
