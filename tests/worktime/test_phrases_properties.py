"""Deadlines in words, whatever the words: echoes read back, and nothing is read that was not said."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.language.times import Unreadable, absolute, echo, read_when
from tests.worktime.sample import at, own, sample

MONDAY = at("2026-11-23 10:00")
DAYS_AHEAD = 400
instants = st.integers(1, DAYS_AHEAD * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
languages = st.sampled_from(["zh", "en"])


@given(instants, st.sampled_from([0, 0, 1, 59]), languages)
def test_what_is_echoed_reads_back_to_the_same_instant(at: datetime, seconds: int, language: str) -> None:
    """Typed back, an echo is that very instant and nothing else, in either language, seconds included."""
    at += timedelta(seconds=seconds)
    readings = read_when(echo(at, sample(), MONDAY, language).text, MONDAY, sample()).readings
    assert [(reading.at, reading.precision) for reading in readings] == [(at, "minute")]


@given(st.integers(1, DAYS_AHEAD * 24 * 4), languages)
def test_an_echo_reads_back_where_clocks_change(quarters: int, language: str) -> None:
    """In a zone with daylight saving too, even in the hour that the clocks show twice."""
    berlin = own(zone="Europe/Berlin")
    instant = MONDAY + timedelta(minutes=15 * quarters)
    readings = read_when(absolute(instant, berlin, language), MONDAY, berlin).readings
    assert [reading.at for reading in readings] == [instant]


@given(instants)
def test_every_instant_can_be_said_as_people_say_dates(instant: datetime) -> None:
    """Every minute of the next 400 days has a Chinese, an English and a numeric form that means just it."""
    local = instant.astimezone(sample().zone)
    forms = (
        f"{local.year}年{local.month}月{local.day}日{local:%H:%M}",
        f"{local:%b} {local.day} {local.year} {local:%H:%M}",
        f"{local:%Y/%m/%d %H:%M}",
        instant.astimezone(UTC).isoformat(),
    )
    for form in forms:
        assert [reading.at for reading in read_when(form, MONDAY, sample()).readings] == [instant], form


@given(st.text(max_size=30))
def test_random_text_without_figures_or_words_for_time_is_refused(text: str) -> None:
    """What has neither a figure nor a numeral nor a word of the grammars never gives an instant."""
    hints = (
        "零一二三四五六七八九十两廿卅百今明后次当本隔翌周月日号天年节假晚早午夜点时分半底"
        "末初中上下内前工班元凌清傍深子正除夕庆劳"
    )
    assume(not any(sign.isascii() and sign.isalnum() for sign in text.lower()))
    assume(not any(sign in hints or 0xFF00 < ord(sign) < 0xFFEF for sign in text))
    try:
        read_when(text, MONDAY, sample())
    except Unreadable:
        return
    raise AssertionError(f"{text!r} was read")


Holds = Callable[[datetime], bool]


def _weekday(index: int) -> Holds:
    return lambda local: local.weekday() == index


def _on(on: date) -> Holds:
    return lambda local: local.date() == on


def _clock(hour: int, minute: int) -> Holds:
    return lambda local: (local.hour, local.minute) == (hour, minute)


def _after(amount: timedelta) -> Holds:
    return lambda local: local.date() == (MONDAY + amount).date()


def _between(first: int, last: int) -> Holds:
    return lambda local: first <= local.hour + local.minute / 60 <= last


def _closing(local: datetime) -> bool:
    """The end of the morning's hours (上午下班前) or of the day's."""
    return (local.hour, local.minute) in ((12, 0), (18, 0))


def _never(_: datetime) -> bool:
    return False


def _anything(_: datetime) -> bool:
    return True


# Words, and what every reading of a phrase with them must show.
FACTS: list[tuple[str, Holds]] = [
    ("周五", _weekday(4)),
    ("下周三", _on(date(2026, 12, 2))),
    ("friday", _weekday(4)),
    ("next monday", _weekday(0)),
    ("12月4日", _on(date(2026, 12, 4))),
    ("dec 4", _on(date(2026, 12, 4))),
    ("25号", _on(date(2026, 11, 25))),
    ("明天", _on(date(2026, 11, 24))),
    ("tomorrow", _on(date(2026, 11, 24))),
    ("15:30", _clock(15, 30)),
    ("下午3点", _clock(15, 0)),
    ("4pm", _clock(16, 0)),
    ("3天内", _after(timedelta(days=3))),
    ("in 2 hours", _clock(12, 0)),
    ("2小时后", _clock(12, 0)),
    ("一周后", _after(timedelta(days=7))),
    ("上午", _between(0, 12)),
    ("下午", _between(12, 19)),
    ("下班前", _closing),
    ("noon", _clock(12, 0)),
    ("昨天", _never),
    ("尽快", _never),
    ("左右", _never),
    ("以后", _never),
    ("或", _never),
    ("不", _never),
    ("or", _never),
    ("not", _never),
    ("会议", _never),
    ("2人", _never),
    ("请", _anything),
    ("前", _anything),
    ("by", _anything),
    (" ", _anything),
    (",", _anything),
    ("(", _anything),
]


@given(st.lists(st.sampled_from(FACTS), min_size=1, max_size=4), st.sampled_from(["", " "]))
def test_an_accepted_phrase_means_all_its_words(facts: list[tuple[str, Holds]], between: str) -> None:
    """Words thrown together are refused, or every reading shows what each single word says."""
    phrase = between.join(word for word, _ in facts)
    try:
        readings = read_when(phrase, MONDAY, sample()).readings
    except Unreadable:
        return
    for reading in readings:
        local = reading.at.astimezone(sample().zone)
        assert reading.at > MONDAY
        assert all(holds(local) for _, holds in facts), (phrase, local)


def test_the_facts_are_not_all_refused() -> None:
    """The property above has phrases to judge: every fact that is a time is read by itself."""
    for word, holds in FACTS:
        if holds not in (_anything, _never):
            assert read_when(word, MONDAY, sample()).readings, word


@given(instants, st.text(alphabet="xyzqXYZ某甲乙丙#%&", min_size=1, max_size=4), st.data())
def test_a_foreign_word_spoils_a_phrase(instant: datetime, foreign: str, data: st.DataObject) -> None:
    """Whatever stands in a phrase without being understood makes it refused: nothing is skipped."""
    phrase = absolute(instant, sample(), "zh")
    place = data.draw(st.integers(0, len(phrase)))
    try:
        read_when(phrase[:place] + foreign + phrase[place:], MONDAY, sample())
    except Unreadable:
        return
    raise AssertionError("a foreign word was skipped")
