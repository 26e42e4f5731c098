"""Which builder renders which kind of notice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.delivery.rendered import Rendered
from messages.hub_card import hub_card
from messages.request_card import request_card
from messages.step_card import step_card
from messages.texts import Texts

BUILDERS: dict[str, Callable[[Any, Texts, datetime], Rendered]] = {
    "step_card": step_card,
    "request_card": request_card,
    "hub_card": hub_card,
}
