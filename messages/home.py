"""App Home: my steps by due time, my requests, and for managers how the branch stands."""

from datetime import datetime
from typing import Any

from bot.views import HomeView
from messages.blocks import MAX_VIEW, Block, actions, context, divider, header
from messages.dates import clock
from messages.elements import button
from messages.replies.lists import request_list, step_list
from messages.replies.status import status_blocks
from messages.texts import Texts


def home(view: HomeView, language: str, now: datetime) -> dict[str, Any]:
    """The person's home view, at most 100 blocks."""
    t = Texts(language)
    blocks: list[Block] = [
        header(t("Xieban: coordination across departments")),
        actions([button(t("Open a request"), "open_request", "open", style="primary")], block_id="home"),
        *step_list(view.steps, t, now),
        divider(),
        *request_list(view.requests, t, now),
    ]
    if view.status:
        blocks += [divider(), *status_blocks(view.status, t, now)]
    else:
        blocks.append(context(t.md("as of {time}", time=clock(now, t))))
    return {"type": "home", "blocks": blocks[:MAX_VIEW]}
