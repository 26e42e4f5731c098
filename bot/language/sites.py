"""Access points and the site, found in a line."""

import re

from bot.language.line import Line, Piece
from bot.language.times.english_words import NUMBER_WORD, NUMBERS
from bot.language.times.numerals import value_of

_NUMERAL = "[一二两三四五六七八九十百]{1,4}"
_POINTS = re.compile(
    rf"(?<![\d.])(\d{{1,4}}|{_NUMERAL}) ?(?:个?(?:接入点|点位|网点|站点|端点|节点)|个点|处)"
    rf"|(?<![a-z\d.])(\d{{1,4}}|(?:{NUMBER_WORD})) (?:access )?(?:points?|sites?|locations?|nodes?)(?![a-z])"
    r"|(?:接入点数?|点数|points|sites)[:= ]{1,2}(\d{1,4})(?![\d.:点])"
)
_PLACE = (
    r"楼|号院|大厦|园区|产业园|科技园|工业园|软件园|创业园|小区|机房|校区|院区|厂区|厂房|车间|营业厅|门店|分店|"
    r"总店|广场|码头|仓库|工地|开发区|高新区|大道\d+号|[路街巷道]\d+号|[a-z\d一二三四五六七八九十][座栋幢层室]|"
    r"新城|市场|商城|基地|总部|分部"
)
_SITE = re.compile(rf"(?:在|位于|安装在|装在)?(.{{0,16}}?(?:{_PLACE}).{{0,6}})")
_MARKED = re.compile(r"(?:安装地址|装机地址|地址|地点|位置|位于)(?:是|在)?[: ]?")
_SENTENCE = re.compile(r"要|需|无法|不能|中断|故障|不通|丢包|告警|掉线|断|没有|希望|开通|新增|扩容|客户|报")
_THING = (
    "building|tower|plaza|park|road|rd|street|floor|campus|square|warehouse|office|block|room|mall|hotel|station|"
    "centre|center|wing"
)
_AT = r"(?:at|site:?|address:?|location:?) (?:the )?"
_PART = r"(?:building|tower|block|floor|room|wing|gate) #?(?:[a-z]?\d+[a-z]?|[a-z])(?![a-z\d])"
_STREET = r"(?:no\.? ?)?\d+ (?:[a-z]+ ){1,2}(?:road|rd|street|avenue)(?![a-z])"
_FLOOR = r"\d+(?:st|nd|rd|th) floor"
_ENGLISH_SITE = re.compile(
    rf"(?:{_AT}|in )?((?:{_PART}|{_STREET}|{_FLOOR})(?:,? (?:{_PART}|{_STREET}|{_FLOOR}))*)"
)
_ENGLISH_AT = re.compile(rf"{_AT}((?:[a-z0-9'#&-]+ ){{0,4}}(?:{_THING})(?: [a-z]?\d+)?)(?![a-z])")


def take_access_points(line: Line) -> int | None:
    """How many access points the line says: 8个点, three sites; takes the words."""
    for match in _POINTS.finditer(line.plain):
        if not line.is_free(*match.span()):
            continue
        said = next(group for group in match.groups() if group)
        number = int(said) if said.isdigit() else NUMBERS.get(said) or value_of(said)
        if number:
            line.take(*match.span(), "access_points")
            return number
    return None


def take_site(line: Line) -> str | None:
    """The place that the line names, as typed: after 地址, or by a word such as 号楼, building; takes it."""
    for pattern in (_ENGLISH_SITE, _ENGLISH_AT):
        for match in pattern.finditer(line.plain):
            boundary = match.start() == 0 or not line.plain[match.start() - 1].isalnum()
            if boundary and line.is_free(*match.span()):
                line.take(*match.span(), "site")
                return line.typed[match.start(1) : match.end(1)].strip(" ,")
    return _chinese_site(line)


def _chinese_site(line: Line) -> str | None:
    chunks = line.chunks()
    for index, chunk in enumerate(chunks):
        marked = _MARKED.fullmatch(chunk.text) is not None and index + 1 < len(chunks)
        start = chunks[index + 1].start if marked else _site_start(chunk)
        if start is None:
            continue
        last = chunks[index + 1] if marked else chunk
        for following in chunks[index + 1 + marked :]:
            if following.start - last.end > 1 or _site_start(following) is None:
                break
            last = following
        line.take(chunk.start, last.end, "site")
        return line.typed[start : last.end].strip()
    return None


def _site_start(chunk: Piece) -> int | None:
    """Where the site begins in a chunk that names one, or None."""
    marked = _MARKED.match(chunk.text)
    if marked and marked.end() < len(chunk.text):
        return chunk.start + marked.end()
    match = _SITE.fullmatch(chunk.text)
    if match is None or _SENTENCE.search(chunk.text):
        return None
    return chunk.start + match.start(1)
