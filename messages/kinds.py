"""Which builder renders which kind of notice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.delivery.rendered import Rendered
from messages import heartbeat, notices, reminders
from messages.hub_card import hub_card
from messages.request_card import request_card
from messages.step_card import step_card
from messages.texts import Texts

BUILDERS: dict[str, Callable[[Any, Texts, datetime], Rendered]] = {
    "step_card": step_card,
    "request_card": request_card,
    "hub_card": hub_card,
    "step_returned": notices.step_returned,
    "return_answered": notices.return_answered,
    "question_settled": notices.question_settled,
    "step_handed_over": notices.step_handed_over,
    "step_reopened": notices.step_reopened,
    "step_voided": notices.step_voided,
    "question_withdrawn": notices.question_withdrawn,
    "request_reopened": notices.request_reopened,
    "step_chased": notices.step_chased,
    "step_consulted": notices.step_consulted,
    "step_informed": notices.step_informed,
    "request_ended": notices.request_ended,
    "request_cancelled": notices.request_cancelled,
    "reminder": reminders.reminder,
    "bundle": reminders.bundle,
    "at_risk": reminders.at_risk,
    "recovered": reminders.recovered,
    "pause_expired": reminders.pause_expired,
    "delivery_failed": reminders.delivery_failed,
    "heartbeat_lagging": heartbeat.heartbeat_lagging,
    "heartbeat_recovered": heartbeat.heartbeat_recovered,
}
