"""The Chinese grammar: what staff write for days, stretches and holidays. Numerals are digits by now."""

from datetime import date

from bot.language.times import feasts
from bot.language.times.atoms import Atom, Days, Now, Ordinal, Part, Span, Weekday
from bot.language.times.days import (
    DAY,
    coming,
    day_of_month,
    full_year,
    month_day,
    month_end,
    month_of,
    next_month_named,
    next_quarter_named,
    nth_working_day,
    quarter_of,
    shift_month,
    the_date,
    week_of,
    weekday_in_week,
    year_of,
)
from bot.language.times.lexer import Rule
from bot.language.times.reading import Unreadable

_WEEKDAYS = {sign: index % 7 for index, sign in enumerate("一二三四五六日1234567")} | {"天": 6}
_DAYS_AHEAD = {"今": 0, "当": 0, "本": 0, "明": 1, "次": 1, "隔": 1, "翌": 1, "后": 2, "大后": 3, "大大后": 4}
_PARTS = {"早": Part.EARLY, "晨": Part.EARLY, "午": Part.NOON, "晚": Part.EVENING, "夜": Part.EVENING}
_FEASTS = {
    "元旦": "new_year", "新年": "new_year", "春节": "spring_festival", "除夕": "spring_festival_eve",
    "过年": "spring_festival", "农历新年": "spring_festival", "清明": "tomb_sweeping", "劳动节": "labour_day",
    "端午": "dragon_boat", "中秋": "mid_autumn", "国庆": "national_day", "圣诞": "christmas", "节": "any",
    "假期": "any", "放假": "any", "长假": "any", "节假日": "any",
}  # fmt: skip
_THIS = "本|这个|这|当"
_NEXT = "(?:下)*下个|(?:下)*下|次"
_REF = f"({_THIS}|{_NEXT})"
_WEEK = "(?:周|星期|礼拜)"
_YEAR = r"(?:(今年|本年|明年|次年|后年|20\d\d年|\d\d年)的?)?"
_PIECE = "(底|末|初|中旬|上旬|下旬|中)"


def _ahead(said: str) -> int:
    """How many weeks, months or quarters a word such as 本, 下, 下下个 looks ahead."""
    return said.count("下") + said.count("次")


def _year(now: Now, said: str) -> int:
    named = {"今": 0, "本": 0, "明": 1, "次": 1, "后": 2}
    return now.today.year + named[said[0]] if said[0] in named else full_year(said[:-1])


def _day(now: Now, groups: tuple[str, ...]) -> Days:
    return Days((now.today + _DAYS_AHEAD[groups[0]] * DAY,))


def _day_and_part(now: Now, groups: tuple[str, ...]) -> tuple[Atom, ...]:
    return _day(now, groups), _PARTS[groups[1]]


def _weekday(now: Now, groups: tuple[str, ...]) -> Atom:
    said, index = groups[0], _WEEKDAYS[groups[1]]
    if not said:
        return Weekday(index)
    on = weekday_in_week(now, index, _ahead(said))
    if said.endswith("下个"):  # 下个周五 is said for the coming Friday too
        return Days(
            tuple(dict.fromkeys((on, *coming(now, Weekday(index)).on))) if _ahead(said) == 1 else (on,)
        )
    return Days((on,))


def _weekend(now: Now, groups: tuple[str, ...]) -> Span:
    monday = week_of(now, _ahead(groups[0])).first_on
    return Span(monday + 5 * DAY, monday + 6 * DAY, "weekend")


def _week(now: Now, groups: tuple[str, ...]) -> Span:
    week = week_of(now, _ahead(groups[0]))
    return Span(week.first_on, week.last_on, "week", bool(groups[1]))


def _full_date(now: Now, groups: tuple[str, ...]) -> Days:
    year, month, day = groups
    if not year:
        return month_day(now, int(month), int(day))
    return Days((the_date(_year(now, year), int(month), int(day)),))


def _day_of_month(now: Now, groups: tuple[str, ...]) -> Days:
    said, day = groups
    if not said:
        return day_of_month(now, int(day))
    year, month = shift_month(now.today.year, now.today.month, _ahead(said))
    return Days((the_date(year, month, int(day)),))


def _piece_of_month(month: Span, piece: str) -> date:
    """The day by which a piece of a month is over: 中旬 the 20th; 初 is the 1st, 中 the 15th."""
    day = {"初": 1, "中": 15, "上旬": 10, "中旬": 20}.get(piece)
    return month.first_on.replace(day=day) if day else month.last_on


def _month_piece(now: Now, groups: tuple[str, ...]) -> Days:
    said, piece = groups
    on = _piece_of_month(month_of(now, _ahead(said)), piece)
    if not said and on < now.today:
        on = _piece_of_month(month_of(now, 1), piece)
    return Days((on,))


def _named_month(now: Now, groups: tuple[str, ...]) -> Atom:
    year, number, piece = groups
    month = next_month_named(now, int(number))
    if year:
        first_on = the_date(_year(now, year), int(number), 1)
        month = Span(first_on, month_end(first_on.year, first_on.month))
    return Days((_piece_of_month(month, piece),)) if piece else month


def _month(now: Now, groups: tuple[str, ...]) -> Span:
    return month_of(now, _ahead(groups[0]))


