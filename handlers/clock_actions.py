"""What people do to clocks: pause, resume, move a deadline, re-grade, re-open, answer a reminder, ask why."""

from collections.abc import Callable
from datetime import datetime

from bot.coordination import clock_verbs, forms, one_line
from bot.coordination.clock_verbs import PauseWish
from bot.course.rules import RequestRules
from bot.insight.views import request_view
from bot.people import access
from bot.storage.unit_of_work import UnitOfWork
from bot.views import RequestView, StepView
from handlers.interaction import Handler, Interaction
from handlers.parsing import carried, target_id, values_of
from messages.modals import clock_forms, note
from messages.modals.view import View
from models import Clock

StepForm = Callable[[Interaction, StepView, RequestRules], View]
RequestForm = Callable[[Interaction, RequestView, RequestRules], View]


def asks_about_step(verb: str, form: StepForm) -> Handler:
    """A button that shows a form about the step in its value, to who may do `verb`."""

    def ask(interaction: Interaction) -> None:
        with interaction.looking() as uow:
            request, step = access.step_for(uow, verb, target_id(interaction.action), lock=False)
            view, rules = request_view(uow, request.id or 0).step(step.id or 0), uow.rules_of(request)
        interaction.open_view(form(interaction, view, rules))
        interaction.ack()

    return ask


def asks_about_request(verb: str, form: RequestForm) -> Handler:
    """A button that shows a form about the request in its value, to who may do `verb`."""

    def ask(interaction: Interaction) -> None:
        with interaction.looking() as uow:
            request = access.request_for(uow, verb, target_id(interaction.action), lock=False)
            view, rules = request_view(uow, request.id or 0), uow.rules_of(request)
        interaction.open_view(form(interaction, view, rules))
        interaction.ack()

    return ask


def _pause(interaction: Interaction, about: StepView | RequestView, rules: RequestRules) -> View:
    return clock_forms.pause_form(about, rules.pause_reasons, interaction.language)


def _move(interaction: Interaction, about: StepView | RequestView, rules: RequestRules) -> View:
    return clock_forms.move_deadline_form(about, interaction.language)


def _reopen(interaction: Interaction, step: StepView, rules: RequestRules) -> View:
    return clock_forms.reopen_form(step, interaction.language)


def _regrade(interaction: Interaction, request: RequestView, rules: RequestRules) -> View:
    return clock_forms.regrade_form(request, interaction.language)


ASKS: dict[str, Handler] = {
    "pause_step": asks_about_step("pause_step", _pause),
    "pause_request": asks_about_request("pause_step", _pause),
    "move_step_deadline": asks_about_step("move_deadline", _move),
    "move_deadline": asks_about_request("move_deadline", _move),
    "reopen_step": asks_about_step("reopen_step", _reopen),
    "regrade_customer": asks_about_request("regrade_customer", _regrade),
}
"""By action id: the buttons of a clock that ask something first."""


def submit_pause(interaction: Interaction) -> None:
    """The clock stands still until the expected return."""
    values, about = values_of(interaction.view), carried(interaction.view)
    with interaction.acting() as uow:
        expected_at = read_time(uow, "expected_at", values)
        wish = PauseWish(values.get("reason", ""), values.get("evidence", ""), expected_at)
        if "step" in about:
            clock_verbs.pause_step(uow, about["step"], wish)
        else:
            clock_verbs.pause_request(uow, about["request"], wish)
        say_back(interaction, uow, expected_at)


def resume_step(interaction: Interaction) -> None:
    """Resume (恢复) one step."""
    with interaction.acting() as uow:
        clock_verbs.resume_step(uow, target_id(interaction.action))
    interaction.ack()


def resume_request(interaction: Interaction) -> None:
    """Resume the customer's clock."""
    with interaction.acting() as uow:
        clock_verbs.resume_request(uow, target_id(interaction.action))
    interaction.ack()


def submit_move(interaction: Interaction) -> None:
    """The deadline is moved, on record, beside the original."""
    values, about = values_of(interaction.view), carried(interaction.view)
    with interaction.acting() as uow:
        due_at = read_time(uow, "due_at", values) or uow.now
        if "step" in about:
            clock_verbs.move_step_deadline(uow, about["step"], due_at, values.get("reason", ""))
        else:
            clock_verbs.move_deadline(uow, about["request"], due_at, values.get("reason", ""))
        say_back(interaction, uow, due_at)


def submit_reopen(interaction: Interaction) -> None:
    """The step goes back to the person who had finished it."""
    with interaction.acting() as uow:
        clock_verbs.reopen_step(
            uow, carried(interaction.view)["step"], values_of(interaction.view).get("reason", "")
        )
    interaction.ack()


def submit_regrade(interaction: Interaction) -> None:
    """Every open request of the customer follows the new grade."""
    values = values_of(interaction.view)
    with interaction.acting() as uow:
        request = access.request_for(uow, "regrade_customer", carried(interaction.view)["request"])
        clock_verbs.regrade_customer(uow, request.customer_id, values.get("grade", ""))
    interaction.ack()


def ask_acknowledge(interaction: Interaction) -> None:
    """Seen, I am on it: until when?"""
    clock_id = target_id(interaction.action)
    with interaction.looking() as uow:
        clock = uow.session.get(Clock, clock_id)
        label = f"XB-{clock.request_id}" if clock else ""
    interaction.open_view(clock_forms.acknowledge_form(clock_id, label, interaction.language))
    interaction.ack()


def submit_acknowledge(interaction: Interaction) -> None:
    """No more repeats until the next level, or until what is expected has passed."""
    values, clock_id = values_of(interaction.view), carried(interaction.view)["clock"]
    with interaction.acting() as uow:
        expected_at = read_time(uow, "expected_at", values)
        clock_verbs.acknowledge_reminder(uow, clock_id, expected_at)
        say_back(interaction, uow, expected_at)


def snooze(interaction: Interaction) -> None:
    """Remind me next morning."""
    with interaction.acting() as uow:
        clock_verbs.snooze_reminder(uow, target_id(interaction.action))
    interaction.ack()


def say_back(interaction: Interaction, uow: UnitOfWork, at: datetime | None) -> None:
    """Answers a form with what its time was understood as; without a time it just closes."""
    if at is None:
        interaction.ack()
        return
    said = one_line.say_back(uow, at, interaction.language)
    interaction.ack(response_action="update", view=note.until(said, interaction.language))


def read_time(uow: UnitOfWork, field: str, values: dict[str, str]) -> datetime | None:
    """A time in people's words, by the office's calendar; raises Invalid at its field."""
    return forms.read_time(field, values.get(field), uow.now, uow.branch.office_calendar)
