"""To the managers: the office itself does not keep up, and later, in the same message, that it does again."""

from datetime import datetime

from bot.delivery.rendered import Rendered
from bot.views import Notice
from messages import labels
from messages.blocks import section
from messages.dates import when
from messages.mrkdwn import Mrkdwn, join
from messages.texts import Texts


def heartbeat_lagging(view: Notice, t: Texts, now: datetime) -> Rendered:
    """What lags, since when, and who can mend it."""
    at = when(view.at or now, t)
    said = t.md("{sign} {what} since {at}.", sign=labels.OVERDUE, what=_what(view, t), at=at)
    todo = t.md(
        "Nothing is lost, but delivery is late. The operator of Xieban should check `/ready` and the log."
    )
    return Rendered(text=said, blocks=[section(join([said, todo]))])


def heartbeat_recovered(view: Notice, t: Texts, now: datetime) -> Rendered:
    """It has caught up."""
    said = t.md(
        "{sign} Recovered: {what} since {at}; now back to normal.",
        sign=labels.MARKS["done"],
        what=_what(view, t),
        at=when(view.at or now, t),
    )
    return Rendered(text=said, blocks=[section(said)])


def _what(view: Notice, t: Texts) -> Mrkdwn:
    if view.words == "clocks":
        return t.md("Reminders and escalations have not been checked")
    return t.md("Messages to Slack have been delayed")