def _year_piece(now: Now, groups: tuple[str, ...]) -> Days:
    """年底, 明年初, 年中: the last of December, the first of January, the last of June."""
    said, piece = groups
    month, day = {"底": (12, 31), "末": (12, 31), "初": (1, 1), "中": (6, 30)}[piece]
    on = date(_year(now, said) if said else now.today.year, month, day)
    return Days((on if said or on >= now.today else on.replace(year=on.year + 1),))


def _year_span(now: Now, groups: tuple[str, ...]) -> Span:
    return year_of(now, _year(now, groups[0]) - now.today.year)


def _quarter(now: Now, groups: tuple[str, ...]) -> Span:
    said, number, ended = groups
    span = next_quarter_named(now, int(number)) if number else quarter_of(now, _ahead(said))
    return Span(span.first_on, span.last_on, "month", bool(ended))


def _ordinal(_: Now, groups: tuple[str, ...]) -> Ordinal:
    return Ordinal(int(groups[0])) if groups[0] else Ordinal(-1 if "最后" in groups[1] else 1)


def _next_working_day(now: Now, _: tuple[str, ...]) -> Days:
    return Days((nth_working_day(now, now.today + DAY, 1),))


def _before_year_end(now: Now, _: tuple[str, ...]) -> Days:
    """年前 is said for the end of December and for Spring Festival."""
    year_end = date(now.today.year, 12, 31)
    return Days(tuple(dict.fromkeys((*feasts.before(now, "spring_festival").on, year_end))))


def _feast(now: Now, groups: tuple[str, ...]) -> Days:
    year_said, name, last_day, earlier, unit, is_before, nth, first, is_open = groups
    key, year = _FEASTS[name], _year(now, year_said) if year_said else None
    if last_day:
        return feasts.last_working_day_before(now, key, year=year)
    if earlier:
        return feasts.before(now, key, year=year, days=int(earlier) * (1 if unit == "天" else 7))
    if is_before:
        return feasts.before(now, key, year=year)
    if nth or first:
        return feasts.working_day_after(now, key, int(nth or 1), year=year)
    if is_open:
        raise Unreadable("vague", holiday=key)
    return feasts.itself(now, key, year=year)


_FEAST_TAIL = (
    r"(?:(?:以|之)?前的?(最后1?个?(?:工作日|1天上班|上班日))|(?:以|之)?前(?:的)?(\d{1,2})个?(天|周|星期|礼拜)"
    r"|((?:以|之)?前夕?)|(?:过|以|之)?后的?(?:第?(\d{1,2})个?(?:工作日|上班日)(?:内|之内|以内)?"
    r"|(首个?工作日|第1天上班|上班第1天|上班首日))|((?:过|以|之)?后|期间)|(?:当天|当日)?)"
)
CHINESE_DAY_RULES = (
    Rule(_YEAR + "(" + "|".join(_FEASTS) + ")节?(?:小?长假|假期|假|黄金周)?" + _FEAST_TAIL, _feast),
    Rule(r"(今|当|明|后)(?:天)?(早|晨|晚|午(?![前后饭休])|夜)(?![上晨间里])", _day_and_part),
    Rule(r"(今|当|本|明|次|隔|翌|大大后|大后|后)(?:天|日|儿)(?!志)", _day),
    Rule(r"(?:下1?个|次1?个?|下1|下)(?:工作日|工作天|上班日)", _next_working_day),
    Rule(rf"(?:{_REF}(?={_WEEK}))?(?:{_WEEK}的?)?{_WEEK}末", _weekend),
    Rule(
        rf"(?:{_REF}(?={_WEEK}))?{_WEEK}(?:的?{_WEEK})?([一二三四五六日天]|[1-7](?![\d点时号日]))", _weekday
    ),
    Rule(rf"{_REF}{_WEEK}(底)?", _week),
    Rule(rf"{_YEAR}(\d{{1,2}})月(?:份)?(\d{{1,2}})(?:[日号]|(?![\d点时:个天小分周月年]))", _full_date),
    Rule(
        rf"(?:{_REF}月(?:份)?的?)?(\d{{1,2}})(?:[日号])(?!楼|院|线|门|机|店|厅|库|桥|路|码|段)", _day_of_month
    ),
    Rule(rf"{_REF}月(?:份)?的?()(?=\d)(\d{{1,2}})(?![\d点时:])", lambda n, g: _day_of_month(n, (g[0], g[2]))),
    Rule(rf"(?:{_REF})?月(?:份)?{_PIECE}", _month_piece),
    Rule(rf"{_YEAR}(\d{{1,2}})月(?:份)?{_PIECE}?(?![\d])", _named_month),
    Rule(rf"{_REF}月(?:份)?", _month),
    Rule(r"年前", _before_year_end),
    Rule(r"(?:(今年|本年|明年|次年|后年|20\d\d年)的?年?|年)(底|末|初|中)", _year_piece),
    Rule(r"(今年|本年|明年|次年|后年|20\d\d年)", _year_span),
    Rule(r"()年(?=内|之内|以内)", lambda now, _: year_of(now, 0)),
    Rule(rf"(?:{_REF}|第?([1-4])|(?=季度?[底末]))季度?(底|末)?", _quarter),
    Rule(r"()q([1-4])(底|末)", _quarter),
    Rule(r"(?:第(\d{1,2})个?|(首个?|头1?个|最后1?个?))(?:工作日|上班日)", _ordinal),
)
