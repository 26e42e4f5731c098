"""Rows and answers as values for people: questions with their answers, and named lines."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from bot.policy import FieldRule
from bot.views import ExchangeView, Line
from models import Exchange


def exchange_view(row: Exchange) -> ExchangeView:
    """The view of a question and its answer."""
    return ExchangeView(
        id=row.id or 0,
        question=row.question,
        asked_by_id=row.asked_by_id,
        asked_of_id=row.asked_of_id,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_by_id=row.answered_by_id,
    )


def lines(rules: Iterable[FieldRule], values: dict[str, object]) -> tuple[Line, ...]:
    """Named values in the policy's order; choices by their names."""
    found = []
    for rule in rules:
        value = values.get(rule.id)
        if value is None:
            continue
        if rule.type == "choice":
            value = next((choice.name for choice in rule.choices if choice.id == value), str(value))
        elif rule.type == "deadline":
            value = datetime.fromisoformat(str(value))
        elif rule.type == "decimal":
            value = f"{Decimal(str(value)):,f}"
        found.append(Line(rule.name, value))  # type: ignore[arg-type]
    return tuple(found)
