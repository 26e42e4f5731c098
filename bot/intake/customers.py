"""Customers by name: one matcher for type-ahead and for one-line requests."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.intake.names import HAS_CHINESE, plain_name, telling_part, without_misspelt_form

EXACT = 100.0
_BEGINS = 90.0  # a name that goes on after what was typed
_LEAST = 58.0  # below this a likeness is chance
_SURE = 90.0  # below this a second look pays: the slip may sit in the legal form
_CLOSE = 2.0  # so near to the best that a person must choose


class CustomerEntry(NamedTuple):
    """A row of the registry; `city` is stripped from names, `aliases` are what staff call the customer."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    city: str | None = None


class Hit(NamedTuple):
    """A customer that may be meant; `score` from 0 to 100, 100 is an exact name or alias."""

    id: str
    name: str
    score: float


class Matches(NamedTuple):
    """Hits, best first; `tie` when the best is not clearly the best, so that a person must choose."""

    hits: tuple[Hit, ...]
    tie: bool


class _Keys:
    """Spellings, and the entries that each stands for."""

    def __init__(self) -> None:
        self.spellings: list[str] = []
        self._at: dict[str, int] = {}
        self.entries: list[list[int]] = []
        self._in_order: list[str] = []

    def put(self, spelling: str, entry: int) -> None:
        if not spelling:
            return
        if spelling not in self._at:
            self._at[spelling] = len(self.spellings)
            self.spellings.append(spelling)
            self.entries.append([])
        of = self.entries[self._at[spelling]]
        if entry not in of:
            of.append(entry)

    def exactly(self, spelling: str) -> list[int]:
        at = self._at.get(spelling)
        return [] if at is None else self.entries[at]

    def close(self) -> None:
        """Puts the spellings in order, once all are in."""
        self._in_order = sorted(self.spellings)

    def going_on(self, beginning: str) -> Iterator[tuple[str, list[int]]]:
        """Every spelling that begins so."""
        for place in range(bisect_left(self._in_order, beginning), len(self._in_order)):
            spelling = self._in_order[place]
            if not spelling.startswith(beginning):
                return
            yield spelling, self.entries[self._at[spelling]]


class CustomerIndex:
    """The registry prepared for look-ups; built once, then only read."""

    def __init__(self, entries: Iterable[CustomerEntry]) -> None:
        self._entries = list(entries)
        self._cities = frozenset(plain_name(entry.city) for entry in self._entries if entry.city)
        self._chinese, self._latin, self._initials = _Keys(), _Keys(), _Keys()
        for index, entry in enumerate(self._entries):
            self._prepare(index, entry)
        if any(HAS_CHINESE.search(entry.name) for entry in self._entries):
            self._prepare_pinyin()
        for keys in (self._chinese, self._latin, self._initials):
            keys.close()

    def __len__(self) -> int:
        return len(self._entries)

    def _prepare(self, index: int, entry: CustomerEntry) -> None:
        for said in (entry.name, *entry.aliases):
            core = telling_part(plain_name(said), self._cities)
            (self._chinese if HAS_CHINESE.search(core) else self._latin).put(core, index)

    def _prepare_pinyin(self) -> None:
        from pypinyin import Style, lazy_pinyin  # only to build: it is slow to import and to ask

        for spelling, entries in zip(self._chinese.spellings, self._chinese.entries, strict=True):
            syllables = lazy_pinyin(spelling)
            initials = "".join(lazy_pinyin(spelling, style=Style.FIRST_LETTER))
            for entry in entries:
                self._latin.put("".join(syllables), entry)
                self._initials.put(initials, entry)

    def find(self, text: str, limit: int = 10) -> Matches:
        """The customers whom `text` may name, best first: exact names, names that begin so, names that look so."""
        plain = plain_name(text)
        if not plain:
            return Matches((), False)
        query = telling_part(plain, self._cities)
        scores: dict[int, float] = defaultdict(float)
        keys = self._chinese if HAS_CHINESE.search(query) else self._latin
        exact = keys.exactly(query)
        if not exact and keys is self._latin:
            exact = self._initials.exactly(query)
        for entry in exact:
            scores[entry] = EXACT
        if len(exact) < limit:
            self._look_alikes(keys, query, scores, limit)
        if not exact and max(scores.values(), default=0.0) < _SURE:
            other = without_misspelt_form(plain)
            if other != plain:
                self._look_alikes(keys, telling_part(other, self._cities), scores, limit)
        return self._ranked(scores, limit)

    def _look_alikes(self, keys: _Keys, query: str, scores: dict[int, float], limit: int) -> None:
        found = process.extract(
            query, keys.spellings, scorer=fuzz.ratio, limit=limit + 5, score_cutoff=_LEAST
        )
        for _, score, at in found:
            for entry in keys.entries[at]:
                scores[entry] = max(scores[entry], score)
        if len(query) < 2:
            return
        for spelling, entries in keys.going_on(query):
            score = _BEGINS + 9 * len(query) / (len(spelling) + 1)
            for entry in entries:
                scores[entry] = max(scores[entry], score)

    def _ranked(self, scores: dict[int, float], limit: int) -> Matches:
        ranked = sorted(
            scores.items(), key=lambda item: (-item[1], len(self._entries[item[0]].name), item[0])
        )
        hits = tuple(Hit(self._entries[at].id, self._entries[at].name, score) for at, score in ranked[:limit])
        return Matches(hits, _tied(hits))


def _tied(hits: tuple[Hit, ...]) -> bool:
    if len(hits) < 2:
        return False
    first, second = hits[0].score, hits[1].score
    if first == EXACT:
        return second == EXACT
    # Several names that merely begin alike are never told apart by their length.
    begins = first >= _BEGINS and second >= _BEGINS
    return begins or first - second < _CLOSE
