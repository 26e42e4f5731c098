"""Which modals and App Homes people have open."""

from dataclasses import dataclass, field

from workspace.branch import Json
from workspace.errors import SlackError


@dataclass
class Open:
    """A view that somebody has before them."""

    person: str
    view: Json
    errors: dict[str, str] = field(default_factory=dict)

    def shown(self) -> Json:
        return {**self.view, "errors": self.errors}


class Views:
    """Every open view by id, each person's stack of modals and their home."""

    def __init__(self) -> None:
        self.by_id: dict[str, Open] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}

    def stack(self, person: str) -> list[Json]:
        """The person's modals as shown, the visible one last."""
        return [self.by_id[view_id].shown() for view_id in self.stacks.get(person, [])]

    def home(self, person: str) -> Json | None:
        view_id = self.homes.get(person)
        return self.by_id[view_id].shown() if view_id else None

    def find(self, view_id: str | None, external_id: str | None) -> Open:
        """Raise SlackError `not_found` for a view that is not open."""
        for opened in self.by_id.values():
            if opened.view["id"] == view_id or (external_id and opened.view["external_id"] == external_id):
                return opened
        raise SlackError("not_found")
