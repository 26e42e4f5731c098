"""An index of spellings: exact, by beginning, by likeness."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz, process

LEAST = 58.0  # below this a likeness is chance
# A spelling that is so like a query has at least this share of the query's signs.
_SHARED = (LEAST / 200) / (1 - LEAST / 200)


class Spellings:
    """Spellings, and the entries (by number) that each stands for. Filled, closed, then only read."""

    def __init__(self) -> None:
        self._spellings: list[str] = []
        self._at: dict[str, int] = {}
        self._entries: list[list[int]] = []
        self._in_order: list[str] = []
        self._with_sign: dict[str, list[int]] = defaultdict(list)

    def put(self, spelling: str, entry: int) -> None:
        """Lets a spelling stand for one entry more; an empty one is passed over."""
        if not spelling:
            return
        if spelling not in self._at:
            self._at[spelling] = len(self._spellings)
            self._spellings.append(spelling)
            self._entries.append([])
        entries = self._entries[self._at[spelling]]
        if entry not in entries:
            entries.append(entry)

    def close(self) -> None:
        """Prepares the look-ups, once all spellings are in."""
        self._in_order = sorted(self._spellings)
        for at, spelling in enumerate(self._spellings):
            for sign in set(spelling):
                self._with_sign[sign].append(at)

    def __iter__(self) -> Iterator[tuple[str, list[int]]]:
        return zip(self._spellings, self._entries, strict=True)

    def exactly(self, spelling: str) -> list[int]:
        """The entries of that very spelling."""
        at = self._at.get(spelling)
        return [] if at is None else self._entries[at]

    def going_on(self, beginning: str) -> Iterator[tuple[str, list[int]]]:
        """Every spelling that begins so."""
        for place in range(bisect_left(self._in_order, beginning), len(self._in_order)):
            spelling = self._in_order[place]
            if not spelling.startswith(beginning):
                return
            yield spelling, self.exactly(spelling)

    def alike(self, query: str, limit: int) -> list[tuple[str, float, list[int]]]:
        """The spellings most like the query, with their likeness from LEAST to 100, best first."""
        candidates = self._sharing_signs(query)
        spellings = [self._spellings[at] for at in candidates]
        found = process.extract(query, spellings, scorer=fuzz.ratio, limit=limit, score_cutoff=LEAST)
        return [(spelling, likeness, self._entries[candidates[at]]) for spelling, likeness, at in found]

    def _sharing_signs(self, query: str) -> list[int]:
        """The spellings with one of the query's rarest signs: so many that nothing alike has none of them.

        Of n signs something alike has at least the share _SHARED, so it has one of any others and one more.
        """
        signs = sorted(query, key=lambda sign: len(self._with_sign.get(sign, ())))
        needed = int((1 - _SHARED) * len(signs)) + 1
        return sorted(set().union(*(self._with_sign.get(sign, ()) for sign in signs[:needed])))
