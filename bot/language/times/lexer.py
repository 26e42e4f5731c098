"""A grammar is a list of rules; its lexer walks a phrase rule by rule and leaves nothing out."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.language.times.atoms import Atom, Now

Found = Atom | tuple[Atom, ...]
Reads = Callable[[Now, tuple[str, ...]], Found]


class Rule(NamedTuple):
    """`pattern` with unnamed groups; `reads` gets now and those groups ("" where one took no part)."""

    pattern: str
    reads: Reads


def whole_words(rules: Sequence[Rule]) -> list[Rule]:
    """The rules, each to end where a Latin word or figure ends."""
    return [Rule(f"(?:{rule.pattern})(?![a-z0-9])", rule.reads) for rule in rules]


class Grammar:
    """One compiled alternation of all rules: earlier rules win, so longer spellings stand first."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        alternatives = "|".join(f"(?P<r{index}>{rule.pattern})" for index, rule in enumerate(rules))
        self._pattern = re.compile(alternatives, re.ASCII)
        self._rules = []
        for index, rule in enumerate(rules):
            first = self._pattern.groupindex[f"r{index}"] + 1
            inner = tuple(range(first, first + re.compile(rule.pattern).groups))
            self._rules.append((rule.reads, inner))

    def scan(self, text: str, now: Now, start: int = 0) -> tuple[list[Atom], int]:
        """Atoms from `start` on, and the place where the grammar knows no further.

        Raises Unreadable when a part is known but cannot be (13月5日) or is over (昨天).
        """
        atoms: list[Atom] = []
        position, match_at = start, self._pattern.match
        while position < len(text):
            if text[position] in " ,()":
                position += 1
                continue
            match = match_at(text, position)
            if match is None or match.end() == position:
                break
            reads, inner = self._rules[int((match.lastgroup or "r0")[1:])]
            found = reads(now, tuple(match[group] or "" for group in inner))
            if isinstance(found, tuple):
                atoms.extend(found)
            else:
                atoms.append(found)
            position = match.end()
        return atoms, position
