"""Which builder renders which kind of notice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.delivery.rendered import Rendered
from messages import alarms, heartbeat, told
from messages.hub_card import hub_card
from messages.request_card import request_card
from messages.step_card import step_card
from messages.texts import Texts

BUILDERS: dict[str, Callable[[Any, Texts, datetime], Rendered]] = {
    "step_card": step_card,
    "request_card": request_card,
    "hub_card": hub_card,
    "step_returned": told.step_returned,
    "return_answered": told.return_answered,
    "step_handed_over": told.step_handed_over,
    "step_reopened": told.step_reopened,
    "step_voided": told.step_voided,
    "question_withdrawn": told.question_withdrawn,
    "request_reopened": told.request_reopened,
    "step_chased": told.step_chased,
    "step_consulted": told.step_consulted,
    "step_informed": told.step_informed,
    "request_ended": told.request_ended,
    "request_cancelled": told.request_cancelled,
    "reminder": alarms.reminder,
    "bundle": alarms.bundle,
    "at_risk": alarms.at_risk,
    "recovered": alarms.recovered,
    "pause_expired": alarms.pause_expired,
    "delivery_failed": alarms.delivery_failed,
    "heartbeat_lagging": heartbeat.heartbeat_lagging,
    "heartbeat_recovered": heartbeat.heartbeat_recovered,
}
