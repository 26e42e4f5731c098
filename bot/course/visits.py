"""A request's rows as the interpreter of the matrix wants them."""

from collections.abc import Iterable
from typing import Protocol

from bot.course import Course, Place, Values, Visit
from bot.course.rules import RequestRules
from bot.course.transitions import QUESTION
from models.enums import StepState

VISIT = ("key", "item", "round", "state", "outcome")
"""The columns of a step's row that decide the course."""


class VisitRow(Protocol):
    """What of a step's row decides the course; a `Step` or a plain row of the database."""

    @property
    def key(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def round(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def outcome(self) -> str | None: ...


class RequestValues(Protocol):
    """What of a request decides which steps it has."""

    @property
    def service(self) -> str: ...


def course_of(rules: RequestRules, request: RequestValues, rows: Iterable[VisitRow]) -> Course:
    """The request's course so far, by the policy that it was opened with; `rows` are all its visits."""
    visits = [
        Visit(Place(row.key, row.item, row.round), StepState(row.state), row.outcome)
        for row in rows
        if row.key != QUESTION
    ]
    return Course(rules.kind, Values(request.service), visits)


def is_open_question(row: VisitRow) -> bool:
    """Whether the visit is a question that waits for its answer."""
    return row.key == QUESTION and row.state == StepState.ACCEPTED
