"""Escaping, cutting and dates."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.dates import day_and_time, duration, remaining, when
from messages.mrkdwn import Mrkdwn, escape, link, md, mention, quote, shorten
from messages.texts import Texts

AT = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
TYPED = st.text(alphabet="<>&!@#|*_` ab华\n", max_size=60)


@given(TYPED)
def test_what_was_typed_never_becomes_markup(typed: str) -> None:
    """No text that people type can ring a channel, mention somebody or make a link."""
    for said in (escape(typed), md(typed), quote(typed)):
        assert "<" not in said
        assert said.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").count("&") == 0


@given(TYPED, st.integers(min_value=1, max_value=40))
def test_cutting_keeps_tokens_and_entities_whole(typed: str, limit: int) -> None:
    """A cut text is at most as long as allowed, and what is left of it can still be read."""
    text = Mrkdwn(f"{escape(typed)}<@U0MINA>{escape(typed)}")
    cut = shorten(text, limit)
    assert len(cut) <= limit
    assert cut.count("<") == cut.count(">")
    bare = cut
    for entity in ("&amp;", "&lt;", "&gt;"):
        bare = bare.replace(entity, "")
    assert "&" not in bare


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("U0MINA", "<@U0MINA>"),
        ("!channel", "!channel"),
        ("Xieban", "Xieban"),
        ("U1><!here", "U1&gt;&lt;!here"),
    ],
)
def test_only_an_id_of_slack_is_mentioned(person: str, said: str) -> None:
    """What is no id is shown as text."""
    assert mention(person) == said


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://a.example/x?a=1&b=2", "<https://a.example/x?a=1&amp;b=2|here>"),
        ("https://a.example/|x>", "<https://a.example/%7Cx&gt;|here>"),
        ("javascript:alert(1)", "here"),
    ],
)
def test_links_lead_only_to_web_pages(url: str, said: str) -> None:
    """Any other address is left out, and none can break out of its token."""
    assert link(url, "here") == said


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "2026-11-27 周五 18:00"), ("en", "2026-11-27 Fri 18:00")]
)
def test_an_instant_falls_back_to_the_branchs_zone_with_its_weekday(language: str, said: str) -> None:
    """Slack shows the token in each reader's zone; where it cannot, Shanghai's time stands there."""
    t = Texts(language)
    assert day_and_time(AT, t) == said
    assert when(AT, t) == f"<!date^{int(AT.timestamp())}^{{date_short_pretty}} {{time}}|{said}>"


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (timedelta(minutes=5), "5 分钟", "5 min"),
        (timedelta(hours=3), "3 小时", "3 h"),
        (timedelta(hours=3, minutes=20), "3 小时 20 分钟", "3 h 20 min"),
        (timedelta(days=2, hours=1, minutes=30), "2 天 1 小时", "2 d 1 h"),
        (timedelta(days=2), "2 天", "2 d"),
        (timedelta(0), "0 分钟", "0 min"),
    ],
)
def test_spans_in_their_two_largest_units(span: timedelta, zh: str, en: str) -> None:
    """Nobody wants minutes beside days."""
    assert [duration(span, Texts("zh")), duration(span, Texts("en"))] == [zh, en]


def test_what_is_left_and_what_is_late() -> None:
    """Before the deadline the rest is told, after it the delay."""
    early, late = AT - timedelta(hours=2), AT + timedelta(minutes=15)
    assert [remaining(AT, now, Texts("en")) for now in (early, late)] == ["2 h left", "overdue by 15 min"]
    assert [remaining(AT, now, Texts("zh")) for now in (early, late)] == ["还剩 2 小时", "已超时 15 分钟"]
