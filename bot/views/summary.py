"""Lists and summaries: timeline, held time, status, periods, App Home."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.policy import Text
from bot.views.request import RequestView, StepCard


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
