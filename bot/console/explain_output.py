"""An explanation as text for people, in their language."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.policy import Text
from bot.views import Basis, DayLine, Explanation, MoveLine, PauseLine
from bot.worktime import DayKind

_WEEKDAYS = {"zh": "周一 周二 周三 周四 周五 周六 周日", "en": "Mon Tue Wed Thu Fri Sat Sun"}
_TITLE = Text(zh="{label} {what}：{due}", en="{label} {what}: {due}")
_DUE = Text(zh="{at} 到期", en="due {at}")
_PAUSED = Text(zh="已暂停，恢复后重算", en="paused, to be reckoned again when it runs on")
_PROVISIONAL = Text(
    zh="暂定：所依据年度的放假安排尚未公布", en="provisional: rests on an estimated year, to be announced"
)
_RULE = Text(
    zh="规则：{by}“{level}”{reach}，{base}{unit}（sla.yaml，政策版本 {version}）",
    en="Rule: {by} {level}{reach}, {base} {unit} (sla.yaml, policy version {version})",
)
_REACH = Text(zh="、覆盖范围“{reach}”", en=", {reach}")
_POINTS = Text(
    zh="接入点 {points} 个，超过 {included} 个：{points} / {included} × {base}，进位到 {amount}{unit}",
    en="{points} access points: {points} / {included} × {base}, rounded up to {amount} {unit}",
)
_POINTS_EXACT = Text(
    zh="接入点 {points} 个，超过 {included} 个：{points} / {included} × {base} = {amount}{unit}",
    en="{points} access points: {points} / {included} × {base} = {amount} {unit}",
)
_SHARE = Text(zh="本环节占 {share}%：{target}", en="This step's share is {share} %: {target}")
_START = Text(zh="开始：{at}", en="Started: {at}")
_COUNTED = Text(
    zh="计入的工作时间（日历 {calendar}），合计 {sum}：",
    en="Working time counted (calendar {calendar}), {sum} in all:",
)
_PAUSES = Text(zh="暂停：", en="Pauses:")
_DAYS = Text(zh="其间的节假日与调休：", en="Holidays and make-up days in between:")
_MOVES = Text(zh="人工调整（原定 {at}）：", en="Moved manually (originally {at}):")
_STILL = Text(zh="至今", en="still")
_TOOK = Text(zh="扣除 {working}", en="{working} taken out")
_CONSENT = Text(zh="{who} 同意", en="consent of {who}")
_MOVED = Text(zh="{at} 由 {who} 改为 {due}：{reason}", en="{at} by {who} to {due}: {reason}")
_REQUEST = Text(zh="客户时限", en="the customer's deadline")
_BY = {
    "grade": Text(zh="客户服务等级", en="customer grade"),
    "assurance": Text(zh="业务保障等级", en="assurance level"),
}
_LEVELS = {
    "key": Text(zh="重点保障", en="key"),
    "diamond": Text(zh="钻石", en="diamond"),
    "gold": Text(zh="金牌", en="gold"),
    "silver": Text(zh="银牌", en="silver"),
    "bronze": Text(zh="铜牌", en="bronze"),
    "normal": Text(zh="普通", en="normal"),
}
_REACHES = {
    "in_city": Text(zh="地市内", en="in the city"),
    "across_cities": Text(zh="跨地市", en="across cities"),
    "across_provinces": Text(zh="跨省", en="across provinces"),
}
_QUESTION = Text(zh="待答复问题", en="question to answer")
_CARRIED = Text(zh="重开前已用", en="used up before it was reopened")
_UNITS = {
    "working_days": Text(zh="个工作日", en="working days"),
    "working_hours": Text(zh="个工作小时", en="working hours"),
    "clock_hours": Text(zh="小时", en="hours"),
}
_KINDS = {
    DayKind.PUBLIC_HOLIDAY: Text(zh="法定节假日", en="public holiday"),
    DayKind.MAKEUP_WORKDAY: Text(zh="调休上班", en="make-up workday"),
    DayKind.OVERRIDE: Text(zh="本单位安排", en="the branch's own hours"),
}


def explanation_as_text(found: Explanation, language: str, names: Mapping[str, str]) -> str:
    """The whole explanation, a line for each fact; times are the calendar's, `names` say who is who."""
    say = _Saying(found, language, names)
    what = f"{found.kind.in_(language)} · {(found.step or _REQUEST).in_(language)}"
    due = _DUE.in_(language).format(at=say.when(found.due_at)) if found.due_at else _PAUSED.in_(language)
    lines = [_TITLE.in_(language).format(label=found.label, what=what, due=due)]
    lines += [_PROVISIONAL.in_(language)] if found.is_provisional else []
    lines += say.basis(found.basis) if found.basis else [f"{_QUESTION.in_(language)}: {found.rule}"]
    if found.carried:
        lines.append(f"{_CARRIED.in_(language)}: {found.carried}")
    lines.append(_START.in_(language).format(at=say.when(found.started_at)))
    lines.append(_COUNTED.in_(language).format(calendar=found.calendar, sum=found.counted))
    lines += [f"  {say.span(each.start_at, each.end_at)}  {_whole(each.working)}" for each in found.stretches]
    for head, body in (
        (_PAUSES, [say.pause(each) for each in found.pauses]),
        (_DAYS, [say.day(each) for each in found.days]),
        (_MOVES, [say.move(each) for each in found.moves]),
    ):
        if body:
            lines.append(head.in_(language).format(at=say.when(found.original_due_at)))
            lines += [f"  {each}" for each in body]
    return "\n".join(lines)


