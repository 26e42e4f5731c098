"""People at the branch: what they type, press and see."""

import re
from typing import TYPE_CHECKING, Any

from tests.stories.forms import Form
from tests.stories.sight import Answer, Button, Seen, newest
from tests.stories.wire import CONFIG, Json

if TYPE_CHECKING:
    from tests.stories.office import StoryOffice

USUAL: Json = {
    "service": "data_line",
    "access_points": "1",
    "site": "江北路 8 号",
    "contact": "周工",
    "effect": "interrupted",
    "description": "需要一条专线",
}
"""What a form is filled with where a story does not care."""

LATELY = 20
"""More messages than one act brings about in a channel."""


class User:
    """A member of the sample staff, by any of the names."""

    def __init__(self, office: "StoryOffice", name: str) -> None:
        found = [p for p in CONFIG.people if name in (p.id, p.handle) or name in f"{p.name} {p.display_name}"]
        assert len(found) == 1, f"{name}: {[p.name for p in found]}"
        self.office, self.person, self.id = office, found[0], found[0].id

    # ---- acting ----

    def acts(self, route: str, **order: Any) -> Answer:
        """One act; the office then does what follows from it."""
        where = order.get("channel") or self.person.dm
        before = {each.place["ts"] for each in self._whispers(where)}
        outcome = self.office.control.act(route, self.id, **order)
        assert outcome["error"] is None, outcome
        self.office.settles()
        whispers = tuple(each for each in self._whispers(where) if each.place["ts"] not in before)
        views = outcome["views"]
        return Answer(whispers, Form(self, views[-1]) if views else None)

    def says(self, text: str, *, channel: str = "general") -> Answer:
        """Types a slash command."""
        return self.acts("/command", channel=self.office.channel_id(channel), text=text)

    def presses(self, place: Json, button: Button, value: str | None = None) -> Answer:
        """Presses a button, or chooses in a select."""
        order = {"action_id": button.action_id, "block_id": button.block_id}
        return self.acts("/action", **place, **order, **({"value": value} if value else {}))

    def opens(self, kind: str = "resource_check", *, customer: str = "远航物流", **fields: Any) -> str:
        """Opens a request by the form, preview and all; answers its label."""
        opened = self.previews(kind, customer=customer, **fields).submit()
        label = re.search(r"XB-\d+", opened.text)
        assert label, opened.text
        opened.form.close(everything=True)
        return label[0]

    def previews(self, kind: str = "resource_check", *, customer: str = "远航物流", **fields: Any) -> Form:
        """Fills the form as far as its preview."""
        form = self.says("/coord open").form
        if kind != "resource_check":
            form = form.choose("kind", kind)
        form.pick("customer", customer)
        known = {key: value for key, value in USUAL.items() if key in form.fields}
        preview = form.fill(**{**known, **fields}).submit().form
        assert not preview.errors, preview.errors
        return preview

    def finishes(self, label: str, step: str, outcome: str, **answer: str) -> Answer:
        """Accepts and finishes the step on the card in the person's own team's channel."""
        card = self.room(self.person.teams[0]).card(label, step)
        if any(button.action_id == "accept_step" for button in card.buttons):
            card.click("accept_step")
        return self.room(self.person.teams[0]).card(label, step).finish(outcome, **answer)

    # ---- seeing ----

    def room(self, team: str) -> "Room":
        """A team's channel through this person's eyes."""
        return Room(self, self.office.channel_id(team))

    @property
    def dm(self) -> "Room":
        """This person's direct messages with the bot."""
        return Room(self, self.person.dm)

    def home(self) -> Seen:
        """Opens App Home and answers what it shows."""
        outcome = self.office.control.act("/home", self.id, tab="home")
        assert outcome["error"] is None
        self.office.settles()
        view = self.office.control.get("/home", self.id)["view"]
        return Seen(self, {"view_id": view["id"]}, view["blocks"])

    def _whispers(self, channel: str) -> list[Seen]:
        seen = Room(self, channel).messages(newest=LATELY)
        return [each for each in seen if each.place.get("whispered")]


class Card(Seen):
    """The card of a step or request."""

    def finish(self, outcome: str, **answer: str) -> Answer:
        """Presses Finish, chooses the outcome, types the answer, sends it."""
        form = self.click("finish_step").form
        if form.value("outcome") is None or len(form.blocks) > 1:
            form = form.choose("outcome", outcome)
        return form.fill(**answer).submit()


class Room:
    """A channel or direct message through somebody's eyes."""

    def __init__(self, user: User, channel: str) -> None:
        self.user, self.id = user, channel

    def messages(self, thread: str | None = None, newest: int = 200) -> list[Card]:
        """What the person sees there, oldest first."""
        query = {"channel": self.id, "limit": newest, **({"thread_ts": thread} if thread else {})}
        rows = self.user.office.control.get("/messages", self.user.id, **query)["messages"]
        return [self._shown(row) for row in rows]

    def _shown(self, row: Json) -> Card:
        place = {"channel": self.id, "ts": row["ts"]}
        if row.get("ephemeral"):
            place["whispered"] = True
        return Card(self.user, place, row.get("blocks") or [], row["text"])

    def card(self, label: str, name: str = "") -> Card:
        """The card of a request, or of its step with this name; only cards have fields below their title."""

        def fits(seen: Seen) -> bool:
            if len(seen.blocks) < 2 or "fields" not in seen.blocks[1]:
                return False
            head: str = seen.blocks[0]["text"]["text"].split("\n")[0]
            return head.startswith(f"*{label} ") and name in head

        found = newest(self._public(), fits, f"card {label} {name}")
        assert isinstance(found, Card)
        return found

    def _public(self) -> list[Seen]:
        return [each for each in self.messages() if not each.place.get("whispered")]

    def message(self, *texts: str) -> Seen:
        """The newest message that says all of these."""
        return newest(self._public(), lambda seen: all(text in seen.text for text in texts), f"{texts}")

    def count(self, *texts: str) -> int:
        """How many messages say all of these."""
        return sum(all(text in each.text for text in texts) for each in self._public())

    def thread(self, card: Seen) -> list[Card]:
        """The replies under a message."""
        return self.messages(card.place["ts"])[1:]
