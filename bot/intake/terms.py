"""Kinds and services of the policy, found in a line by their names and aliases."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from bot.intake.line import Line
from bot.worktime.phrases.text import is_chinese, sign_for_sign

REACH = "reach"


class _Text(Protocol):
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


class Named(Protocol):
    """A kind or a service: something with an id, a name in two languages and what staff call it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> _Text: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


class Kind(Named, Protocol):
    """A kind of request, with its stage."""

    @property
    def stage(self) -> str: ...


class Mention(NamedTuple):
    """Where a term stands; `by_name` when it is the name itself and no alias."""

    id: str
    start: int
    end: int
    by_name: bool


def mentions(line: Line, terms: Iterable[Named]) -> list[Mention]:
    """Every mention of a term among the free signs, longer spellings before shorter ones inside them."""
    found: list[Mention] = []
    for spelling, id_, by_name in sorted(_spellings(terms), key=lambda each: -len(each[0])):
        for match in re.finditer(_pattern(spelling), line.plain):
            start, end = match.span()
            if not line.is_free(start, end):
                continue
            other = next((each for each in found if start < each.end and each.start < end), None)
            if other is None:
                found.append(Mention(id_, start, end, by_name))
            elif other.id == id_:  # 核查资源 is 核查 and 查资源
                found.remove(other)
                found.append(Mention(id_, min(start, other.start), max(end, other.end), other.by_name))
    return sorted(found, key=lambda mention: mention.start)


def _spellings(terms: Iterable[Named]) -> Iterable[tuple[str, str, bool]]:
    for term in terms:
        yield from ((sign_for_sign(name), term.id, True) for name in (term.name.zh, term.name.en, term.id))
        yield from ((sign_for_sign(alias), term.id, False) for alias in term.aliases)


def _pattern(spelling: str) -> str:
    """The spelling as a pattern; Latin words only as whole words, however they are spaced."""
    words = r"[ _-]?".join(map(re.escape, re.split(r"[ _-]", spelling)))
    return words if is_chinese(spelling) else rf"(?<![a-z0-9]){words}s?(?![a-z0-9])"


def take_named(line: Line, terms: Iterable[Named]) -> tuple[str | None, bool]:
    """The first term that is named, and whether others are named too; takes all of its own mentions."""
    found = mentions(line, terms)
    if not found:
        return None, False
    chosen = found[0].id
    for mention in found:
        if mention.id == chosen:
            line.take(mention.start, mention.end)
    return chosen, any(mention.id != chosen for mention in found)


def take_kind(line: Line, kinds: Mapping[str, Kind]) -> tuple[str | None, bool]:
    """The kind that is named, and whether the line names another as plainly.

    A name outweighs an alias, and what begins the line outweighs the rest. After the sale an alias inside a
    sentence (专线中断) stays there: it tells the kind and describes the matter.
    """
    found = mentions(line, kinds.values())
    if not found:
        return None, False
    best = min(found, key=lambda mention: (mention.start > 0, not mention.by_name, mention.start))
    alone = any(piece.start == best.start and piece.end == best.end for piece in line.chunks())
    if best.by_name or alone or best.start == 0 or kinds[best.id].stage != "after_sale":
        line.take(best.start, best.end)
    rivals = {mention.id for mention in found if mention.by_name >= best.by_name} - {best.id}
    return best.id, bool(rivals) and best.start > 0


def take_reach(line: Line, kinds: Iterable[Any]) -> tuple[str | None, bool]:
    """How far the line says that the service reaches, and whether it says two things; takes the words.

    The choices are those of the first of these kinds that asks for it. Only free signs count, so that no part
    of a customer's name or of a site (市内环路) is taken for one.
    """
    rules = (rule for kind in kinds for rule in kind.fields if rule.id == REACH)
    return take_named(line, getattr(next(rules, None), "choices", ()))


def told_choices(line: Line, rules: Iterable[Any]) -> dict[str, str]:
    """What the line says of a kind's `choice` fields, by field id, where it says one thing only.

    Nothing is taken: 中断 may name the kind, describe the matter, and be the effect, all at once. The reach
    is no such word; `take_reach` reads it.
    """
    found = {}
    for rule in rules:
        if rule.id == REACH:
            continue
        told = {
            id_ for spelling, id_, _ in _spellings(rule.choices) if re.search(_pattern(spelling), line.plain)
        }
        if rule.type == "choice" and len(told) == 1:
            found[rule.id] = told.pop()
    return found
