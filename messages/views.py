"""All modal views in one place, for the handlers."""

from messages.modals.clock_forms import (
    acknowledge_form,
    move_deadline_form,
    pause_form,
    regrade_form,
    reopen_form,
)
from messages.modals.details import details
from messages.modals.explanation import explanation
from messages.modals.note import note, request_opened
from messages.modals.open_form import open_form
from messages.modals.preview import preview
from messages.modals.step_forms import answer_form, cancel_form, finish_form, hand_over_form, return_form

__all__ = [
    "acknowledge_form",
    "answer_form",
    "cancel_form",
    "details",
    "explanation",
    "finish_form",
    "hand_over_form",
    "move_deadline_form",
    "note",
    "open_form",
    "pause_form",
    "preview",
    "regrade_form",
    "reopen_form",
    "request_opened",
    "return_form",
]
