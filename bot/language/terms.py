"""Kinds and services of the policy, found in a line by their names and aliases."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from bot.language.line import Line, Span
from bot.language.times.text import is_chinese, sign_for_sign

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


class Term(NamedTuple):
    """The term that a line names, and whether it names another as plainly (`is_tied`).

    `spans` are the words of every term that is named: only those of the one that is meant are taken.
    """

    id: str | None
    is_tied: bool
    spans: Mapping[str, tuple[Span, ...]]


_NONE = Term(None, False, {})


def take_named(line: Line, terms: Iterable[Named], field: str) -> Term:
    """The first term that is named; takes all of its own mentions as words of that field."""
    spans: dict[str, tuple[Span, ...]] = {}
    for mention in mentions(line, terms):
        spans[mention.id] = (*spans.get(mention.id, ()), (mention.start, mention.end))
    if not spans:
        return _NONE
    chosen = next(iter(spans))
    for start, end in spans[chosen]:
        line.take(start, end, field)
    return Term(chosen, len(spans) > 1, spans)


def take_kind(line: Line, kinds: Mapping[str, Kind]) -> Term:
    """The kind that is named.

    A name outweighs an alias, and what begins the line outweighs the rest. After the sale an alias inside a
    sentence (专线中断) stays there: it tells the kind and describes the matter.
    """
    best_first = sorted(
        mentions(line, kinds.values()), key=lambda each: (each.start > 0, not each.by_name, each.start)
    )
    if not best_first:
        return _NONE
    alone = {(piece.start, piece.end) for piece in line.chunks()}
    spans: dict[str, tuple[Span, ...]] = {}
    for each in best_first:
        place = (each.start, each.end)
        names = each.by_name or place in alone or each.start == 0 or kinds[each.id].stage != "after_sale"
        spans.setdefault(each.id, (place,) if names else ())
    best = best_first[0]
    for start, end in spans[best.id]:
        line.take(start, end, "kind")
    rivals = {mention.id for mention in best_first if mention.by_name >= best.by_name} - {best.id}
    return Term(best.id, bool(rivals) and best.start > 0, spans)


def take_reach(line: Line, kinds: Iterable[Any]) -> Term:
    """How far the line says that the service reaches, and whether it says two things; takes the words.

    The choices are those of the first of these kinds that asks for it. Only free signs count, so that no part
    of a customer's name or of a site (市内环路) is taken for one.
    """
    rules = (rule for kind in kinds for rule in kind.fields if rule.id == REACH)
    return take_named(line, getattr(next(rules, None), "choices", ()), REACH)


class Said(NamedTuple):
    """A choice that a line names, and the words that name it."""

    id: str
    spans: tuple[Span, ...]


def told_choices(line: Line, rules: Iterable[Any]) -> dict[str, Said]:
    """What the line says of a kind's `choice` fields, by field id, where it says one thing only.

    Nothing is taken: 中断 may name the kind, describe the matter, and be the effect, all at once. The reach
    is no such word; `take_reach` reads it.
    """
    found = {}
    for rule in rules:
        if rule.id == REACH:
            continue
        named: dict[str, list[Span]] = {}
        for spelling, id_, _ in _spellings(rule.choices):
            for match in re.finditer(_pattern(spelling), line.plain):
                named.setdefault(id_, []).append(match.span())
        if rule.type == "choice" and len(named) == 1:
            (id_, spans) = named.popitem()
            found[rule.id] = Said(id_, tuple(dict.fromkeys(spans)))
    return found
