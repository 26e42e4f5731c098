"""A form whose kind changes: what was typed goes where the new kind has a place for it, and nothing is lost.

A value that the kind has no field for goes into the description, in the words in which it was typed or read;
where there is no description either, the form says what it does not take. When a kind is chosen that has the
field, the value goes into it and its words leave the description.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.coordination import forms
from bot.language import wording
from bot.policy import FieldRule, Kind, Policy

_FAMILIES = {"long_text": "text", "decimal": "integer"}


@dataclass(frozen=True)
class Known:
    """A value that was typed or read, for a field of this type, and the words that say it.

    `value` is None while a person has to say which is meant. The words of some values stand in the text in
    any case (`is_quoted`: of a message, of a choice that describes the matter); `added` are those that stand
    there because the value has no field.
    """

    value: Any
    type: str
    words: tuple[str, ...]
    is_quoted: bool = False
    added: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filled:
    """A form for one kind: its `values` by field id, description included, and what it cannot hold.

    `known` are all values; `left` is what the description has no room for.
    """

    kind: Kind
    values: Mapping[str, Any]
    known: Mapping[str, Known]
    left: str

    @property
    def not_taken(self) -> tuple[str, ...]:
        """What stands in no field of the form, in the words that were typed."""
        text = self.values.get("description", "") + self.left
        open_ = (
            words for each in self.known.values() if each.value is None for words in _missing(each, text)
        )
        return tuple(each for each in (self.left.strip(), *open_) if each)

    @property
    def aside(self) -> tuple[str, ...]:
        """The fields of the values that the form holds in no field."""
        return tuple(field for field, each in self.known.items() if not has_place(self.kind, field, each))

    def to_json(self) -> dict[str, Any]:
        """As a draft keeps it beside the values; `known_of` reads it back."""
        return {"known": {field: asdict(each) for field, each in self.known.items()}, "left": self.left}


def known_of(kept: Mapping[str, Any]) -> dict[str, Known]:
    """The values of a form that a draft kept."""
    return {
        field: Known(**each | {"words": tuple(each["words"]), "added": tuple(each["added"])})
        for field, each in kept.get("known", {}).items()
    }


def all_fields(policy: Policy) -> tuple[FieldRule, ...]:
    """The fields of all kinds, each id once, as the first kind that has it asks for it."""
    rules: dict[str, FieldRule] = {}
    for kind in policy.kinds.values():
        for rule in kind.fields:
            rules.setdefault(rule.id, rule)
    return tuple(rules.values())


def has_place(kind: Kind, field: str, known: Known) -> bool:
    """Whether a form for that kind holds the value in a field of its own."""
    if field == "kind":
        return bool(known.value == kind.id)
    rule = kind.field(field)
    if rule is None or known.value is None or _family(rule.type) != _family(known.type):
        return False
    return forms.fits(rule, known.value)


def _family(type_: str) -> str:
    return _FAMILIES.get(type_, type_)


def fill(kind: Kind, known: Mapping[str, Known], text: str, left: str = "") -> Filled:
    """The form for that kind; `text` is the description, `left` what it had no room for before."""
    kept: dict[str, Known] = {}
    for field, each in known.items():
        if each.added:
            shorter = _taken_out(text, left, each.added)
            if shorter is None:
                continue  # the person has changed the words, so the description says it now
            if has_place(kind, field, each):
                (text, left), each = shorter, replace(each, added=())
        kept[field] = each
    text, left = _with_room(text, left, kind.description)
    for field, each in sorted(kept.items(), key=lambda item: item[1].is_quoted):
        is_open = each.value is None and kind.field(field) is not None
        missing = _missing(each, text + left)
        if missing and not is_open and not has_place(kind, field, each):
            text, left = _added(text, left, " ".join(missing), kind.description)
            kept[field] = replace(each, added=(*each.added, *missing))
    values = {
        field: each.value for field, each in kept.items() if field != "kind" and has_place(kind, field, each)
    }
    return Filled(kind, values | ({"description": text} if text else {}), kept, left)


def _missing(known: Known, text: str) -> tuple[str, ...]:
    """The words of a value that no field holds which the text does not say yet."""
    if known.is_quoted:
        return tuple(words for words in known.words if not wording.stands(text, words))
    return () if known.added else known.words


def _taken_out(text: str, left: str, words: tuple[str, ...]) -> tuple[str, str] | None:
    if (shorter := wording.taken_out(text, words)) is not None:
        return shorter, left
    if (shorter := wording.taken_out(left, words)) is not None:
        gap = left[: len(left) - len(left.lstrip())]
        return text, gap + shorter.lstrip()
    shorter = wording.taken_out(text + left, words)  # cut in two where the room ended
    return None if shorter is None else (shorter, "")


def _with_room(text: str, left: str, rule: FieldRule | None) -> tuple[str, str]:
    whole = text + left if text else left.lstrip()
    room = rule.longest if rule else 0
    if len(whole) <= room:
        return whole, ""
    if len(text) > room:
        border = max(whole.rfind(" ", 0, room + 1), whole.rfind("\n", 0, room + 1))
        at = border if border > 0 else room
    else:
        at = len(text)
    return whole[:at], whole[at:]


def _added(text: str, left: str, words: str, rule: FieldRule | None) -> tuple[str, str]:
    separator = "; " if rule and rule.type == "text" else "\n"
    longer = separator.join(part for part in (text, words) if part)
    if not left and rule and len(longer) <= rule.longest:
        return longer, left
    return text, left + (separator if text or left else "") + words
