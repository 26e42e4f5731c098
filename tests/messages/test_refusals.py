"""Every refusal says what would be right, in both languages."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import AlreadyDone, Invalid, NotAllowed, NotFound, OutOfDate, Problem, Refusal, TooSoon
from bot.language.times import Unreadable
from bot.policy import Capacity, Verb
from messages import labels, refusals
from messages.problems import PROBLEMS
from tests.messages.samples import NOW

ROOT = Path(__file__).resolve().parents[2]
REFUSALS: dict[type[Refusal], Refusal] = {
    NotFound: NotFound("XB-99 <!here>"),
    NotAllowed: NotAllowed("accept_step", ("team_member", "team_lead"), ("U0LIWEI", "U0SUNTAO")),
    OutOfDate: OutOfDate("XB-12", "accepted", "U0LIWEI"),
    TooSoon: TooSoon("chase_step", NOW + timedelta(minutes=20)),
    Invalid: Invalid({"site": Problem.of("required")}),
    AlreadyDone: AlreadyDone(),
}
SAID = {
    NotFound: ("没有找到 XB-99", "There is no XB-99"),
    NotAllowed: (
        "可以操作的是：本组成员或该组组长。可以找：<@U0LIWEI> <@U0SUNTAO>",
        "You cannot accept this step; a member of the team or the team's lead can.",
    ),
    OutOfDate: (
        "现在是：处理中。经办人 <@U0LIWEI>",
        "has changed meanwhile; it is now: in progress. Held by <@U0LIWEI>.",
    ),
    TooSoon: ("之后才能再次催办", "can be chased again from <!date^"),
    Invalid: ("必填", "Required."),
    AlreadyDone: ("已经办过了", "done already"),
}


def test_every_refusal_has_its_sentence() -> None:
    """A class that is added needs one."""
    assert set(refusals.SENTENCES) == set(Refusal.__subclasses__()) == set(REFUSALS)


@pytest.mark.parametrize("kind", list(REFUSALS), ids=lambda kind: kind.__name__)
def test_what_a_refusal_says(kind: type[Refusal]) -> None:
    """As mrkdwn with people's names; as plain text, for a form's field, without any token."""
    for language, wanted in zip(("zh", "en"), SAID[kind], strict=True):
        said = refusals.sentence(REFUSALS[kind], language, NOW)
        assert wanted in said
        assert "<!here" not in said
        assert "<@" not in refusals.sentence(REFUSALS[kind], language, NOW, plain=True)


def test_every_verb_and_every_capacity_has_its_words() -> None:
    """A refusal says what cannot be done and who can."""
    assert set(labels.VERBS) == {str(verb) for verb in Verb}
    assert set(labels.CAPACITIES) == {str(capacity) for capacity in Capacity}


def codes_in_the_code() -> set[str]:
    """The literal codes with which bot/ and handlers/ make problems."""
    found = set()
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = ast.unparse(node.func)
            first = node.args[0]
            if called in ("Problem.of", "_Wrong") and isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found


def test_every_code_that_is_raised_has_its_sentence() -> None:
    """A problem without a sentence would be told by its code."""
    raised = codes_in_the_code()
    assert "required" in raised
    assert raised - set(PROBLEMS) == set()


def test_every_code_of_the_reader_of_time_has_its_sentence() -> None:
    """The codes stand in the exception's own documentation; `future` is said of periods only."""
    codes = {
        "empty",
        "too_long",
        "unknown",
        "vague",
        "past",
        "impossible",
        "conflict",
        "too_far",
        "unknown_year",
    }
    assert [code for code in codes if f"`{code}`" not in (Unreadable.__doc__ or "")] == []
    assert {f"deadline_{code}" for code in codes} - set(PROBLEMS) == set()
    assert "period_future" in PROBLEMS


PARAMS = {
    "value": "x",
    "choices": ("x", "y"),
    "phrase": "尽快",
    "maximum": 5,
    "minimum": 1,
    "length": 9,
    "readings": (NOW, NOW + timedelta(days=7)),
    "at": NOW,
    "latest_at": NOW,
    "due_at": NOW,
    "at_most": 2,
    "holders": 157,
    "cap": 157,
    "level": "due",
    "person": "U0MINA",
}


@pytest.mark.parametrize("code", sorted(PROBLEMS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_problem_can_be_said(code: str, language: str) -> None:
    """With its particulars put in, and nothing left open."""
    said = refusals.problem(Problem.of(code, **PARAMS), language, NOW)
    assert said
    assert "{" not in said


def test_a_problem_says_what_would_be_right() -> None:
    """With an example that can be typed, the readings to choose from, or the choices."""
    vague = refusals.problem(Problem.of("deadline_vague", phrase="尽快"), "zh", NOW)
    assert vague == "“尽快”没有说明时间，可以写成“周五下班前”或“2026-11-24 18:00”。"
    two = Problem.of("deadline_ambiguous", readings=(NOW, NOW + timedelta(days=7)))
    assert refusals.problem(two, "en", NOW).startswith(
        "This can mean 2026-11-23 Mon 10:00 or 2026-11-30 Mon 10:00;"
    )
    wrong = Problem.of("unknown_choice", value="x", choices=("传输室", "数据室"))
    assert refusals.problem(wrong, "zh", NOW) == "“x”不在列表中。可选：传输室或数据室"


def test_a_code_that_nobody_knows_is_still_said() -> None:
    """Better a code than silence."""
    assert "(strange)" in refusals.problem(Problem.of("strange"), "en", NOW)
