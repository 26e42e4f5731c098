"""Trigger ids: three seconds of real time, one use."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from secrets import token_hex

from workspace.errors import SlackError

LIFE_SECONDS = 3.0
KEPT = 10_000  # older ones are forgotten and then unknown


@dataclass
class Trigger:
    """Who acted, until when a view may be opened for it; `in_modal`: the act happened in a modal."""

    person: str
    in_modal: bool
    expires: float
    used: bool = False


class Triggers:
    """Hands out and redeems trigger ids."""

    def __init__(self, life_s: float = LIFE_SECONDS, ticks: Callable[[], float] = time.monotonic) -> None:
        """`ticks` counts seconds of real time: people wait in it, whatever the branch clock says."""
        self._life_s, self._ticks = life_s, ticks
        self._numbers = count(1)
        self._run = token_hex(4)  # as in Slack, no id ever comes again: bots remember them over restarts
        self._given: dict[str, Trigger] = {}

    def give(self, person: str, *, in_modal: bool = False) -> str:
        """A new trigger id for an act of this person."""
        number = next(self._numbers)
        trigger_id = self._id(number)
        self._given[trigger_id] = Trigger(person, in_modal, self._ticks() + self._life_s)
        self._given.pop(self._id(number - KEPT), None)
        return trigger_id

    def _id(self, number: int) -> str:
        return f"{number}.{self._run}.trigger"

    def redeem(self, trigger_id: str) -> Trigger:
        """Use it up; raise SlackError with Slack's code if it is unknown, used or too old."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._ticks() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger
