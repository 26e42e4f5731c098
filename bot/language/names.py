"""The telling part of a company's name: without legal form, city and punctuation."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.language.times.text import spelled_plainly

_FORMS = (
    "集团股份有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "集团公司", "有限公司", "总公司",
    "分公司", "子公司", "公司", "集团", "股份",
)  # fmt: skip
_LEGAL_FORM = re.compile(rf"(?:{'|'.join(_FORMS)})+$")
_LATIN_FORM = re.compile(
    r"\b(?:co|ltd|limited|inc|incorporated|llc|plc|corp|corporation|company|group|holdings?|the)\b"
)
_NOT_NAME = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_LONG_FORMS = [form for form in _FORMS if len(form) >= 4]
HAS_CHINESE = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=64)
def _city_at_edge(cities: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, cities), key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"^(?:{names})(?:市|省)?|(?:{names})市?$")


def plain_name(text: str) -> str:
    """One spelling without spaces and punctuation, Latin words run together: "Huamei Co., Ltd." → huamei."""
    plain = spelled_plainly(text)
    return _NOT_NAME.sub("", _LATIN_FORM.sub(" ", plain))


def telling_part(plain: str, cities: frozenset[str]) -> str:
    """A plain name without legal form and city while two signs are left: 江城华美商贸有限公司 → 华美商贸."""
    core = plain
    for _ in range(2):  # 永安保险股份有限公司江城分公司 needs both twice
        core = without_legal_form(core)
        core = _kept(_city_at_edge(cities).sub("", core), core)
    return core


def without_legal_form(plain: str) -> str:
    """A plain name without legal form, its city kept: 江城华美商贸有限公司 → 江城华美商贸."""
    return _kept(_LEGAL_FORM.sub("", plain), plain)


def _kept(shorter: str, core: str) -> str:
    return shorter if len(shorter) >= 2 else core


def name_around(plain: str, start: int, end: int, cities: frozenset[str]) -> tuple[int, int]:
    """The place of a whole name in a text, of which the telling part lies from `start` to `end`."""
    form = re.match(_LEGAL_FORM.pattern.removesuffix("$"), plain[end:])
    for city in cities:
        for spelling in (city + "市", city):
            if plain.endswith(spelling, 0, start):
                return start - len(spelling), end + (form.end() if form else 0)
    return start, end + (form.end() if form else 0)


def without_misspelt_form(plain: str) -> str:
    """A plain name without an ending that is a legal form but for one slip: 华美商贸有线公司 → 华美商贸."""
    for form in _LONG_FORMS:
        for length in (len(form), len(form) - 1, len(form) + 1):
            head, tail = plain[:-length], plain[-length:]
            if len(head) >= 2 and OSA.distance(tail, form, score_cutoff=1) <= 1:
                return head
    return plain
