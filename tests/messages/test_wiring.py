"""Whatever can be pressed is listened to."""

from handlers import wiring
from messages.buttons import LABELS


def test_every_button_has_a_listener() -> None:
    """A button that nobody hears would show Slack's warning sign."""
    assert set(LABELS) - set(wiring.ACTIONS) == set()
