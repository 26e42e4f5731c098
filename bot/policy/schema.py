"""The policy: everything about the branch that is data, read from policies/*.yaml and frozen by version."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.policy.escalation import (
    EscalationPolicy,
    Forecast,
    Level,
    Levels,
    Listener,
    PauseReason,
    QuietHours,
    Repeat,
    Snooze,
    Threshold,
)
from bot.policy.matrix import (
    Choice,
    Condition,
    Ending,
    FieldRule,
    Kind,
    MatrixFile,
    Outcome,
    StepRule,
)
from bot.policy.services import Family, ServiceRule, ServicesFile, Weight
from bot.policy.sla import AccessPointRule, GradeCaps, KindTargets, SlaPolicy, Unit
from bot.policy.teams import Audience, Capacity, Team, TeamsFile, Verb
from bot.policy.text import Frozen, Text
from models.enums import AssuranceLevel, Grade

if TYPE_CHECKING:
    from bot.worktime import BusinessCalendar

__all__ = [
    "AccessPointRule",
    "Audience",
    "Capacity",
    "Choice",
    "Condition",
    "Ending",
    "EscalationPolicy",
    "Family",
    "FieldRule",
    "Forecast",
    "Frozen",
    "GradeCaps",
    "Kind",
    "KindTargets",
    "Level",
    "Levels",
    "Listener",
    "MatrixFile",
    "Outcome",
    "PauseReason",
    "Policy",
    "QuietHours",
    "Repeat",
    "ServiceRule",
    "ServicesFile",
    "SlaPolicy",
    "Snooze",
    "StepRule",
    "Team",
    "TeamsFile",
    "Text",
    "Threshold",
    "Unit",
    "Verb",
]


@dataclass(frozen=True)
class Policy:
    """One version of all policy files, checked and cross-checked.

    `version` is the first 12 hex digits of the SHA-256 over `documents` (file name → text), from which
    `policy_from_documents` rebuilds this very policy: an open request keeps the version it was opened with.
    """

    version: str
    documents: dict[str, str] = field(repr=False)
    teams: dict[str, Team]
    managers: Audience
    permissions: dict[Verb, tuple[Capacity, ...]]
    families: dict[str, Family]
    services: dict[str, ServiceRule]
    assurance: dict[Grade, dict[Weight, AssuranceLevel]] = field(repr=False)
    kinds: dict[str, Kind]
    calendars: dict[str, "BusinessCalendar"]
    sla: SlaPolicy
    escalation: EscalationPolicy

    def hub(self) -> Team:
        """The team that every department deals with: the coordinators' [S]."""
        return next(team for team in self.teams.values() if team.hub)

    def assurance_of(self, grade: str, service: str) -> AssuranceLevel:
        """The assurance level of a service for a customer of that grade [S]; the table itself is [D]."""
        return self.assurance[Grade(grade)][self.services[service].weight]

    def may(self, verb: Verb, capacities: set[Capacity]) -> bool:
        """Whether somebody who acts in any of these capacities may do it."""
        return not capacities.isdisjoint(self.permissions[verb])

    def clock_calendar(self, kind: str) -> "BusinessCalendar":
        """The calendar by which the clocks of that kind run."""
        return self.calendars[self.sla.kinds[kind].calendar]
