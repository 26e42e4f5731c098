"""Which policy answers which question: the one that a request was opened with, or the branch's present one.

| question | policy |
|---|---|
| which kinds and services can be opened, what their forms ask | present |
| who works where, who is the hub, who may do what, in which language | present |
| by which office hours people's words are read | present |
| caps on grades | present |
| steps, outcomes and fields of a request, limits, shares, clock calendars, thresholds | frozen |
| pause reasons, chasing, snoozing, quiet hours, who hears of what about a request | frozen |
| a team that is to do a step and no longer exists | the hub, by the present one |
| names | frozen, else present, else the id itself |

Nothing else chooses between the two: `Branch` is the present one, `RequestRules` what holds for one request.
"""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.course import Target, question_target
from bot.policy import (
    Capacity,
    Forecast,
    Kind,
    PauseReason,
    Policy,
    QuietHours,
    Snooze,
    StepRule,
    Team,
    Text,
    Threshold,
    Verb,
    chase_interval,
    pause_limit,
    thresholds_for,
)
from bot.worktime import BusinessCalendar


@dataclass(frozen=True)
class Branch:
    """The branch as it is now."""

    policy: Policy

    @property
    def hub(self) -> Team:
        """The team that every department deals with [S]."""
        return self.policy.hub()

    @property
    def teams(self) -> dict[str, Team]:
        return self.policy.teams

    @property
    def office_calendar(self) -> BusinessCalendar:
        """The calendar by which people's words are read: 下班 is the end of the office's day."""
        return self.policy.calendars[self.policy.escalation.snooze.calendar]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the branch's days."""
        return self.office_calendar.zone

    def may(self, verb: Verb, capacities: set[Capacity]) -> bool:
        """Whether somebody who acts in any of these capacities may do it."""
        return self.policy.may(verb, capacities)

    def team_for(self, team_id: str) -> str:
        """The team that is to do what was meant for `team_id`: the hub where that team no longer exists."""
        return team_id if team_id in self.policy.teams else self.hub.id


@dataclass(frozen=True)
class RequestRules:
    """What holds for one request: `frozen` is the policy it was opened with."""

    frozen: Policy
    present: Policy
    kind_id: str

    @property
    def kind(self) -> Kind:
        return self.frozen.kinds[self.kind_id]

    def step(self, key: str) -> StepRule:
        """The matrix's rule for the step; KeyError for a question or an unknown key."""
        return self.kind.step(key)

    @property
    def calendar(self) -> BusinessCalendar:
        """The calendar by which the request's clocks run."""
        return self.frozen.clock_calendar(self.kind_id)

    @property
    def question_target(self) -> Target:
        """How long somebody may take who was asked."""
        return question_target(self.frozen, self.kind_id)

    def thresholds(self, measures: str) -> tuple[Threshold, ...]:
        """The thresholds of a clock that measures this (`Measured`), lowest first."""
        return thresholds_for(self.frozen, self.kind_id, measures)

    @property
    def pause_reasons(self) -> tuple[PauseReason, ...]:
        return self.frozen.escalation.pause_reasons

    def pause_limit(self, reason: str, grade: str) -> timedelta:
        """How long such a pause may last without the coordinator's consent, in the clock's working time."""
        return pause_limit(self.frozen, reason=reason, grade=grade, kind=self.kind_id)

    @property
    def snooze(self) -> Snooze:
        return self.frozen.escalation.snooze

    @property
    def snooze_calendar(self) -> BusinessCalendar:
        return self.frozen.calendars[self.snooze.calendar]

    @property
    def quiet_hours(self) -> QuietHours:
        return self.frozen.escalation.quiet_hours

    @property
    def quiet_calendar(self) -> BusinessCalendar:
        return self.frozen.calendars[self.quiet_hours.calendar]

    @property
    def forecast(self) -> Forecast:
        """Who hears that the request turned at risk or recovered."""
        return self.frozen.escalation.forecast

    @property
    def chase_interval(self) -> timedelta:
        """How much time by the wall clock lies at least between two chases of one step."""
        return chase_interval(self.frozen)

    # ---- names ----

    def team_name(self, id: str) -> Text:
        """A team's name, also of one that came or went since the request was opened."""
        teams = {**self.present.teams, **self.frozen.teams}
        return teams[id].name if id in teams else Text(zh=id, en=id)

    def service_name(self, id: str) -> Text:
        """A service's name."""
        services = {**self.present.services, **self.frozen.services}
        return services[id].name if id in services else Text(zh=id, en=id)

    def step_name(self, key: str) -> Text:
        """What a visit is called: the matrix's step, or a question to somebody."""
        names = {step.key: step.name for step in self.kind.steps}
        return names.get(key, self.frozen.escalation.questions.name)

    def reason_name(self, id: str) -> Text | None:
        """A pause reason's name; None for one that the engine itself gave."""
        return {each.id: each.name for each in self.pause_reasons}.get(id)
