"""The wished deadline in a line: words that the reader of time takes in full and that stand as a deadline."""

import re
from datetime import datetime
from typing import NamedTuple

from bot.language.line import Line, Piece
from bot.language.times import Unreadable, When, read_when
from bot.language.times.reader import is_vague
from bot.worktime.calendar import BusinessCalendar

_MOST_WORDS = 8
# A word that makes a time a deadline, whatever stands around it.
_CUE = re.compile(
    r"前|内$|内完成|下班|截止|截至|最晚|最迟|不晚于|不迟于|期限|完成|工作日"
    r"|(?<![a-z])(?:by|before|within|due|until|till|deadline|in|eod|cob|eow|eom|end of)(?![a-z])"
)
# Without such a word only a day will do, not an hour or a bare figure.
_DAY = re.compile(
    r"[周月日号天底末节旦今明后]|星期|礼拜|day|tomorrow|tmr|week|month|tonight|\d{4}-|[a-z]{3} \d|\d [a-z]{3}"
    r"|^(?:next|this) "
)
_SHORT_DAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun|may|mar)")
_SINCE = re.compile(
    r"(?:since|from|after|自|从|自从|到达|发生于|starting|started|began)[ :]*(?:about |around )?$"
)
_ONGOING = re.compile(r" ?(?:起|开始|以来|发生|出现|至今|左右|onwards|ago)")
_AGO = re.compile(r"[\d一二两三四五六七八九十半](?:天|小时|分钟|周|星期|年|个[一-鿿]{1,2})(?:之|以)?前$")
_INNER_END = re.compile(r"之前|以前|前|之内|以内|内")
_THEN_DONE = re.compile(
    r"$|[ ,;]|(?:要|需|必须|请|务必|给|回|答|反馈|完成|开通|恢复|处理|修|交|出|上|解决|搞定|办|做)"
)
_HOUSE = re.compile(r"[楼院线门机店厅库桥路码段栋座]")
_TOLD = ("past", "impossible", "conflict", "too_far", "unknown_year")


class Refused(NamedTuple):
    """Words that were meant for a deadline and cannot be one; `code` is Unreadable's."""

    words: str
    code: str


class Wished(NamedTuple):
    """What a line says of its deadline: a reading, or why there is none."""

    when: When | None
    refused: Refused | None


def take_deadline(line: Line, at: datetime, calendar: BusinessCalendar) -> Wished:
    """The deadline of a line, the plainest first; takes its words. What is refused stays in the line."""
    refused: Refused | None = None
    over: list[tuple[int, int]] = []
    for first, last in _stretches(line):
        words = line.plain[first:last]
        # 下班前 alone would be today's: inside 昨天下班前 it is not.
        if not _may_stand(line, first, last) or any(start <= first and last <= end for start, end in over):
            continue
        try:
            when = read_when(words, at, calendar)
        except Unreadable as unreadable:
            if unreadable.code in _TOLD:
                over.append((first, last))
            if refused is None and unreadable.code in _TOLD and _CUE.search(words) and not _AGO.search(words):
                refused = Refused(line.typed[first:last], unreadable.code)
            continue
        if _is_deadline(words):
            line.take(first, last, "wished")
            return Wished(when, None)
    return Wished(None, refused or _vague(line))


def _vague(line: Line) -> Refused | None:
    for chunk in line.chunks():
        if is_vague(chunk.text):
            return Refused(line.typed[chunk.start : chunk.end], "vague")
    return None


def _stretches(line: Line) -> list[tuple[int, int]]:
    """Places of a deadline: runs of whole words, parts of words up to 前 or 内; long ones first."""
    chunks = line.chunks()
    places = []
    for index, first in enumerate(chunks):
        for last in chunks[index : index + _MOST_WORDS]:
            if line.together(first, last) is None:
                break
            places.append((first.start, last.end))
    places += [place for chunk in chunks for place in _inner(chunk)]
    cued = {place for place in places if _CUE.search(line.plain[place[0] : place[1]])}
    return sorted(dict.fromkeys(places), key=lambda place: (place not in cued, place[0] - place[1], place[0]))


def _inner(chunk: Piece) -> list[tuple[int, int]]:
    places = []
    for match in _INNER_END.finditer(chunk.text):
        if _THEN_DONE.match(chunk.text, match.end()):
            places += [(chunk.start + start, chunk.start + match.end()) for start in range(match.start())]
    return places


def _may_stand(line: Line, first: int, last: int) -> bool:
    """Whether the words around let it be a deadline: not 8号 of 8号楼, not "9:00" of "since 9:00"."""
    before, after = line.plain[:first], line.plain[last:]
    if _SINCE.search(before) or _ONGOING.match(after):
        return False
    return not (line.plain[last - 1] in "号日" and _HOUSE.match(after))


def _is_deadline(words: str) -> bool:
    if _CUE.search(words):
        return True
    return bool(_DAY.search(words)) and not _SHORT_DAY.fullmatch(words)
