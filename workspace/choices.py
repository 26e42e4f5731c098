"""What people chose on messages, and what their selects offered them; views keep their own state."""

from dataclasses import dataclass, field

from workspace.branch import Json


@dataclass
class Choices:
    """Kept by person: nobody sees in an element what somebody else chose there."""

    on_messages: dict[tuple[str, str, str], Json] = field(default_factory=dict)
    """Person, channel, `ts` → `state.values`."""
    loaded: dict[tuple[str, str, str], list[Json]] = field(default_factory=dict)
    """Person, container, `action_id` → the options that an external select got last."""
