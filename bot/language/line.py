"""A line of text from which parts are taken one by one; what nobody takes is the description."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.language.times.text import sign_for_sign

_BREAK = re.compile(r"[ ,;:!?()\[\]\n\r\"]+|[\u2026]+|\.(?=\s|$)")
# Words that tie parts together and mean nothing once the parts are gone.
_TIES = re.compile(
    r"(?:请|麻烦|烦请|帮忙|帮|给|为|的|在|要|需要|需|客户|一下|做|有|是|和|与|及|答复|回复|反馈|完成|"
    r"(?:for|by|at|on|of|the|a|an|in|to|and|with|please|pls|needs?|wants?|customer|open|is)(?![a-z])|[-/] ?)+"
)


Span = tuple[int, int]
"""Where signs stand in a line: from, to before."""


class Piece(NamedTuple):
    """A run of signs that nobody has taken, from `start` to before `end`."""

    start: int
    end: int
    text: str


class Line:
    """One line, plainly spelled sign for sign, so that places in it are places in what was typed."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.plain = sign_for_sign(typed)
        self._free = [True] * len(typed)
        self._taken: dict[str, list[Span]] = {}

    def take(self, start: int, end: int, field: str) -> None:
        """Takes these signs out: they are words of that field."""
        self._free[start:end] = [False] * (end - start)
        self._taken.setdefault(field, []).append((start, end))

    def taken(self, field: str) -> tuple[Span, ...]:
        """Where the words stand that were taken for that field."""
        return tuple(self._taken.get(field, ()))

    def is_free(self, start: int, end: int) -> bool:
        """Whether nobody has taken any of these signs."""
        return all(self._free[start:end])

    def chunks(self) -> list[Piece]:
        """What is free, apart where there is a space or a punctuation mark or something was taken."""
        return [piece for run in self._runs() for piece in _split(run)]

    def _runs(self) -> Iterator[Piece]:
        start = None
        for place, free in enumerate([*self._free, False]):
            if free and start is None:
                start = place
            elif not free and start is not None:
                yield Piece(start, place, self.plain[start:place])
                start = None

    def together(self, first: Piece, last: Piece) -> str | None:
        """The text from one chunk to another, if everything between them is free too."""
        return self.plain[first.start : last.end] if self.is_free(first.start, last.end) else None

    def rest(self, whole: Iterable[Span] = ()) -> str:
        """What nobody took, as typed, without the words that only tied the parts together.

        The words at `whole` stay as they are: those of a deadline (by friday) are no ties.
        """
        stays = list(whole)

        def only_ties(piece: Piece) -> bool:
            inside = any(start <= piece.start < end for start, end in stays)
            return not inside and _TIES.fullmatch(piece.text) is not None

        kept = []
        for run in self._runs():
            chunks = list(_split(run))
            while chunks and only_ties(chunks[0]):
                chunks.pop(0)
            while chunks and only_ties(chunks[-1]):
                chunks.pop()
            if chunks:
                kept.append(self.typed[chunks[0].start : chunks[-1].end].strip())
        return " ".join(kept)


def rest_of(typed: str, taken: Iterable[Span], whole: Iterable[Span]) -> str:
    """What a line says beside the signs that are taken, as typed; see `Line.rest` for `whole`."""
    line = Line(typed)
    for start, end in taken:
        line.take(start, end, "")
    return line.rest(whole)


def _split(run: Piece) -> Iterator[Piece]:
    start = 0
    for match in [*_BREAK.finditer(run.text), None]:
        end = match.start() if match else len(run.text)
        if end > start:
            yield Piece(run.start + start, run.start + end, run.text[start:end])
        start = match.end() if match else end
