"""The ledger: what the database says was told and done, against what stands in Slack and what staff did."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from bot.course.transitions import QUESTION
from bot.storage.office import Office
from models import AuditEvent, Card, Clock, Firing, Outbox, OutboxState, Request, Step
from models.enums import ENDED, RequestState
from tests.soak.staff import Done

Json = dict[str, Any]
BY_PEOPLE = frozenset(
    {
        "request_opened",
        "step_accepted",
        "step_finished",
        "step_returned",
        "return_answered",
        "step_handed_over",
        "step_chased",
        "request_cancelled",
    }
)
SHOWN = 10


@dataclass
class Findings:
    """Counts of what was compared, and every difference in words."""

    counts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def differ(self, what: str) -> None:
        """Notes a difference."""
        self.differences.append(what)

    def lines(self) -> list[str]:
        """For people: the counts, then the first differences."""
        counts = [f"{number:>8} {what}" for what, number in self.counts.items()]
        more = len(self.differences) - SHOWN
        tail = [f"         … and {more} more"] if more > 0 else []
        return [*counts, *(f"   DIFFERENCE {each}" for each in self.differences[:SHOWN]), *tail]


def outbox_ids(message: Json) -> list[int]:
    """The outbox rows that a message tells of."""
    return list(message.get("metadata", {}).get("event_payload", {}).get("outbox_ids", ()))


def compare_notices(office: Office, messages: Iterable[Json], findings: Findings) -> None:
    """Each notice that was to be told stands in exactly one message; each card in exactly one."""
    told_in: dict[int, list[str]] = defaultdict(list)
    for message in messages:
        findings.counts["messages of the bot in Slack"] += 1
        ids = outbox_ids(message)
        if not ids:
            findings.differ(f"a message that no notice made: {message['channel']} {message['ts']}")
        for outbox_id in ids:
            told_in[outbox_id].append(message["ts"])
    with Session(office.engine) as session:
        rows = {row.id or 0: row for row in session.exec(select(Outbox))}
        cards = {(card.destination, card.key): card for card in session.exec(select(Card))}
    for outbox_id in told_in.keys() - rows.keys():
        findings.differ(f"a message for a notice that does not exist: {outbox_id}")
    for row in rows.values():
        findings.counts[f"notices {row.state}{_why(row)}"] += 1
        if row.state not in (OutboxState.SENT, OutboxState.DROPPED):
            findings.differ(f"notice {row.id} ({row.kind} to {row.destination}) is {row.state}: {row.error}")
    _once(rows, told_in, findings)
    _one_message_a_card(rows, cards, told_in, findings)


def _why(row: Outbox) -> str:
    return f", {row.error}" if row.state == OutboxState.DROPPED else ""


def _once(rows: Mapping[int, Outbox], told_in: Mapping[int, Sequence[str]], findings: Findings) -> None:
    for row in rows.values():
        seen = list(told_in.get(row.id or 0, ()))
        if len(seen) > 1:
            findings.differ(f"notice {row.id} ({row.kind}) was seen {len(seen)} times")
        if row.card_key is None and row.state == OutboxState.SENT:
            findings.counts["notices to be seen once"] += 1
            if seen != [row.ts]:
                findings.differ(f"notice {row.id} ({row.kind}): {row.ts} on record, seen in {seen}")
        if row.state == OutboxState.DROPPED and row.card_key is None and seen:
            findings.differ(f"notice {row.id} ({row.kind}) was dropped ({row.error}) and seen all the same")


def _one_message_a_card(
    rows: Mapping[int, Outbox],
    cards: Mapping[tuple[str, str], Card],
    told_in: Mapping[int, Sequence[str]],
    findings: Findings,
) -> None:
    stand: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows.values():
        if row.card_key is not None:
            stand[row.destination, row.card_key] += told_in.get(row.id or 0, ())
    for place, seen in stand.items():
        findings.counts["cards"] += 1
        card = cards.get(place)
        if card is None or seen != [card.ts]:
            findings.differ(f"card {place}: {card.ts if card else None} on record, seen in {seen}")


def compare_audit(office: Office, acts: Mapping[int, Sequence[Done]], findings: Findings) -> None:
    """What staff saw happen is on record once and in its order, and nothing else is."""
    recorded: dict[int, list[Done]] = defaultdict(list)
    with Session(office.engine) as session:
        query = select(AuditEvent).where(col(AuditEvent.request_id).is_not(None))
        for event in session.exec(query.order_by(col(AuditEvent.id))):
            findings.counts["audit events of requests"] += 1
            if event.action in BY_PEOPLE:
                done = Done(event.action, event.actor_id or "", event.step_id)
                recorded[event.request_id or 0].append(done)
    for request in sorted(acts.keys() | recorded.keys()):
        mine, theirs = list(acts.get(request, ())), recorded[request]
        findings.counts["acts of staff"] += len(mine)
        if mine != theirs:
            findings.differ(f"XB-{request}: staff did {_brief(mine)}, on record is {_brief(theirs)}")


def _brief(acts: Sequence[Done]) -> str:
    return ", ".join(f"{each.action}({each.step or ''} {each.person})" for each in acts)


def compare_states(office: Office, findings: Findings) -> None:
    """The audit trail alone leads to the state that the rows have, and nothing is stuck."""
    with Session(office.engine) as session:
        requests = session.exec(select(Request)).all()
        steps, events = _by_request(session, Step), _by_request(session, AuditEvent)
        running = session.exec(select(Clock).where(col(Clock.stopped_at).is_(None))).all()
    for request in requests:
        findings.counts[f"requests {request.state}"] += 1
        actions = Counter(event.action for event in events[request.id or 0])
        if request.state == RequestState.OPEN:
            findings.differ(f"{request.label} is stuck: {[(s.key, s.state) for s in steps[request.id or 0]]}")
        ends = {state: actions[f"request_{state}"] for state in RequestState if state != RequestState.OPEN}
        expected = {state: int(state == request.state) for state in ends}
        if ends != expected:
            findings.differ(f"{request.label} is {request.state}, on record are the ends {ends}")
        for step in steps[request.id or 0]:
            if step.key == QUESTION:
                _compare_question(step, events[request.id or 0], findings)
                continue
            _compare_step(step, [e for e in events[request.id or 0] if e.step_id == step.id], findings)
    for clock in running:
        findings.differ(f"the clock of XB-{clock.request_id} #{clock.step_id} still runs")


def _by_request(session: Session, model: Any) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in session.exec(select(model).order_by(model.id)):
        rows[row.request_id].append(row)
    return rows


def _compare_question(step: Step, events: Sequence[AuditEvent], findings: Findings) -> None:
    """Answered as often as the asking step's trail says, or taken back with it."""
    findings.counts["questions"] += 1
    about = Counter(event.action for event in events if str(event.step_id) == step.item)
    if step.state not in ENDED or (step.state == "done") > about["return_answered"]:
        findings.differ(f"question {step.id} is {step.state}, on record of its step is {dict(about)}")


