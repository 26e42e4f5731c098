"""A modal in somebody's hands: typing, choosing, type-ahead, submitting."""

from typing import TYPE_CHECKING, Any, Self

from tests.stories.sight import Answer, Seen, readable
from tests.stories.wire import Json

if TYPE_CHECKING:
    from tests.stories.people import User


class Form(Seen):
    """The topmost modal; what is typed travels with the next choice or with the submission."""

    def __init__(self, user: "User", view: Json) -> None:
        super().__init__(user, {"view_id": view["id"]}, view["blocks"])
        self.view = view
        self.title = view["title"]["text"]
        self.errors = {key.removeprefix("field:"): text for key, text in view.get("errors", {}).items()}
        self._typed: dict[str, dict[str, Any]] = {}

    @property
    def fields(self) -> list[str]:
        """The ids of its inputs, in order."""
        return [block["element"]["action_id"] for block in self._inputs]

    @property
    def labels_of_fields(self) -> list[str]:
        """What its inputs are called."""
        return [block["label"]["text"] for block in self._inputs]

    @property
    def _inputs(self) -> list[Json]:
        return [block for block in self.blocks if block["type"] == "input"]

    def _block(self, field: str) -> str:
        found = [block["block_id"] for block in self._inputs if block["element"]["action_id"] == field]
        assert found, f"no field {field} but {self.fields}"
        return str(found[0])

    def value(self, field: str) -> Any:
        """What stands in a field now: text, or the name of what is chosen."""
        entry = self.view["state"]["values"][self._block(field)][field]
        option = entry.get("selected_option")
        return readable(option["text"]["text"]) if option else entry.get("value")

    def fill(self, **values: Any) -> Self:
        """Types into fields, by their ids."""
        for field, value in values.items():
            self._typed[self._block(field)] = {field: value}
        return self

    def choose(self, field: str, value: str) -> "Form":
        """Chooses in a select that renders the form anew."""
        order = {"action_id": field, "block_id": self._block(field), "value": value, "values": self._typed}
        return self.user.acts("/action", **self.place, **order).form

    def suggestions(self, field: str, query: str) -> list[tuple[str, str]]:
        """What a type-ahead offers: name and value."""
        order = {**self.place, "action_id": field, "block_id": self._block(field), "query": query}
        outcome = self.user.office.control.act("/options", self.user.id, **order)
        assert outcome["error"] is None
        return [(option["text"]["text"], option["value"]) for option in outcome["options"]]

    def pick(self, field: str, query: str) -> Self:
        """Types into a type-ahead and takes the first suggestion."""
        found = self.suggestions(field, query)
        assert found, f"no suggestion for {query!r}"
        return self.fill(**{field: found[0][1]})

    def submit(self) -> Answer:
        """Presses the modal's own button; `errors` of the answer's form say what was refused."""
        return self.user.acts("/view/submit", **self.place, values=self._typed)

    def refused_by_client(self) -> dict[str, str]:
        """What Slack's own client says at the fields before anything is sent, in English."""
        order = {**self.place, "values": self._typed}
        outcome = self.user.office.control.act("/view/submit", self.user.id, **order)
        assert outcome["error"] == "refused"
        return {key.removeprefix("field:"): text["en"] for key, text in outcome["errors"].items()}

    def close(self, *, everything: bool = False) -> None:
        """Closes it (all of the stack with `everything`)."""
        self.user.acts("/view/close", **self.place, all=everything)
