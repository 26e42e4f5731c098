"""What happens to one request from its first word to its end, by dice that belong to it alone."""

import asyncio
from collections.abc import Callable
from random import Random

from tests.soak.desk import Form, NotNow
from tests.soak.sight import Seen, seen
from tests.soak.staff import Staff

REQUESTERS = ("U0MINA", "U0LINQ")
COORDINATORS = ("U0CHENLU", "U0DAVID")
TYPED_IN = "C0GENERAL"
SERVICES = ("数据专线", "互联网专线", "语音专线", "客户端设备", "客户端设备", "客户端设备", "客户端设备")
TEAMS = ("transport", "data", "switching", "construction")
CARD_COMES_S = 60.0
BY_FORM, ASKED_BACK, HANDED_OVER, TO_ANOTHER_TEAM, CHASED, PARKED = 0.06, 0.07, 0.06, 0.02, 0.08, 0.08
"""How often it comes to each; the latter from ASKED_BACK to CHASED by step, the others by request."""


class Parking:
    """Where requests wait in somebody's hands while time goes by; who waits gives way to others."""

    def __init__(self, slots: asyncio.Semaphore) -> None:
        self._slots, self._go_on = slots, asyncio.Event()
        self.count = 0

    async def wait(self) -> None:
        """Until everybody may go on."""
        if not self._go_on.is_set():
            self.count += 1
            self._slots.release()
            await self._go_on.wait()
            await self._slots.acquire()
            self.count -= 1

    def open(self) -> None:
        """Everybody goes on."""
        self._go_on.set()


class Course:
    """One request's."""

    def __init__(
        self, staff: Staff, dice: Random, customer: str, parking: "Parking", cancelled: float
    ) -> None:
        self._staff, self._dice, self._customer, self._parking = staff, dice, customer, parking
        self.requester = dice.choice(REQUESTERS)
        self.id = 0
        self.is_parked = dice.random() < PARKED
        self._patience = dice.randrange(4) if dice.random() < cancelled else None
        self._holders: dict[int, str] = {}
        self._chased: set[int] = set()
        self._moved: set[int] = set()

    async def opens(self) -> None:
        """By one line and Confirm, or by the form and its preview."""
        by_form = self._dice.random() < BY_FORM
        service = self._dice.choice(SERVICES)
        self.id = await (self._by_form() if by_form else self._by_line(service))
        self._staff.happened(self.id, "request_opened", self.requester)

    async def goes_on(self) -> None:
        """Step after step, until nobody has anything to do."""
        steps = 0
        while (card := await self._next_card()) is not None:
            if self._patience is not None and steps >= self._patience:
                await self._staff.cancel(self.id, self.requester)
                break
            await self._step(card)
            steps += 1
        self._staff.sight.forget(self.id)

    # ---- opening ----

    async def _by_line(self, service: str) -> int:
        desk, sight, line = self._staff.desk, self._staff.sight, f"{self._customer} {service} 2个点 8号楼"
        cards: list[Seen] = []

        async def say() -> None:
            order = {"channel": TYPED_IN, "text": f"/coord open 资源核查 {line}"}
            messages = (await desk.act("/command", self.requester, **order))["messages"]
            cards.extend(each for each in map(seen, messages) if each.has("draft_confirm"))

        await self._staff.until_seen(f"{line}: understood", say, lambda: cards)
        card = cards[0]
        draft = next(value for action, value in card.buttons if action == "draft_confirm")

        def opened() -> int | None:
            now = sight.at(card.channel, card.ts)
            return now.label if now else None

        async def confirm() -> None:
            await desk.press(self.requester, card, "draft_confirm", draft)

        await self._staff.until_seen(f"{line}: opened", confirm, opened)
        return opened() or 0

    async def _by_form(self) -> int:
        """A preview whose answer was lost is sent again; a form that is gone is only filled in anew when
        no card has come of it."""
        desk, site, home = self._staff.desk, f"江北路 {self._dice.randrange(10**9)} 号", self._home

        def opened() -> int | None:
            found = self._staff.sight.saying(home, site)
            return found.label if found else None

        async def fill_and_send() -> None:
            order = {"channel": TYPED_IN, "text": "/coord open"}
            views = (await desk.act("/command", self.requester, **order))["views"]
            form = Form(desk, self.requester, views[-1]) if views else None
            if form is None:
                raise NotNow("no form")
            await form.pick("customer", self._customer)
            form.type("access_points", "2")
            form.type("site", site)
            form.fill_required("需要一条专线")
            shown = await form.send()
            if shown is None or shown["id"] == form.view["id"]:
                raise NotNow("no preview")
            await self._send(Form(desk, self.requester, shown), opened)

        async with desk.busy[self.requester]:
            await self._staff.until_seen(f"a form for {site} is sent", fill_and_send, opened)
        return opened() or 0

    async def _send(self, preview: Form, opened: Callable[[], int | None]) -> None:
        while not opened():
            try:
                await preview.send()
                break
            except NotNow as why:
                if "visible" in str(why):
                    break
        await self._staff.looks(opened, CARD_COMES_S)
        await preview.put_away()

    @property
    def _home(self) -> str:
        return f"D{self.requester[1:]}"

    # ---- its steps ----

    async def _next_card(self) -> Seen | None:
        """The card of a step that somebody has before them; None once the request has ended."""
        sight = self._staff.sight

        def found() -> list[Seen] | None:
            cards = [each for each in sight.about(self.id) if each.is_card]
            here = [c for c in cards if c.channel.startswith("C")]
            todo = [c for c in here if c.has("accept_step") or c.has("finish_step")]
            if todo:
                return todo[:1]
            mine = [c for c in cards if c.channel.startswith("D") and c.has("request_details", self.id)]
            is_over = bool(mine) and not mine[-1].has("cancel_request", self.id)
            return [] if is_over else None

        there = await self._staff.waits_for(f"XB-{self.id} goes on", found)
        return there[0] if there else None

    async def _step(self, card: Seen) -> None:
        staff, dice = self._staff, self._dice
        step = int(next(v for action, v in card.buttons if action in ("accept_step", "finish_step")))
        team = staff.team(staff.team_at(card.channel))
        person = self._holders.get(step) or dice.choice(team)
        if card.has("accept_step"):
            if dice.random() < CHASED and step not in self._chased:
                self._chased.add(step)
                await staff.chase(self.id, step, dice.choice(COORDINATORS))
            if dice.random() < ASKED_BACK:
                await staff.ask_back(self.id, step, person, self.requester)
            else:
                await staff.accept(self.id, step, person)
            self._holders[step] = person
        person = await self._in_hand(step, person)
        if step in self._holders:
            await staff.finish(self.id, step, person, dice)

    async def _in_hand(self, step: int, person: str) -> str:
        staff, dice = self._staff, self._dice
        if dice.random() < HANDED_OVER and len(staff.team(staff.team_of(person))) > 1:
            to = staff.colleague(person, dice)
            await staff.hand_over(self.id, step, person, to)
            self._holders[step] = person = to
        if self.is_parked:
            await self._parking.wait()
        if dice.random() < TO_ANOTHER_TEAM and step not in self._moved:
            self._moved.add(step)
            others = [each for each in TEAMS if each != staff.team_of(person)]
            await staff.hand_over(self.id, step, person, dice.choice(others))
            del self._holders[step]
        return person
