"""Customers by name: one matcher for type-ahead and for one-line requests."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.intake.names import HAS_CHINESE, name_around, plain_name, telling_part, without_misspelt_form
from bot.intake.spellings import Spellings

_LONGEST = 24  # signs of a name that is looked for inside a text
EXACT = 100.0
_BEGINS = 90.0  # a name that goes on after what was typed
_ONE_SLIP = 89.0  # a name that is one slip away, whatever its length
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


class CustomerIndex:
    """The registry prepared for look-ups; built once, then only read."""

    def __init__(self, entries: Iterable[CustomerEntry]) -> None:
        self._entries = list(entries)
        cities = {plain_name(entry.city) for entry in self._entries if entry.city}
        self._cities = frozenset(cities | {"".join(_syllables(city)) for city in cities})
        self._plain = [plain_name(entry.name) for entry in self._entries]
        self._signs = [sorted(telling_part(plain, self._cities)) for plain in self._plain]
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
        for said in (entry.name, *entry.aliases):
            plain = plain_name(said)
            core = telling_part(plain, self._cities)
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
        for spelling, likeness, entries in keys.alike(query, 2 * limit):
            score = _score(query, spelling, likeness)
            for entry in entries:
                scores[entry] = max(scores[entry], score)
        for spelling, entries in keys.going_on(query) if len(query) > 1 else ():
            score = _BEGINS + 9 * len(query) / (len(spelling) + 1)
            for entry in entries:
                scores[entry] = max(scores[entry], score)

    def _ranked(self, plain: str, scores: dict[int, float], limit: int) -> Matches:
        """The best; what looks equally like is told apart by swapped signs and by whole names."""
        signs = sorted(telling_part(plain, self._cities))
        ranked = sorted(
            (-round(score), signs != self._signs[at], -fuzz.ratio(plain, self._plain[at]), at)
            for at, score in scores.items()
        )[:limit]
        hits = tuple(Hit(self._entries[at].id, self._entries[at].name, scores[at]) for *_, at in ranked)
        return Matches(hits, _tied(hits, [other_signs for _, other_signs, _, _ in ranked]))


@lru_cache(maxsize=65_536)
def _syllables(chinese: str) -> list[str]:
    """The pinyin of a spelling; kept, for the registry is prepared anew whenever a customer comes in."""
    from pypinyin import lazy_pinyin  # slow to import and to ask: only to prepare

    return lazy_pinyin(chinese)


def _score(query: str, spelling: str, likeness: float) -> float:
    """The likeness, but what is one slip away stands above what is merely alike."""
    if likeness == EXACT or len(query) <= 2:
        return likeness
    if OSA.distance(query, spelling, score_cutoff=1) == 1:
        return _ONE_SLIP + likeness / 101
    return min(likeness, _ONE_SLIP - 1)


def _tied(hits: tuple[Hit, ...], other_signs: list[bool]) -> bool:
    if len(hits) < 2:
        return False
    first, second = hits[0].score, hits[1].score
    if first == EXACT:
        return second == EXACT
    # Several names that merely begin alike are never told apart by their length.
    begins = first >= _BEGINS and second >= _BEGINS
    return begins or (first - second < _CLOSE and other_signs[0] == other_signs[1])
