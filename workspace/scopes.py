"""Which OAuth scopes the app was granted, which it needed, and which it lacked."""

from collections.abc import Iterable

from workspace.errors import SlackError


class Scopes:
    """Checks and remembers, so that a manifest can be proved to ask for exactly what is used."""

    def __init__(self, granted: Iterable[str]) -> None:
        self.granted = set(granted)
        self.used: set[str] = set()
        self.refused: set[str] = set()

    def need(self, *scopes: str) -> None:
        """Note the use; raise SlackError `missing_scope` for one that was not granted."""
        for scope in scopes:
            if scope not in self.granted:
                self.refused.add(scope)
                raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(self.granted)))
            self.used.add(scope)

    def has(self, scope: str) -> bool:
        """Like `need`, for what merely is left out without the scope."""
        (self.used if scope in self.granted else self.refused).add(scope)
        return scope in self.granted

    def forget(self) -> None:
        self.used.clear()
        self.refused.clear()

    def shown(self) -> dict[str, list[str]]:
        rows = {"granted": self.granted, "used": self.used, "unused": self.granted - self.used}
        return {key: sorted(value) for key, value in {**rows, "refused": self.refused}.items()}
