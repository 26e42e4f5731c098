"""The branch's office as the engine sees it: its database, its policy, and a way to wake the dispatcher."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from bot.course.rules import Branch, RequestRules
from bot.policy import Policy, policy_from_documents
from models import PolicyVersion


@dataclass
class Office:
    """What every verb, sweep and query leans on; made once by the composition root.

    `announce` puts what a unit of work has recorded into the outbox, before it commits; `wake` is called
    after a transaction that left something there.
    """

    engine: Engine
    policy: Policy
    announce: Callable[[Any], None] = lambda uow: None
    wake: Callable[[], None] = lambda: None
    _on_record: set[str] = field(default_factory=set)
    _frozen: dict[str, Policy] = field(default_factory=dict)

    @property
    def branch(self) -> Branch:
        """The branch as it is now."""
        return Branch(self.policy)

    def rules(self, session: Session, version: str, kind: str) -> RequestRules:
        """What holds for a request of this kind that was opened with this version of the policy."""
        return RequestRules(self.policy_of(session, version), self.policy, kind)

    def policy_of(self, session: Session, version: str) -> Policy:
        """The policy as it was when a request was opened (design idea 3); raises LookupError if unknown.

        Only its calendars learn: an estimate that an announcement has replaced since is no promise to keep.
        """
        if version == self.policy.version:
            return self.policy
        if version not in self._frozen:
            row = session.get(PolicyVersion, version)
            if row is None:
                raise LookupError(f"policy version {version} is not in the database")
            self._frozen[version] = self._informed(policy_from_documents(row.documents))
        return self._frozen[version]

    def _informed(self, frozen: Policy) -> Policy:
        present = self.policy.calendars
        calendars = {
            name: calendar.informed_by(present[name]) if name in present else calendar
            for name, calendar in frozen.calendars.items()
        }
        return replace(frozen, calendars=calendars)

    def freeze_policy(self, session: Session, now: datetime) -> str:
        """Puts the present policy on record, once, and answers its version.

        Two who open a policy's first requests at once do not disturb each other.
        """
        version = self.policy.version
        if version in self._on_record:
            return version
        known = select(PolicyVersion.version).where(PolicyVersion.version == version)
        if session.exec(known).first() is not None:
            self._on_record.add(version)
        else:
            insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
            row = {"version": version, "documents": dict(self.policy.documents), "loaded_at": now}
            session.connection().execute(insert(PolicyVersion).values(row).on_conflict_do_nothing())
        return version
