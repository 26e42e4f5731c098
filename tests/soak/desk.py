"""The control interface as one busy person's hands: press, type, send a form; everything may fail."""

import asyncio
from collections import defaultdict
from typing import Any

import httpx

from tests.soak.sight import Seen

Json = dict[str, Any]
NUMBER = "12"


class NotNow(Exception):
    """It did not come off: no answer, no such button by now, a form that would not open. One tries again."""


class Desk:
    """Acts as anybody. A person has one form before them at a time."""

    def __init__(self, base_url: str) -> None:
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=100)
        self._http = httpx.AsyncClient(base_url=f"{base_url}/control", timeout=30, limits=limits)
        self.busy: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.acts = 0
        self.failed = 0

    async def close(self) -> None:
        await self._http.aclose()

    async def get(self, path: str, **query: Any) -> Json:
        """Reads a route."""
        answer = await self._http.get(path, params=query)
        answer.raise_for_status()
        return dict(answer.json())

    async def order(self, path: str, **order: Any) -> Json:
        """Sets the stand-in up."""
        answer = await self._http.post(path, json=order)
        answer.raise_for_status()
        return dict(answer.json())

    async def end_fault(self, fault: int | None = None) -> None:
        """Ends one fault, or all."""
        answer = await self._http.delete(f"/faults/{fault}" if fault else "/faults")
        answer.raise_for_status()

    async def act(self, path: str, person: str, **order: Any) -> Json:
        """One act; raises NotNow where the bot did not answer it, or the button is gone."""
        self.acts += 1
        answer = await self._http.post(path, json={"as": person, **order})
        outcome: Json = answer.json()
        if answer.status_code != 200 or outcome["error"] is not None:
            self.failed += 1
            raise NotNow(f"{path}: {outcome['error']}")
        return outcome

    async def press(self, person: str, message: Seen, action: str, value: int | str) -> Json:
        """A button on a message."""
        block = message.block_of(action, str(value))
        where = {"channel": message.channel, "ts": message.ts, "block_id": block}
        return await self.act("/action", person, action_id=action, **where)

    async def form(self, person: str, message: Seen, action: str, value: int | str) -> "Form":
        """The form behind a button."""
        return Form(self, person, _topmost(await self.press(person, message, action, value)))


def _topmost(outcome: Json) -> Json:
    if not outcome["views"]:
        raise NotNow("no form has opened")
    return dict(outcome["views"][-1])


class Form:
    """A modal in a person's hands."""

    def __init__(self, desk: Desk, person: str, view: Json) -> None:
        self._desk, self._person, self.view = desk, person, view
        self._typed: dict[str, dict[str, Any]] = {}
        self._is_away = False

    @property
    def inputs(self) -> dict[str, Json]:
        """The input blocks by field."""
        return {b["element"]["action_id"]: b for b in self.view["blocks"] if b["type"] == "input"}

    def field(self, name: str) -> Json:
        """The input block of a field; raises NotNow where a window says something in place of the form."""
        if name not in self.inputs:
            raise NotNow(f"no field {name}")
        return self.inputs[name]

    def choices(self, field: str) -> list[str]:
        """The values that a select offers."""
        return [option["value"] for option in self.field(field)["element"].get("options", ())]

    def is_chosen(self, field: str) -> bool:
        """Whether a select stands on something."""
        return "initial_option" in self.field(field)["element"]

    def type(self, field: str, value: str) -> None:
        """Types into a field, or picks one of its options."""
        self._typed[self.field(field)["block_id"]] = {field: value}

    async def choose(self, field: str, value: str) -> None:
        """A choice that renders the form anew."""
        order = {"action_id": field, "block_id": self.field(field)["block_id"], "value": value}
        outcome = await self._desk.act("/action", self._person, view_id=self.view["id"], **order)
        self.view = _topmost(outcome)

    async def pick(self, field: str, query: str) -> None:
        """Type-ahead; takes the first that is offered."""
        order = {"action_id": field, "block_id": self.field(field)["block_id"], "query": query}
        outcome = await self._desk.act("/options", self._person, view_id=self.view["id"], **order)
        if not outcome["options"]:
            raise NotNow("nothing is suggested")
        self.type(field, outcome["options"][0]["value"])

    def fill_required(self, words: str) -> None:
        """Something fitting in every field that has to be filled."""
        for field, block in self.inputs.items():
            kind = block["element"]["type"]
            if block.get("optional") or block["block_id"] in self._typed or field == "outcome":
                continue
            if kind == "plain_text_input":
                self.type(field, words)
            elif kind == "number_input":
                self.type(field, NUMBER)
            elif kind == "static_select":
                self.type(field, self.choices(field)[0])

    async def send(self) -> Json | None:
        """Submits; answers the view that is there then. Raises NotNow where a field is complained of."""
        order = {"view_id": self.view["id"], "values": self._typed}
        outcome = await self._desk.act("/view/submit", self._person, **order)
        top = outcome["views"][-1] if outcome["views"] else None
        self._is_away = top is None
        if top is not None and top["id"] == self.view["id"] and top.get("errors"):
            raise NotNow(f"refused: {top['errors']}")
        return top

    async def put_away(self) -> None:
        """Closes the whole stack, whatever is on top by now."""
        if self._is_away:
            return
        views = (await self._desk.get("/views", **{"as": self._person}))["views"]
        if views:
            try:
                await self._desk.act("/view/close", self._person, view_id=views[-1]["id"], all=True)
            except NotNow:
                return
