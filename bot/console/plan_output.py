"""A plan as JSON for programs and as a table for people."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from bot.course import Plan, PlannedStep
from bot.policy import Policy, Text
from bot.policy.sla import Unit
from bot.worktime import BusinessCalendar, format_amount

_WEEKDAYS = {"zh": "周一 周二 周三 周四 周五 周六 周日", "en": "Mon Tue Wed Thu Fri Sat Sun"}
_HEADS = {
    "step": Text(zh="环节", en="step"),
    "team": Text(zh="负责", en="team"),
    "needs": Text(zh="等待", en="waits for"),
    "limit": Text(zh="时限", en="limit"),
    "start": Text(zh="计划开始", en="planned start"),
    "due": Text(zh="计划完成", en="planned due"),
    "if": Text(zh="仅当", en="only if"),
}
_LIMIT = {
    "working_days": Text(zh="{}个工作日", en="{} working days"),
    "working_hours": Text(zh="{}个工作小时", en="{} working hours"),
    "clock_hours": Text(zh="{}小时", en="{} hours"),
}
_DUE = Text(zh="{kind}：时限{limit}，{due} 到期", en="{kind}: {limit}, due {due}")
_RULE = Text(zh="依据", en="rule")
_ANSWERS = Text(zh="{steps} 答复“{outcome}”", en="{steps} answers “{outcome}”")
_ALL_ANSWER = Text(zh="{steps} 均答复“{outcome}”", en="{steps} answer “{outcome}”")
_OR = Text(zh="或", en=" or ")
_AND = Text(zh="和", en=" and ")
_LIST = Text(zh="、", en=", ")
_PROVISIONAL = Text(
    zh="暂定：所依据年度的放假安排尚未公布", en="provisional: rests on an estimated year, to be announced"
)


def plan_as_json(policy: Policy, plan: Plan) -> dict[str, Any]:
    """The plan as issue 2 words it; amounts are numbers, instants carry the calendar's offset."""
    calendar = policy.calendars[plan.calendar]
    return {
        "kind": plan.kind,
        "target": _amount(plan.target.amount, plan.target.unit),
        "due_at": _iso(plan.due_at, calendar),
        "provisional": plan.provisional,
        "rule": plan.rule,
        "steps": [_step_as_json(step, plan, calendar) for step in plan.steps],
    }


def plan_as_table(policy: Policy, plan: Plan, language: str) -> str:
    """The plan in the reader's language, its columns aligned also where characters are wide."""
    calendar, kind = policy.calendars[plan.calendar], policy.kinds[plan.kind]
    limit = _LIMIT[plan.target.unit].in_(language).format(_number(plan.target.amount))
    due = _when(plan.due_at, calendar, language)
    lines = [_DUE.in_(language).format(kind=kind.name.in_(language), limit=limit, due=due)]
    lines.append(f"{_RULE.in_(language)}: {plan.rule}")
    lines += [_PROVISIONAL.in_(language)] if plan.provisional else []
    rows = [[head.in_(language) for head in _HEADS.values()]]
    rows += [_row(policy, plan, step, language) for step in plan.steps]
    return "\n".join([*lines, "", *_aligned(rows)])


def _step_as_json(step: PlannedStep, plan: Plan, calendar: BusinessCalendar) -> dict[str, Any]:
    return {
        "key": step.key,
        "team": step.team,
        "needs": list(step.needs),
        "applies_if": step.applies_if,
        "limit": _amount(_in_unit(step.limit, plan.target.unit, calendar), plan.target.unit),
        "planned_start_at": _iso(step.planned_start_at, calendar),
        "planned_due_at": _iso(step.planned_due_at, calendar),
    }


def _row(policy: Policy, plan: Plan, step: PlannedStep, language: str) -> list[str]:
    calendar, kind = policy.calendars[plan.calendar], policy.kinds[plan.kind]
    rule = kind.step(step.key)
    return [
        rule.name.in_(language),
        policy.teams[step.team].name.in_(language),
        _LIST.in_(language).join(kind.step(need).name.in_(language) for need in step.needs),
        format_amount(step.limit, calendar),
        _when(step.planned_start_at, calendar, language),
        _when(step.planned_due_at, calendar, language),
        _only_if(policy, plan, step, language),
    ]


def _only_if(policy: Policy, plan: Plan, step: PlannedStep, language: str) -> str:
    kind = policy.kinds[plan.kind]
    condition = kind.step(step.key).applies
    if step.applies_if is None or condition is None or condition.outcome is None:
        return ""
    asked = [key for key in condition.asks if any(planned.key == key for planned in plan.steps)]
    is_all = bool(condition.all_of) and len(asked) > 1
    between, said = (_AND, _ALL_ANSWER) if is_all else (_OR, _ANSWERS)
    steps = between.in_(language).join(kind.step(key).name.in_(language) for key in asked)
    outcome = kind.step(asked[0]).outcome(condition.outcome)
    return said.in_(language).format(steps=steps, outcome=outcome.name.in_(language))


def _amount(amount: Decimal, unit: Unit) -> dict[str, float]:
    return {"working_days" if unit == "working_days" else "hours": _plain(amount)}


def _in_unit(working: timedelta, unit: Unit, calendar: BusinessCalendar) -> Decimal:
    seconds = Decimal(working // timedelta(seconds=1))
    return seconds / (calendar.day_seconds if unit == "working_days" else 3600)


def _plain(value: Decimal) -> float:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else float(rounded)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _iso(at: datetime, calendar: BusinessCalendar) -> str:
    return at.astimezone(calendar.zone).isoformat(timespec="seconds")


def _when(at: datetime, calendar: BusinessCalendar, language: str) -> str:
    local = at.astimezone(calendar.zone)
    return f"{local:%Y-%m-%d} {_WEEKDAYS[language].split()[local.weekday()]} {local:%H:%M}"


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    padded = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return [line.rstrip() for line in padded]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
