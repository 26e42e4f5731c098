"""Quiet hours: they hold delivery, never evaluation (design idea 7). Pure."""

from datetime import datetime
from typing import Protocol

from bot.course.rules import RequestRules
from bot.policy import Listener


class RequestFacts(Protocol):
    """What of a request decides whether its notices pass at any hour."""

    @property
    def kind(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def assurance(self) -> str: ...


def hold_until(
    rules: RequestRules, audience: Listener | str, request: RequestFacts, now: datetime
) -> datetime | None:
    """Until when a notice to that audience waits (UTC); None when it may go at once.

    Faults at AAA and `key` customers pass, as escalation.yaml says.
    """
    quiet = rules.quiet_hours
    if audience not in quiet.hold:
        return None
    if quiet.lets_pass(kind=request.kind, grade=request.grade, assurance=request.assurance):
        return None
    opening = rules.quiet_calendar.next_opening(now)
    return opening if opening > now else None
