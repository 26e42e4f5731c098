"""The forms behind a step's buttons: finish, return, answer, hand over; and the request's: cancel."""

from collections.abc import Sequence

from bot.policy import Outcome, Team
from bot.views import ExchangeView, RequestView, StepView
from messages import facts
from messages.blocks import Block, context, input_block, section
from messages.elements import option, static_select, text_input, users_select
from messages.modals.fields import Values, block_id, field_blocks
from messages.modals.view import View, modal
from messages.mrkdwn import bold, join
from messages.texts import Texts

OUTCOME = "outcome"
"""The action id of the select that renders the finishing form anew with the chosen outcome's fields."""
LONGEST = 2_000


def finish_form(
    step: StepView,
    outcomes: Sequence[Outcome],
    language: str,
    *,
    outcome: str | None = None,
    values: Values | None = None,
) -> View:
    """How the step came out, then the fields that the matrix wants for it; callback `finish_step`."""
    t = Texts(language)
    only = outcomes[0] if len(outcomes) == 1 else None
    chosen = next((each for each in outcomes if each.id == outcome), only)
    options = [option(t.start(each.name), each.id) for each in outcomes]
    select = static_select(OUTCOME, t("Choose"), options, chosen.id if chosen else None)
    blocks = [
        about_step(step, t),
        input_block(t("Outcome"), select, block_id=block_id(OUTCOME), dispatch=True),
        *(field_blocks(chosen.fields, values or {}, t) if chosen else []),
    ]
    return _step_form(step, t, "finish_step", t("Finish the step"), blocks, t("Finish"))


def return_form(step: StepView, language: str, *, text: str = "") -> View:
    """What the team needs to know from the requester; callback `return_step`."""
    t = Texts(language)
    blocks = [about_step(step, t), text_field("question", t("What do you need to know?"), t, text)]
    blocks.append(
        context(
            t("The requester is asked, or the coordinator if you opened it; your clock is paused until then.")
        )
    )
    return _step_form(step, t, "return_step", t("Return with a question"), blocks, t("Return"))


def answer_form(step: StepView, exchange: ExchangeView, language: str, *, text: str = "") -> View:
    """The question and room for its answer; callback `answer_return`."""
    t = Texts(language)
    blocks = [
        about_step(step, t),
        section(facts.asked(exchange, t)),
        text_field("answer", t("Your answer"), t, text),
    ]
    return _step_form(step, t, "answer_return", t("Answer a question"), blocks, t("Answer"))


def hand_over_form(step: StepView, teams: Sequence[Team], language: str, *, reason: str = "") -> View:
    """To a colleague or to another team, with the reason; callback `hand_over_step`."""
    t = Texts(language)
    others = [option(t.of(team.name), team.id) for team in teams]
    blocks = [
        about_step(step, t),
        input_block(
            t("To a colleague"),
            users_select("person", t("Choose")),
            block_id=block_id("person"),
            optional=True,
        ),
        input_block(
            t("or to a team"),
            static_select("team", t("Choose"), others),
            block_id=block_id("team"),
            optional=True,
        ),
        text_field("reason", t("Reason"), t, reason),
    ]
    return _step_form(step, t, "hand_over_step", t("Hand over"), blocks, t("Hand over"))


def cancel_form(request: RequestView, language: str, *, reason: str = "") -> View:
    """Why a request is not wanted any more; callback `cancel_request`."""
    t = Texts(language)
    title = bold(facts.title(request, t))
    blocks = [
        section(join([title, facts.customer(request, t)], " · ")),
        text_field("reason", t("Why is it cancelled?"), t, reason),
        context(t("Every team that is working on it will be notified.")),
    ]
    return modal(
        t("Cancel a request"),
        blocks,
        t,
        callback_id="cancel_request",
        submit=t("Cancel request"),
        close=t("Back"),
        metadata={"request": request.id},
    )


def about_step(step: StepView, t: Texts) -> Block:
    """Which step the form is about and what is asked."""
    return section(join([bold(f"{step.label} {t.start(step.name)}"), t.of(step.asks)]))


def text_field(id: str, label: str, t: Texts, text: str = "", *, optional: bool = False) -> Block:
    """Room for several lines that somebody types."""
    element = text_input(id, value=text, multiline=True, longest=LONGEST)
    return input_block(label, element, block_id=block_id(id), optional=optional)


def _step_form(
    step: StepView, t: Texts, callback_id: str, title: str, blocks: Sequence[Block], submit: str
) -> View:
    return modal(
        title,
        blocks,
        t,
        callback_id=callback_id,
        submit=submit,
        close=t("Cancel"),
        metadata={"step": step.id, "revision": step.revision},
    )
