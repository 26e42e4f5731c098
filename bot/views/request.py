"""One request and its steps, as cards show them."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.policy import Text
from models.enums import AT_WORK, Reach, StepState


@dataclass(frozen=True)
class Line:
    """A named value on a card: an answer's field or a kind's own field. `value` is a text people typed,
    a `Text` of the policy, an instant, or a number."""

    name: Text
    value: str | Text | datetime | int | float


@dataclass(frozen=True)
class ExchangeView:
    """A question that a step was returned with, and the answer if there is one."""

    id: int
    question: str
    asked_by_id: str
    asked_of_id: str
    asked_at: datetime
    answer: str | None = None
    answered_by_id: str | None = None


@dataclass(frozen=True)
class StepView:
    """One visit as its card shows it, or (`id` is 0) a step whose turn has not come.

    `actions` are the verbs that its state allows, in the order of buttons, `more` those that are seldom
    wanted and that its details offer (`bot.course.transitions`). `follows` are the steps that it rests on. A
    visit that is a question has its text as `asks`. A returned step waits for `asked_id`, whose
    answer is due at `asked_until`.
    """

    id: int
    request_id: int
    label: str
    key: str
    name: Text
    asks: Text
    team_id: str
    team: Text
    state: str
    holder_id: str | None = None
    outcome: Text | None = None
    answers: tuple[Line, ...] = ()
    waits_for: tuple[Text, ...] = ()
    ready_at: datetime | None = None
    done_at: datetime | None = None
    done_by_id: str | None = None
    due_at: datetime | None = None
    is_overdue: bool = False
    is_provisional: bool = False
    is_paused: bool = False
    limit_text: str = ""
    exchanges: tuple[ExchangeView, ...] = ()
    actions: tuple[str, ...] = ()
    revision: int = 0
    more: tuple[str, ...] = ()
    follows: frozenset[str] = frozenset()
    asked_id: str | None = None
    asked_until: datetime | None = None


@dataclass(frozen=True)
class RequestView:
    """One request as its cards show it, with all its steps in order and the questions that are out.

    `more` are the verbs that stand in its details: `move_deadline`, `regrade_customer`, `pause_request`,
    `resume_request`.
    """

    id: int
    label: str
    kind: str
    kind_name: Text
    stage: str
    state: str
    outcome: Text | None
    customer: str
    grade: str
    service: Text
    assurance: str
    access_points: int
    site: str
    description: str
    details: tuple[Line, ...]
    wished_at: datetime | None
    source_url: str | None
    opened_by_id: str
    opened_at: datetime
    coordinator_id: str | None
    closed_at: datetime | None
    due_at: datetime | None
    original_due_at: datetime | None
    is_overdue: bool
    is_provisional: bool
    is_at_risk: bool
    target_text: str
    steps: tuple[StepView, ...] = field(default=())
    questions: tuple[StepView, ...] = ()
    is_paused: bool = False
    more: tuple[str, ...] = ()
    reach: str = Reach.IN_CITY

    @property
    def open_steps(self) -> tuple[StepView, ...]:
        """The steps that somebody has to do something about now."""
        return tuple(step for step in self.steps if step.state in AT_WORK)

    @property
    def newest_steps(self) -> tuple[StepView, ...]:
        """The steps in order; of a step's void visits only the newest, however often it was re-opened."""
        last = {step.key: step for step in self.steps if step.state == StepState.VOID}
        return tuple(
            step for step in self.steps if step is last.get(step.key, step) or step.state != StepState.VOID
        )

    def step(self, step_id: int) -> StepView:
        """The visit with this id, a question or not; raises StopIteration if it is another request's."""
        return next(step for step in (*self.steps, *self.questions) if step.id == step_id)


@dataclass(frozen=True)
class StepCard:
    """A step's card needs its request's facts too.

    `is_elsewhere`: it stands in a channel that the step has left, and says where it went.
    """

    request: RequestView
    step: StepView
    is_elsewhere: bool = False
