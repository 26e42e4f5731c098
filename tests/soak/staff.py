"""Scripted staff: each verb as people do it, tried until it is seen to have happened, written down once."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from tests.soak.desk import Desk, Form, NotNow
from tests.soak.sight import Seen, Sight
from workspace.config import Config

T = TypeVar("T")
Act = Callable[[], Awaitable[object]]
LOOK_S = 0.1
PRESS_AGAIN_S = 5.0
GIVE_UP_S = 240.0


class Stuck(Exception):
    """What was done was never seen to have happened."""


@dataclass(frozen=True)
class Done:
    """One act that happened: exactly one audit event has to tell of it."""

    action: str
    person: str
    step: int | None = None


@dataclass
class Staff:
    """Everybody at the branch."""

    desk: Desk
    sight: Sight
    config: Config
    ledger: dict[int, list[Done]] = field(default_factory=dict)

    def team(self, name: str) -> list[str]:
        """The people of a team."""
        return [person.id for person in self.config.people if name in person.teams]

    def team_at(self, channel: str) -> str:
        """Whose channel it is."""
        return next(each.name for each in self.config.channels if each.id == channel).removeprefix("xb-")

    def team_of(self, person: str) -> str:
        """Where somebody works."""
        return next(each.teams[0] for each in self.config.people if each.id == person)

    def colleague(self, person: str, dice: Random) -> str:
        """Somebody else of the same team."""
        return dice.choice([each for each in self.team(self.team_of(person)) if each != person])

    # ---- trying until it is seen ----

    async def until_seen(self, what: str, act: Act, happened: Callable[[], object]) -> None:
        """Tries, looks, tries again; what happened is refused the second time, so nothing is done twice."""
        give_up, last = time.monotonic() + GIVE_UP_S, "acted, and nothing came of it"
        while not happened():
            if time.monotonic() > give_up:
                raise Stuck(f"{what}: {last}")
            try:
                await act()
            except NotNow as why:
                last = str(why)
                await asyncio.sleep(LOOK_S)
            await self.looks(happened, PRESS_AGAIN_S)

    async def looks(self, happened: Callable[[], object], seconds: float) -> None:
        """Looks for so long at the most."""
        until = time.monotonic() + seconds
        while not happened() and time.monotonic() < until:
            await asyncio.sleep(LOOK_S)

    async def waits_for(self, what: str, found: Callable[[], T | None]) -> T:
        """What has to come by itself; raises Stuck where it does not."""
        give_up = time.monotonic() + GIVE_UP_S
        while (there := found()) is None:
            if time.monotonic() > give_up:
                raise Stuck(what)
            await asyncio.sleep(LOOK_S)
        return there

    def happened(self, request: int, action: str, person: str, step: int | None = None) -> None:
        """Writes it down."""
        self.ledger.setdefault(request, []).append(Done(action, person, step))

    # ---- verbs ----

    async def accept(self, request: int, step: int, person: str) -> None:
        """Presses Accept on the team's card."""
        await self.until_seen(
            f"XB-{request} #{step} accepted",
            lambda: self._press(request, person, "accept_step", step),
            lambda: self.sight.card(request, "finish_step", step),
        )
        self.happened(request, "step_accepted", person, step)

    async def finish(self, request: int, step: int, person: str, dice: Random) -> None:
        """Chooses an outcome (mostly the first), fills in what it wants."""
        luck = dice.random()

        async def fill(form: Form) -> None:
            if not form.is_chosen("outcome"):
                choices = form.choices("outcome")
                await form.choose(
                    "outcome", choices[0] if luck < 0.8 else choices[int(luck * 1e6) % len(choices)]
                )
            form.fill_required(f"已核实 {step}")

        await self.until_seen(
            f"XB-{request} #{step} finished",
            lambda: self._by_form(request, person, "finish_step", step, fill),
            lambda: not self.sight.card(request, "finish_step", step),
        )
        self.happened(request, "step_finished", person, step)

    async def ask_back(self, request: int, step: int, person: str, asker: str) -> None:
        """Returns the step with a question; the requester answers in their direct messages."""
        question = f"请说明 {step}-{len(self.ledger[request])}: 哪一层?"

        def asked() -> Seen | None:
            found = [each for each in self.sight.about(request) if each.has("answer_return", step)]
            return next((each for each in found if question in each.text and not each.is_card), None)

        async def fill(form: Form) -> None:
            form.fill_required(question)

        await self.until_seen(
            f"XB-{request} #{step} returned",
            lambda: self._by_form(request, person, "return_step", step, fill),
            asked,
        )
        self.happened(request, "step_returned", person, step)
        await self.until_seen(
            f"XB-{request} #{step} answered",
            lambda: self._by_form(request, asker, "answer_return", step, fill, asked),
            lambda: self.sight.card(request, "finish_step", step),
        )
        self.happened(request, "return_answered", asker, step)

    async def hand_over(self, request: int, step: int, person: str, to: str) -> None:
        """To a colleague (`U…`) or to another team."""
        is_person = to.startswith("U")
        channel = None if is_person else next(c.id for c in self.config.channels if c.name == f"xb-{to}")

        def there() -> bool:
            held = self.sight.card(request, "finish_step", step)
            if is_person:
                return held is not None and held.is_held_by(to)
            card = self.sight.card(request, "accept_step", step)
            return held is None and card is not None and card.channel == channel

        async def fill(form: Form) -> None:
            form.type("person" if is_person else "team", to)
            form.type("reason", "外出")

        await self.until_seen(
            f"XB-{request} #{step} handed over",
            lambda: self._by_form(request, person, "hand_over_step", step, fill),
            there,
        )
        self.happened(request, "step_handed_over", person, step)

    async def chase(self, request: int, step: int, coordinator: str) -> None:
        """Presses Chase in the support office's channel, for a step that nobody has accepted."""
        channel = (
            await self.waits_for("a card", lambda: self.sight.card(request, "accept_step", step))
        ).channel
        place = f"step:{step}"

        def told() -> bool:
            """Of those that tell of the step there, the one that names who asks."""
            here = [each for each in self.sight.about(request) if each.channel == channel]
            asked = [each for each in here if not each.is_card and f"<@{coordinator}>" in each.text]
            return any(block["block_id"] == place for each in asked for block in each.blocks)

        await self.until_seen(
            f"XB-{request} #{step} chased",
            lambda: self._press(request, coordinator, "chase_step", step),
            told,
        )
        self.happened(request, "step_chased", coordinator, step)

    async def cancel(self, request: int, requester: str) -> None:
        """The requester does not want it any more."""

        async def fill(form: Form) -> None:
            form.fill_required("客户取消")

        await self.waits_for(
            f"XB-{request}: its card", lambda: self.sight.card(request, "cancel_request", request)
        )
        await self.until_seen(
            f"XB-{request} cancelled",
            lambda: self._by_form(request, requester, "cancel_request", request, fill),
            lambda: not self.sight.card(request, "cancel_request", request),
        )
        self.happened(request, "request_cancelled", requester)

    # ---- hands ----

    async def _press(self, request: int, person: str, action: str, value: int) -> object:
        card = self.sight.card(request, action, value)
        if card is None:
            raise NotNow(f"no {action} to be seen")
        return await self.desk.press(person, card, action, value)

    async def _by_form(
        self,
        request: int,
        person: str,
        action: str,
        value: int,
        fill: Callable[[Form], Awaitable[None]],
        where: Callable[[], Seen | None] | None = None,
    ) -> None:
        message = where() if where else self.sight.card(request, action, value)
        if message is None:
            raise NotNow(f"no {action} to be seen")
        async with self.desk.busy[person]:
            form = await self.desk.form(person, message, action, value)
            try:
                await fill(form)
                await form.send()
            finally:
                await form.put_away()
