"""View-models: what builders turn into blocks and commands into lines; values only, no rows, no session."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.errors import Problem
from bot.policy import Plan, Text
from bot.worktime.phrases import Echo


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
    """One step as its card shows it. `actions` are the verbs that its state allows, in the order of buttons:
    `accept_step`, `finish_step`, `return_step`, `answer_return`, `hand_over_step`. `more` are those that are
    seldom wanted and stand in the details: `pause_step`, `resume_step`, `move_step_deadline`, `reopen_step`.
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
    holder_id: str | None
    outcome: Text | None
    answers: tuple[Line, ...]
    waits_for: tuple[Text, ...]
    ready_at: datetime | None
    done_at: datetime | None
    done_by_id: str | None
    due_at: datetime | None
    is_overdue: bool
    is_provisional: bool
    is_paused: bool
    limit_text: str
    exchanges: tuple[ExchangeView, ...]
    actions: tuple[str, ...]
    revision: int
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class RequestView:
    """One request as its cards show it, with all its steps in order.

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
    is_paused: bool = False
    more: tuple[str, ...] = ()

    @property
    def open_steps(self) -> tuple[StepView, ...]:
        """The steps that somebody has to do something about now."""
        return tuple(step for step in self.steps if step.state in ("ready", "accepted", "returned"))

    def step(self, step_id: int) -> StepView:
        """The step with this id; raises StopIteration if it is another request's."""
        return next(step for step in self.steps if step.id == step_id)


@dataclass(frozen=True)
class StepCard:
    """A step's card needs its request's facts too.

    `is_elsewhere`: it stands in a channel that the step has left, and says where it went.
    """

    request: RequestView
    step: StepView
    is_elsewhere: bool = False


@dataclass(frozen=True)
class Reminder:
    """A threshold that was crossed: `level` names it, `reason` is for whom it is meant (holder, lead, …)."""

    request: RequestView
    step: StepView | None
    level: str
    level_name: Text
    audience: str
    due_at: datetime
    consumed_percent: int
    clock_id: int
    can_acknowledge: bool = False


@dataclass(frozen=True)
class Notice:
    """Something told once about a request or step: who did it (`actor_id`), what was said (`words`).

    `request` is None where it is about the office itself (the heartbeat lags).
    """

    request: RequestView | None
    step: StepView | None = None
    actor_id: str | None = None
    words: str = ""
    at: datetime | None = None
    exchange: ExchangeView | None = None
    reason: Text | None = None


@dataclass(frozen=True)
class Bundle:
    """Several notices to one place at one time, shown as one message."""

    items: tuple[object, ...]


@dataclass(frozen=True)
class Said:
    """An instant that was read from people's words, to be said back; `left` is working time (`6.5d`)."""

    echo: Echo
    left: str


@dataclass(frozen=True)
class Asked:
    """A choice that a one-line request leaves open: `options` are (value, what it is called)."""

    field: str
    name: Text
    options: tuple[tuple[str, str | Text | datetime], ...]


@dataclass(frozen=True)
class DraftView:
    """What was understood of one line, before anything is opened. `understood` has absolute values.

    `missing` are the fields that have to be typed, `asked` those that can be chosen on the card. `plan` is
    there once nothing is open any more.
    """

    id: int
    line: str
    kind: Text | None
    grade: str | None
    understood: tuple[Line, ...]
    wished: Said | None
    refused: Problem | None
    asked: tuple[Asked, ...]
    missing: tuple[Text, ...]
    plan: Plan | None


@dataclass(frozen=True)
class TimelineEntry:
    """One audit event in the order of time; `data` holds names and texts ready to be said."""

    at: datetime
    action: str
    actor_id: str | None
    step: Text | None
    data: dict[str, object]


@dataclass(frozen=True)
class Held:
    """A line of "whose hands held the time": `how` is `worked`, `unaccepted`, `paused` or `between`.

    `name` is the team's or the pause's; `amount` working time as people write it (`1d2h`).
    """

    how: str
    name: Text | str | None
    person_id: str | None
    amount: str
    percent: int


@dataclass(frozen=True)
class PeriodTeam:
    """What a team finished in a period; `on_time` of them by their own clocks."""

    team: Text
    finished: int
    on_time: int
    returned: int


@dataclass(frozen=True)
class PeriodView:
    """A period's summary, both days included: what was opened and what ended, by kind and by team.

    `kinds` are (name, opened, ended, ended in time).
    """

    from_on: date
    to_on: date
    opened: int
    ended: int
    on_time: int
    declined: int
    cancelled: int
    kinds: tuple[tuple[Text, int, int, int], ...]
    teams: tuple[PeriodTeam, ...]


@dataclass(frozen=True)
class TeamLoad:
    """A team's line in the status summary; `oldest_at` is when its oldest open step became ready."""

    team_id: str
    team: Text
    open: int
    due_today: int
    at_risk: int
    overdue: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class PressingView:
    """One of the most pressing requests, with just what its line in a summary shows."""

    id: int
    label: str
    kind_name: Text
    customer: str
    grade: str
    due_at: datetime | None
    is_overdue: bool
    is_at_risk: bool


@dataclass(frozen=True)
class StatusView:
    """How things stand now: by team, by grade, and the most pressing requests."""

    at: datetime
    teams: tuple[TeamLoad, ...]
    grades: tuple[tuple[str, int], ...]
    open_requests: int
    at_risk: int
    overdue: int
    pressing: tuple[PressingView, ...]


@dataclass(frozen=True)
class HomeView:
    """What App Home shows one person; `status` only for managers."""

    person_id: str
    at: datetime
    steps: tuple[StepCard, ...]
    requests: tuple[RequestView, ...]
    status: StatusView | None
