"""Instants and durations as people read them, in the branch's zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from messages.mrkdwn import Mrkdwn
from messages.texts import Texts, mark

ZONE = ZoneInfo("Asia/Shanghai")
WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))


def day_and_time(at: datetime, t: Texts) -> str:
    """`2026-11-27 周五 18:00`, for plain text."""
    local = at.astimezone(ZONE)
    return f"{local:%Y-%m-%d} {t(WEEKDAYS[local.weekday()])} {local:%H:%M}"


def day(at: datetime, t: Texts) -> str:
    """`2026-11-27 周五`."""
    local = at.astimezone(ZONE)
    return f"{local:%Y-%m-%d} {t(WEEKDAYS[local.weekday()])}"


def when(at: datetime, t: Texts) -> Mrkdwn:
    """Slack's date token: shown in each reader's own zone and language; else in the branch's."""
    return _token(at, "{date_short_pretty} {time}", day_and_time(at, t))


def clock(at: datetime, t: Texts) -> Mrkdwn:
    """The time of day alone, as a date token."""
    return _token(at, "{time}", f"{at.astimezone(ZONE):%H:%M}")


def _token(at: datetime, form: str, fallback: str) -> Mrkdwn:
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{form}|{fallback}>")


def duration(span: timedelta, t: Texts) -> str:
    """A span of clock time in its two largest units: `2 d 3 h`, `3 h 20 min`, `5 min`."""
    minutes = int(abs(span).total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return t("{d} d {h} h", d=days, h=hours) if hours else t("{d} d", d=days)
    if hours:
        return t("{h} h {m} min", h=hours, m=rest) if rest else t("{h} h", h=hours)
    return t("{m} min", m=rest)


def remaining(due_at: datetime, now: datetime, t: Texts) -> str:
    """How much clock time is left, or how long ago it was due."""
    if due_at > now:
        return t("{span} left", span=duration(due_at - now, t))
    if now - due_at < timedelta(minutes=1):
        return t("due now")
    return t("overdue by {span}", span=duration(now - due_at, t))