def _compare_step(step: Step, events: Sequence[AuditEvent], findings: Findings) -> None:
    """Ready once, finished or skipped at the most once, in the hands that the trail says."""
    findings.counts["steps"] += 1
    actions = Counter(event.action for event in events)
    ended = actions["step_finished"] + actions["step_skipped"]
    is_done = int(step.state in ("done", "skipped"))
    if step.state not in ENDED or ended != is_done or actions["step_ready"] > 1:
        findings.differ(f"step {step.id} is {step.state}, on record is {dict(actions)}")
    outcomes = [event.data.get("outcome") for event in events if event.action == "step_finished"]
    if [step.outcome] * len(outcomes) != outcomes:
        findings.differ(f"step {step.id} came out as {step.outcome}, on record is {outcomes}")


def compare_firings(office: Office, findings: Findings) -> None:
    """Each threshold that was crossed and is to be told, was told once to each of those concerned."""
    with Session(office.engine) as session:
        firings = session.exec(select(Firing)).all()
        reminders = session.exec(select(Outbox).where(Outbox.kind == "reminder")).all()
    told = Counter((row.params["firing"], row.destination) for row in reminders)
    findings.counts["thresholds crossed"] += len(firings)
    findings.counts["reminders left"] += len(reminders)
    for (firing, destination), number in told.items():
        if number > 1:
            findings.differ(f"firing {firing} was told {number} times to {destination}")
    of_firings = {firing for firing, _ in told}
    for firing in firings:
        if firing.told != (firing.id in of_firings):
            findings.differ(f"firing {firing.id} ({firing.threshold}): told is {firing.told}, and was not so")
