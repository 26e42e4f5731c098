"""The tables. Import from here, so that the metadata is always complete."""

from models.clock import Clock, DeadlineMove, Firing, Pause
from models.delivery import Card, Outbox, OutboxState, Pace, Urgency
from models.directory import Channel, Customer, Membership, Person
from models.draft import Draft
from models.record import AuditEvent, Mark, PolicyVersion, Received
from models.request import Exchange, Request, Step

__all__ = [
    "AuditEvent",
    "Card",
    "Channel",
    "Clock",
    "Customer",
    "DeadlineMove",
    "Draft",
    "Exchange",
    "Firing",
    "Mark",
    "Membership",
    "Outbox",
    "OutboxState",
    "Pace",
    "Pause",
    "Person",
    "PolicyVersion",
    "Received",
    "Request",
    "Step",
    "Urgency",
]
