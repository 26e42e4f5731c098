"""The one way in which an instant is said back: absolute, its weekday, the working time until then."""

from bot.views import Said
from messages import labels
from messages.mrkdwn import Mrkdwn, join
from messages.texts import Texts


def echoed(said: Said, t: Texts) -> Mrkdwn:
    """`2026-11-27 Fri 18:00`, how much working time that is from now, and whether it may still change."""
    left = t("{amount} of working time from now", amount=labels.amount(said.left, t))
    mark = t("{mark} provisional: holidays not announced yet", mark=labels.PROVISIONAL)
    return join([said.echo.text, left, mark if said.echo.provisional else ""])
