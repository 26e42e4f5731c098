"""The forecast as tables: the critical path of what remains, and when it is to be looked at again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.course.forecast import Progress, Remaining, forecast
from tests.office import sample_policy

BRANCH = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BRANCH)
OFFICE = "office"


def step(key: str, progress: Progress, hours: float = 0, needs: str = "") -> Remaining:
    return Remaining(key, f"team of {key}", tuple(needs.split()), progress, timedelta(hours=hours))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=BRANCH)


TABLE = {
    "one after the other": (
        [step("a", Progress.RUNNING, 2), step("b", Progress.AHEAD, 3, "a")],
        "23 17:00", ("a", "b"),
    ),
    "the longer of two side by side": (
        [step("a", Progress.RUNNING, 2), step("b", Progress.RUNNING, 4), step("c", Progress.AHEAD, 1, "a b")],
        "23 17:00", ("b", "c"),
    ),
    "what is over and what is not expected takes nothing": (
        [step("a", Progress.OVER), step("b", Progress.RUNNING, 1, "a"), step("x", Progress.OVER, 0, "b"),
         step("c", Progress.AHEAD, 1, "b x")],
        "23 12:00", ("b", "c"),
    ),
    "a step that used its limit up takes nothing more, but what comes after does": (
        [step("a", Progress.RUNNING, 0), step("b", Progress.AHEAD, 7, "a")],
        "24 10:00", ("a", "b"),
    ),
    "nothing remains": ([step("a", Progress.OVER)], "23 10:00", ()),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "finish", "path"), TABLE.values(), ids=TABLE)
def test_the_critical_path_says_the_earliest_finish(
    steps: list[Remaining], finish: str, path: tuple[str, ...]
) -> None:
    """Working time by the office's calendar, from Monday 10:00."""
    found = forecast(steps, NOW, at("27 18:00"), sample_policy().calendars[OFFICE])
    assert (found.finish_at, found.path) == (at(finish), path)
    assert found.step == (path[0] if path else None)
    assert not found.is_at_risk


def test_at_risk_is_past_the_deadline_and_not_at_it() -> None:
    """A forecast of 17:00 holds a deadline of 17:00 and breaks one of 16:59."""
    steps = [step("a", Progress.RUNNING, 2), step("b", Progress.AHEAD, 3, "a")]
    calendar = sample_policy().calendars[OFFICE]
    assert not forecast(steps, NOW, at("23 17:00"), calendar).is_at_risk
    found = forecast(steps, NOW, at("23 16:59"), calendar)
    assert found.is_at_risk
    assert (found.step, found.team, found.check_at) == ("a", "team of a", None)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([Progress.RUNNING, Progress.PAUSED]), st.integers(0, 600)),
        min_size=1,
        max_size=3,
    ),
    st.integers(0, 900),
    st.integers(0, 6000),
)
@example([(Progress.RUNNING, 0)], 0, 4320)  # due exactly when the office closes for lunch
def test_nothing_turns_at_risk_before_it_is_looked_at_again(
    open_steps: list[tuple[Progress, int]], last: int, slack: int
) -> None:
    """Left alone, a request is not at risk until just before `check_at`, and it is at that instant."""
    calendar = sample_policy().calendars[OFFICE]

    def steps_at(now: datetime) -> list[Remaining]:
        gone = calendar.between(NOW, now)
        found = []
        for n, (progress, minutes) in enumerate(open_steps):
            left = timedelta(minutes=minutes) - (gone if progress is Progress.RUNNING else timedelta(0))
            found.append(Remaining(f"s{n}", "t", (), progress, max(left, timedelta(0))))
        needs = tuple(each.key for each in found)
        return [*found, Remaining("last", "t", needs, Progress.AHEAD, timedelta(minutes=last))]

    due_at = calendar.add(NOW, timedelta(minutes=slack))
    first = forecast(steps_at(NOW), NOW, due_at, calendar)
    if first.is_at_risk:
        assert first.check_at is None
        return
    assert first.check_at is not None
    before = first.check_at - timedelta(seconds=1)
    assert not forecast(steps_at(before), before, due_at, calendar).is_at_risk
    assert forecast(steps_at(first.check_at), first.check_at, due_at, calendar).is_at_risk
