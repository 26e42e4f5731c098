"""One plain spelling for what people type: half-width, lower case, simplified, digits, single spaces."""

import re

from bot.language.times.numerals import with_digits

CJK = r"\u3400-\u9fff"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TRADITIONAL_SIGNS = (
    "週禮點號後兩個鐘時內間這當結國慶節勞動陽開業務員復處給請過關單資"
    "專線網聯際語電話機樓廠區層棟園醫學銀門數據華貿達東萬遠長風飛龍興"
    "雲豐"
)
_SIMPLIFIED_SIGNS = (
    "周礼点号后两个钟时内间这当结国庆节劳动阳开业务员复处给请过关单资"
    "专线网联际语电话机楼厂区层栋园医学银门数据华贸达东万远长风飞龙兴"
    "云丰"
)
_TRADITIONAL = dict(zip(map(ord, _TRADITIONAL_SIGNS), _SIMPLIFIED_SIGNS, strict=True))
_PUNCTUATION = str.maketrans(
    {"\u3000": " ", "。": " ", "、": ",", "—": "-", "–": "-", "〜": "~", "’": "'", "\t": " "}
)
_PLAIN = _WIDE | _TRADITIONAL | _PUNCTUATION
_SPACES = re.compile(r"[ \r\n]+")
_SPACE_AT_CJK = re.compile(rf" (?=[{CJK}])|(?<=[{CJK}]) ")
_HAS_CJK = re.compile(rf"[{CJK}]")
# Named days whose spelling would be taken for a number.
_NUMBERED_FEASTS = (
    (re.compile(r"五一(?!月)"), "劳动节"),
    (re.compile(r"(?<![月二三])十一(?=国庆|前|之前|以前|后第|之后第|以后第|节|假期|长假|黄金周)"), "国庆节"),
)


def spelled_plainly(phrase: str) -> str:
    """Full-width signs made half-width, traditional signs simplified, lower case, single spaces."""
    return _SPACES.sub(" ", phrase.translate(_PLAIN).lower()).strip(" ")


def sign_for_sign(typed: str) -> str:
    """The same plain signs, but as many as were typed, so that places stay what they were."""
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in typed.translate(_PLAIN))


def is_chinese(plain: str) -> bool:
    """Whether a phrase has any Chinese sign (mixed phrases count as Chinese)."""
    return _HAS_CJK.search(plain) is not None


def chinese_spelling(plain: str) -> str:
    """A plain phrase made ready for the Chinese grammar: feasts named, numerals in digits, no idle spaces."""
    for pattern, name in _NUMBERED_FEASTS:
        plain = pattern.sub(name, plain)
    return _SPACE_AT_CJK.sub("", with_digits(plain))
