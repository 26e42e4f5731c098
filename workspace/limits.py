"""Slack's rate limits as leaky buckets, on the branch clock."""

import math
from datetime import datetime

from workspace.config import Rate, Rates
from workspace.errors import SlackError


class RateLimited(SlackError):
    """HTTP 429; `retry_after` in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class Limits:
    """Counts calls. A refused call takes nothing from any bucket."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.enforced = True
        self._empty_at: dict[str, float] = {}  # when each bucket will have leaked out

    def take(self, method: str, tier: int | None, channel: str | None, at: datetime) -> None:
        """Count one call at that instant; raise RateLimited if a bucket would overflow."""
        if not self.enforced:
            return
        buckets = dict(self._buckets(method, tier, channel))
        now = at.timestamp()
        waits = [self._wait(key, rate, now) for key, rate in buckets.items()]
        if any(wait > 0 for wait in waits):
            raise RateLimited(max(1, math.ceil(max(waits))))
        for key, rate in buckets.items():
            self._empty_at[key] = max(self._empty_at.get(key, now), now) + 60 / rate.per_minute

    def _buckets(self, method: str, tier: int | None, channel: str | None) -> list[tuple[str, Rate]]:
        if method == "chat.postMessage":
            return [(f"channel {channel}", self.rates.per_channel), ("workspace", self.rates.workspace)]
        return [(method, self.rates.tiers[tier])] if tier else []

    def _wait(self, key: str, rate: Rate, now: float) -> float:
        """Seconds until one more call fits; a millisecond of rounding counts as none."""
        over = self._empty_at.get(key, now) - now - (rate.burst - 1) * 60 / rate.per_minute
        return over if over > 1e-3 else 0.0
