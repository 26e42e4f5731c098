"""The support office's card: the whole picture of a request, and chasing (催办)."""

from datetime import datetime

from bot.delivery.rendered import Rendered
from bot.views import RequestView
from messages import facts
from messages.blocks import Block, actions, context, listing, section
from messages.buttons import (
    CANCEL_REQUEST,
    CHASE_STEP,
    EXPLAIN_REQUEST,
    REQUEST_DETAILS,
    button_for,
    request_row,
)
from messages.dates import clock
from messages.elements import option, static_select
from messages.mrkdwn import join
from messages.request_card import deadline, fallback, head, step_line
from messages.texts import Texts
from models.enums import RequestState

MOST_CHASE_BUTTONS = 4


def hub_card(view: RequestView, t: Texts, now: datetime) -> Rendered:
    """The whole card, rendered anew each time."""
    blocks: list[Block] = [section(head(view, t)), section(fields=facts.about(view, t, full=True))]
    if wanted := facts.wanted(view, t):
        blocks.append(section(wanted))
    blocks += [section(deadline(view, t, now)), *_steps(view, t)]
    verbs = [REQUEST_DETAILS, EXPLAIN_REQUEST]
    blocks.append(request_row(view, verbs + [CANCEL_REQUEST] * (view.state == RequestState.OPEN), t))
    blocks.append(context(_footer(view, t, now)))
    return Rendered(text=fallback(view, t), blocks=blocks)


def _steps(view: RequestView, t: Texts) -> list[Block]:
    """Each open step with its Chase button; where there are many, one select for all of them."""
    chased = {step.id for step in view.open_steps}
    if len(chased) <= MOST_CHASE_BUTTONS:
        return [
            section(
                step_line(step, t),
                accessory=button_for(CHASE_STEP, step.id, t) if step.id in chased else None,
                block_id=f"chase:{step.id or step.key}",
            )
            for step in view.newest_steps[:30]
        ]
    options = [option(f"{t.start(step.name)} · {t.of(step.team)}", str(step.id)) for step in view.open_steps]
    select = static_select(CHASE_STEP, t("Chase a step …"), options)
    return [*listing(step_line(step, t) for step in view.newest_steps), actions([select], f"chase:{view.id}")]


def _footer(view: RequestView, t: Texts, now: datetime) -> str:
    return join([facts.people(view, t), t.md("as of {time}", time=clock(now, t))], " · ")