def _whole(working: timedelta) -> timedelta:
    """In whole seconds."""
    return working - working % timedelta(seconds=1)


class _Saying:
    """Says single facts in one language and zone."""

    def __init__(self, found: Explanation, language: str, names: Mapping[str, str]) -> None:
        self._found = found
        self._language = language
        self._names = names
        self._zone = ZoneInfo(found.zone)

    def when(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        weekday = _WEEKDAYS[self._language].split()[local.weekday()]
        return f"{local:%Y-%m-%d} {weekday} {self._time(local)}"

    def span(self, start_at: datetime, end_at: datetime) -> str:
        start, end = start_at.astimezone(self._zone), end_at.astimezone(self._zone)
        same_day = start.date() == end.date()
        return f"{self.when(start)} – {self._time(end) if same_day else self.when(end)}"

    def basis(self, basis: Basis) -> list[str]:
        """The rule, the access points' arithmetic and the step's share."""
        words = {
            "by": _BY[basis.by].in_(self._language),
            "level": _LEVELS[basis.level].in_(self._language) if basis.level in _LEVELS else basis.level,
            "reach": self._reach(basis.reach),
            "base": _number(basis.base),
            "unit": _UNITS[basis.unit].in_(self._language),
            "version": self._found.policy_version,
        }
        lines = [_RULE.in_(self._language).format(**words)]
        if basis.included and basis.access_points > basis.included:
            arithmetic = {"points": basis.access_points, "included": basis.included}
            is_exact = basis.base * basis.access_points / basis.included == basis.amount
            said = (_POINTS_EXACT if is_exact else _POINTS).in_(self._language)
            lines.append(said.format(**words, **arithmetic, amount=_number(basis.amount)))
        if basis.share is not None:
            share = _SHARE.in_(self._language)
            lines.append(share.format(share=_number(basis.share), target=self._found.target))
        return lines

    def _reach(self, reach: str | None) -> str:
        if reach is None:
            return ""
        name = _REACHES[reach].in_(self._language) if reach in _REACHES else reach
        return _REACH.in_(self._language).format(reach=name)

    def pause(self, pause: PauseLine) -> str:
        until = self.when(pause.to_at) if pause.to_at else _STILL.in_(self._language)
        parts = [f"{self.when(pause.from_at)} – {until}", pause.reason.in_(self._language)]
        parts.append(_TOOK.in_(self._language).format(working=pause.working))
        parts += [pause.evidence] if pause.evidence else []
        if pause.consented_by_id:
            parts.append(_CONSENT.in_(self._language).format(who=self._who(pause.consented_by_id)))
        return "  ".join(parts)

    def day(self, day: DayLine) -> str:
        weekday = _WEEKDAYS[self._language].split()[day.on.weekday()]
        name = day.note.name.in_(self._language) if day.note.name else ""
        return f"{day.on} {weekday}  {_KINDS[day.note.kind].in_(self._language)}  {name}".rstrip()

    def move(self, move: MoveLine) -> str:
        words = {"at": self.when(move.moved_at), "due": self.when(move.due_at)}
        return _MOVED.in_(self._language).format(**words, who=self._who(move.by_id), reason=move.reason)

    def _who(self, person_id: str) -> str:
        return self._names.get(person_id, person_id)

    def _time(self, local: datetime) -> str:
        return f"{local:%H:%M}" if local.second == 0 else f"{local:%H:%M:%S}"


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
