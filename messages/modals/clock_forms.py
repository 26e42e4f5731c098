"""The forms behind a clock: pause, move the deadline, reopen, change a grade, "seen, I am on it"."""

from collections.abc import Sequence

from bot.policy import PauseReason
from bot.views import RequestView, StepView
from messages import facts, labels
from messages.blocks import Block, context, input_block, section
from messages.elements import option, static_select, text_input
from messages.modals.fields import block_id
from messages.modals.step_forms import about_step, text_field
from messages.modals.view import View, modal
from messages.mrkdwn import bold, join
from messages.texts import Texts
from models.enums import Grade


def pause_form(about: StepView | RequestView, reasons: Sequence[PauseReason], language: str) -> View:
    """Why the clock may stand still, the evidence, and until when; callback `pause_step`."""
    t = Texts(language)
    options = [option(t.start(each.name), each.id) for each in reasons]
    blocks = [
        _about(about, t),
        input_block(t("Reason"), static_select("reason", t("Choose"), options), block_id=block_id("reason")),
        text_field(
            "evidence", t("Evidence (ticket, mail, name of the customer's contact)"), t, optional=True
        ),
        time_field("expected_at", t("Expected resumption"), t, optional=True),
        context(
            t("You are asked again when that time has passed. Long pauses need the coordinator's consent.")
        ),
    ]
    return _form(t, "pause_step", t("Pause the clock"), blocks, t("Pause"), about)


def move_deadline_form(about: StepView | RequestView, language: str) -> View:
    """A new deadline with its reason, kept beside the original; callback `move_deadline`."""
    t = Texts(language)
    blocks = [
        _about(about, t),
        time_field("due_at", t("New deadline"), t),
        text_field("reason", t("Reason"), t),
        context(t("The original deadline stays on record beside the new one.")),
    ]
    return _form(t, "move_deadline", t("Move the deadline"), blocks, t("Move deadline"), about)


def reopen_form(step: StepView, language: str) -> View:
    """Why a step that was done is not; callback `reopen_step`."""
    t = Texts(language)
    said = t("What rests on this step becomes void and is asked again; an ended request is open again.")
    blocks = [about_step(step, t), text_field("reason", t("Why is it not done?"), t), context(said)]
    return _form(t, "reopen_step", t("Reopen the step"), blocks, t("Reopen"), step)


def regrade_form(request: RequestView, language: str) -> View:
    """The customer's new grade, for all its open requests; callback `regrade_customer`."""
    t = Texts(language)
    options = [option(labels.grade(each, t), each) for each in Grade]
    grade = static_select("grade", t("Choose"), options, request.grade)
    blocks = [
        section(join([bold(facts.title(request, t)), facts.customer(request, t)], " · ")),
        input_block(t("Customer service grade"), grade, block_id=block_id("grade")),
    ]
    return _form(t, "regrade_customer", t("Change the grade"), blocks, t("Change"), request)


def acknowledge_form(clock_id: int, subject: str, language: str) -> View:
    """ "Acknowledge", with the time when it will be done; callback `acknowledge_reminder`."""
    t = Texts(language)
    blocks = [
        section(bold(subject)),
        time_field("expected_at", t("Expected completion"), t, optional=True),
        context(t("You are not reminded again until then, or until the next level is reached.")),
    ]
    return modal(
        t("Acknowledge"),
        blocks,
        t,
        callback_id="acknowledge_reminder",
        submit=t("Confirm"),
        close=t("Cancel"),
        metadata={"clock": clock_id},
    )


def _about(about: StepView | RequestView, t: Texts) -> Block:
    return about_step(about, t) if isinstance(about, StepView) else section(bold(facts.title(about, t)))


def time_field(id: str, label: str, t: Texts, *, optional: bool = False) -> Block:
    """A time in people's own words."""
    hint = t("In your own words, e.g. “Friday 3 pm”, “within 3 working days”, “2026-11-27 18:00”")
    element = text_input(id, longest=100)
    return input_block(label, element, block_id=block_id(id), optional=optional, hint=hint)


def _form(
    t: Texts,
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    submit: str,
    about: StepView | RequestView,
) -> View:
    carried = {"step" if isinstance(about, StepView) else "request": about.id}
    return modal(
        title, blocks, t, callback_id=callback_id, submit=submit, close=t("Cancel"), metadata=carried
    )
