"""Slack's rates, on the branch clock."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from tests.workspace.desk import CONFIG, START_AT, desk
from workspace.limits import Limits, RateLimited

SECOND = timedelta(seconds=1)


def refused_after(
    limits: Limits, method: str, tier: int | None, channel: str | None, seconds: float
) -> int | None:
    """Retry-After of a call at START_AT plus seconds; None if it passes."""
    try:
        limits.take(method, tier, channel, START_AT + seconds * SECOND)
    except RateLimited as limited:
        return limited.retry_after
    return None


def test_a_channel_takes_a_burst_of_three_and_then_one_a_second() -> None:
    """The fourth message at once is refused for a second; another channel is free."""
    limits = Limits(CONFIG.rates)

    def post(channel: str, seconds: float) -> int | None:
        return refused_after(limits, "chat.postMessage", None, channel, seconds)

    assert [post("C1", 0) for _ in range(4)] == [None, None, None, 1]
    assert post("C2", 0) is None
    assert [post("C1", 0.9), post("C1", 1), post("C1", 1), post("C1", 2)] == [1, None, 1, None]
    assert [post("C1", 60) for _ in range(4)] == [None, None, None, 1]


def test_the_workspace_takes_three_hundred_a_minute_over_all_channels() -> None:
    """Over a steady minute the burst and five a second pass, whatever the channels."""
    limits = Limits(CONFIG.rates)
    passed = 0
    for tenth in range(600):
        for number in range(3):
            channel = f"C{tenth}-{number}"
            passed += refused_after(limits, "chat.postMessage", None, channel, tenth / 10) is None
    assert passed == 60 + 300 - 1  # the burst, then one each fifth of a second up to 59.9 s


@pytest.mark.parametrize(("tier", "a_minute"), [(2, 20), (3, 50), (4, 100)])
def test_a_tier_is_counted_by_method(tier: int, a_minute: int) -> None:
    """A minute's worth passes at once, the next call waits; another method of the tier does not."""
    limits = Limits(CONFIG.rates)
    refusals = [refused_after(limits, "a", tier, None, 0) for _ in range(a_minute + 1)]
    assert refusals[:-1] == [None] * a_minute
    assert refusals[-1] == -(-60 // a_minute)
    assert refused_after(limits, "b", tier, None, 0) is None
    assert refused_after(limits, "a", tier, None, 60 / a_minute) is None


def test_the_sdk_sees_429_with_retry_after_until_the_clock_moves() -> None:
    """Over the limit the answer is HTTP 429; a second of branch time lets one more through."""
    with desk() as hands:
        for _ in range(3):
            hands.web.chat_postMessage(channel="C0DATA", text="x")
        with pytest.raises(SlackApiError) as refused:
            hands.web.chat_postMessage(channel="C0DATA", text="x")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "1"
        hands.move((START_AT + SECOND).isoformat())
        assert hands.web.chat_postMessage(channel="#xb-data", text="x")["ok"]
        assert len(hands.messages("U0GRACE", "C0DATA")) == 4
        assert hands.get("/limits")["methods"]["chat.update"] == 3


def test_rates_can_be_turned_off() -> None:
    """A script that measures something else need not wait."""
    with desk() as hands:
        hands.act("/app", rates=False)
        for _ in range(10):
            assert hands.web.chat_postMessage(channel="C0DATA", text="x")["ok"]
