"""Customers by name: one matcher for type-ahead and for one-line requests."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.language.names import (
    HAS_CHINESE,
    name_around,
    plain_name,
    telling_part,
    without_legal_form,
    without_misspelt_form,
)
from bot.language.spellings import Spellings

_PARTS = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")
_LONGEST = 24  # signs of a name that is looked for inside a text
EXACT = 100.0
_BEGINS = 90.0  # a name that goes on after what was typed
_ONE_SLIP = 89.0  # a name that is one slip away, whatever its length
_SURE = 90.0  # below this a second look pays: the slip may sit in the legal form
_ALIKE = 40  # at least so many likenesses are weighed: as many names may be one slip away
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


class CustomerIndex:
    """The registry prepared for look-ups; built once, then only read."""

    def __init__(self, entries: Iterable[CustomerEntry]) -> None:
        self._entries = list(entries)
        cities = {plain_name(entry.city) for entry in self._entries if entry.city}
        self._cities = frozenset(cities | {"".join(_syllables(city)) for city in cities})
        self._plain = [plain_name(entry.name) for entry in self._entries]
        self._formless = [without_legal_form(plain) for plain in self._plain]
        self._cores = [telling_part(plain, self._cities) for plain in self._plain]
        self._chinese, self._latin, self._initials = Spellings(), Spellings(), Spellings()
        self._to_the_letter: set[str] = set()
        for index, entry in enumerate(self._entries):
            self._prepare(index, entry)
        if any(HAS_CHINESE.search(entry.name) for entry in self._entries):
            self._prepare_pinyin()
        for keys in (self._chinese, self._latin, self._initials):
            keys.close()

    def __len__(self) -> int:
        return len(self._entries)

    def _prepare(self, index: int, entry: CustomerEntry) -> None:
        name = self._plain[index], self._cores[index]
        aliases = map(plain_name, entry.aliases)
        for plain, core in (name, *((alias, telling_part(alias, self._cities)) for alias in aliases)):
            (self._chinese if HAS_CHINESE.search(core) else self._latin).put(core, index)
            self._to_the_letter.update((plain, core))

    def _prepare_pinyin(self) -> None:
        for spelling, entries in self._chinese:
            syllables = _syllables(spelling)
            for entry in entries:
                self._latin.put("".join(syllables), entry)
                self._initials.put("".join(syllable[0] for syllable in syllables), entry)

    def find(self, text: str, limit: int = 10) -> Matches:
        """The customers whom `text` may name: exactly, by beginning, by likeness; best first."""
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
            other = telling_part(without_misspelt_form(plain), self._cities)
            if other != query:
                self._look_alikes(keys, other, scores, limit)
        return self._ranked(plain, scores, limit)

    def mentions(self, plain: str) -> list[tuple[int, int]]:
        """Where customers are named to the letter inside a running Chinese text: (start, end), longest first.

        Only names and aliases of three signs and more; city and legal form beside them are part of the place.
        """
        places = []
        for start in range(len(plain) - 2):
            for end in range(min(start + _LONGEST, len(plain)), start + 2, -1):
                if plain[start:end] in self._to_the_letter:
                    places.append((start, end))
                    break
        wide = [name_around(plain, start, end, self._cities) for start, end in places]
        return sorted(wide, key=lambda place: (place[0] - place[1], place[0]))

    def _look_alikes(self, keys: Spellings, query: str, scores: dict[int, float], limit: int) -> None:
        for spelling, likeness, entries in keys.alike(query, max(2 * limit, _ALIKE)):
            score = _score(query, spelling, likeness)
            for entry in entries:
                scores[entry] = max(scores[entry], score)
        for spelling, entries in keys.going_on(query) if len(query) > 1 else ():
            score = _BEGINS + 9 * len(query) / (len(spelling) + 1)
            for entry in entries:
                scores[entry] = max(scores[entry], score)

    def _ranked(self, plain: str, scores: dict[int, float], limit: int) -> Matches:
        """The best; what looks equally like is told apart by the sort of slip and by whole names."""
        query = telling_part(plain, self._cities)
        ranked = sorted(
            (-round(score), not _is_natural(query, self._cores[at]), -self._likeness(plain, at), at)
            for at, score in scores.items()
        )[:limit]
        hits = tuple(Hit(self._entries[at].id, self._entries[at].name, scores[at]) for *_, at in ranked)
        return Matches(hits, _tied(hits, [(is_odd, unlike) for _, is_odd, unlike, _ in ranked]))

    def _likeness(self, plain: str, at: int) -> float:
        """Of whole names, in which the city counts; people leave the legal form out as a rule."""
        return max(fuzz.ratio(plain, self._plain[at]), fuzz.ratio(plain, self._formless[at]))


def _is_natural(query: str, core: str) -> bool:
    """Whether such a slip comes of itself: signs swapped, or the wrong one of several that sound the same."""
    if len(query) != len(core):
        return False
    return sorted(query) == sorted(core) or _syllables(query) == _syllables(core)


@lru_cache(maxsize=65_536)
def _syllables(name: str) -> tuple[str, ...]:
    """The pinyin of a name; kept, for the registry is prepared anew whenever a customer comes in."""
    from pypinyin.seg.mmseg import seg  # slow to import: only to prepare

    parts = (seg.cut(part) if HAS_CHINESE.match(part) else (part,) for part in _PARTS.findall(name))
    return tuple(syllable for words in parts for word in words for syllable in _syllables_of(word))


@lru_cache(maxsize=65_536)
def _syllables_of(word: str) -> tuple[str, ...]:
    """The pinyin of a word; names are made of few words, and each takes pypinyin 10 µs a sign."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word))


def _score(query: str, spelling: str, likeness: float) -> float:
    """The likeness, but what is one slip away stands above what is merely alike."""
    if likeness == EXACT or len(query) <= 2:
        return likeness
    if OSA.distance(query, spelling, score_cutoff=1) == 1:
        return _ONE_SLIP + likeness / 101
    return min(likeness, _ONE_SLIP - 1)


def _tied(hits: tuple[Hit, ...], doubts: list[tuple[bool, float]]) -> bool:
    """Whether the best is in doubt: a natural slip lifts it clear, unless whole names speak against it."""
    if len(hits) < 2:
        return False
    first, second = hits[0].score, hits[1].score
    if first == EXACT:
        return second == EXACT
    # Several names that merely begin alike are never told apart by their length.
    begins = first >= _BEGINS and second >= _BEGINS
    is_clear = doubts[0][0] < doubts[1][0] and doubts[0][1] <= doubts[1][1]
    return begins or (first - second < _CLOSE and not is_clear)
