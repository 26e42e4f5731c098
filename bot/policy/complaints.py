"""What pydantic complains of, told for a person with the file open."""

import re
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from bot.policy.documents import Document, Path
from bot.policy.errors import PolicyError, suggest
from bot.policy.escalation import Amount, LevelAt
from bot.policy.teams import Channel, Handle
from bot.policy.text import Id

_NO_KEYS = frozenset({"[key]", "[level]", "[reach]"})
"""What pydantic adds to a place, and nobody has written: that a key itself is meant, which form it took."""
_FORMS: dict[str, str] = {
    Id.__metadata__[0].pattern: "small letters, digits and _, starting with a letter",  # type: ignore[attr-defined]
    Channel.__metadata__[0].pattern: "a channel's name without #, such as xb-support",  # type: ignore[attr-defined]
    Handle.__metadata__[0].pattern: "a user group's handle without @, such as xb-support",  # type: ignore[attr-defined]
    Amount.__metadata__[0].pattern: "an amount such as 30m, 2h or 1.5d",  # type: ignore[attr-defined]
    LevelAt.__metadata__[0].pattern: "80% of the target, or -2h or +1d from it",  # type: ignore[attr-defined]
}


def complaints(document: Document, model: type[BaseModel], error: ValidationError) -> Iterator[PolicyError]:
    """Every complaint as a PolicyError; what was taken from `shared` is told once, where it is written."""
    for each in error.errors(include_url=False):
        path: Path = tuple(part for part in each["loc"] if part not in _NO_KEYS)
        if document.is_within_word(path):
            continue
        yield document.error(path, *_words(document, each, path, model))


def _words(document: Document, each: Any, path: Path, model: type[BaseModel]) -> tuple[str, str]:
    kind, given, context = each["type"], each["input"], each.get("ctx", {})
    if kind == "missing":
        return "is missing", f"add `{path[-1]}:`"
    if kind == "extra_forbidden":
        return "nobody knows this key", suggest(str(path[-1]), _keys_at(model, path[:-1]))
    if kind in ("enum", "literal_error"):
        return f"{given!r} is not possible", suggest(
            str(given), re.findall(r"'([^']+)'", context["expected"])
        )
    if kind == "string_pattern_mismatch":
        return (
            f"{given!r} does not have the right form",
            f"right is {_FORMS.get(context['pattern'], each['msg'])}",
        )
    if kind == "too_long" and "actual_length" in context:
        return f"{context['actual_length']} entries are too many", f"at most {context['max_length']}"
    if kind == "value_error":
        return str(context["error"]), ""
    if kind == "model_type" and isinstance(given, str) and path[-2:-1] in (("fields",), ("outcomes",)):
        return f"nothing under `shared` is called {given!r}", suggest(given, _shared(document, path[-2]))
    if kind == "model_type" or kind == "dict_type":
        keys = _keys_at(model, path)
        return f"{_shown(given)} stands where keys belong", f"keys: {', '.join(keys)}" if keys else ""
    return f"{_shown(given)}: {each['msg'][0].lower()}{each['msg'][1:]}", ""


def _shared(document: Document, group: str | int) -> list[str]:
    shared = document.data.get("shared") if isinstance(document.data, dict) else None
    entries = shared.get(group) if isinstance(shared, dict) else None
    return [str(each) for each in entries] if isinstance(entries, dict) else []


def _shown(given: Any) -> str:
    said = repr(given)
    return said if len(said) <= 60 else said[:57] + "…"


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that may stand at that path of the model's document."""
    here: Any = model
    for part in path:
        here = _inside(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(part))
            here = field.annotation if field else None
        elif get_origin(here) is dict:
            here = get_args(here)[1]
        elif get_origin(here) in (tuple, list):
            here = get_args(here)[0]
    here = _inside(here)
    return list(here.model_fields) if isinstance(here, type) and issubclass(here, BaseModel) else []


def _inside(annotation: Any) -> Any:
    """Without Annotated and `| None`."""
    while hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    if get_origin(annotation) is Union or type(annotation).__name__ == "UnionType":
        return _inside(next(each for each in get_args(annotation) if each is not type(None)))
    return annotation
