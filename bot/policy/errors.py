"""What a mistake in the policy files is told as: file, line, key, and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

_NEAR = 60


@dataclass(frozen=True, order=True)
class PolicyError:
    """One mistake; `line` counts from 1, `key` is the dotted place, `hint` what would be right."""

    file: str
    line: int
    key: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message}" + (
            f"; {self.hint}" if self.hint else ""
        )


class PolicyErrors(Exception):
    """The policy files hold mistakes; `errors` has all that were found, by file and line."""

    def __init__(self, errors: Iterable[PolicyError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(str(error) for error in self.errors))


class UnknownName(LookupError):
    """Somebody named a kind, service, grade or the like that the policy does not have."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.what, self.name, self.known = what, name, tuple(known)
        self.nearest = nearest(name, self.known)
        super().__init__(f"no {what} is called {name!r}; {suggest(name, self.known)}")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that the given one was most likely meant to be, if any is near."""
    found = process.extractOne(
        name, list(known), scorer=fuzz.ratio, processor=default_process, score_cutoff=_NEAR
    )
    return found[0] if found else None


def suggest(name: str, known: Iterable[str]) -> str:
    """What would be right: the nearest known name, or all of them when none is near."""
    names = sorted(known)
    near = nearest(name, names)
    return f"did you mean {near}?" if near else f"known: {', '.join(names) or 'none'}"
