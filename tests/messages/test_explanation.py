"""Why this deadline, in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.policy import Policy, Text
from bot.views import Basis, DayLine, Explanation, MoveLine, PauseLine
from bot.worktime import Interval
from messages import views
from tests.messages.looking import assert_valid, mrkdwn_of, text_of
from tests.messages.samples import NOW, REQUEST, STEP

BASIS = Basis("grade", "bronze", Decimal("4.0"), "working_days", 8, 5, Decimal("6.5"), None)
DUE = datetime(2026, 12, 1, 7, 30, tzinfo=UTC)
PAUSE = PauseLine(
    Text(zh="客户无法联系", en="customer cannot be reached"),
    "<!here> mail",
    NOW + timedelta(hours=1),
    NOW + timedelta(hours=2),
    timedelta(hours=1),
    "U0MINA",
    "U0CHENLU",
)


@pytest.fixture
def found(policy: Policy) -> Explanation:
    """The paper's example: bronze, eight access points, 6.5 working days [S]."""
    stretches = policy.calendars["office"].stretches(NOW, DUE, [Interval(PAUSE.from_at, PAUSE.from_at)])
    return Explanation(
        label="XB-12",
        kind=REQUEST.kind_name,
        step=None,
        policy_version=policy.version,
        rule="",
        basis=BASIS,
        target="6.5d",
        calendar="office",
        zone="Asia/Shanghai",
        started_at=NOW,
        original_due_at=DUE,
        due_at=DUE,
        until_at=DUE,
        is_provisional=False,
        stretches=tuple(stretches),
        counted="6.5d",
        pauses=(),
        moves=(),
        days=(),
    )


def test_the_arithmetic_of_the_access_points_is_shown(found: Explanation) -> None:
    """Anybody can reckon it again."""
    said = text_of(views.explanation([found], "zh"))
    assert "客户等级铜牌：4 个工作日" in said
    assert "8 个接入点：8 ÷ 5 × 4，进位到 6.5 个工作日" in said
    assert "计入工作时间：6.5 个工作日" in said
    assert "2026-11-23 周一  10:00–12:00, 14:00–18:00" in said
    assert "2026-12-01 周二  09:00–12:00, 14:00–15:30" in said
    assert "11-28" not in said  # a Saturday counts nothing


def test_an_exact_product_is_not_called_rounded(found: Explanation) -> None:
    """Ten points, bronze: 10 ÷ 5 × 4 is 8 days to the letter."""
    exact = replace(found, basis=replace(BASIS, access_points=10, amount=Decimal(8)))
    assert "10 个接入点：10 ÷ 5 × 4 = 8 个工作日" in text_of(views.explanation([exact], "zh"))
    assert "10 access points: 10 ÷ 5 × 4 = 8 working days" in text_of(views.explanation([exact], "en"))


def test_the_reach_stands_beside_the_grade(found: Explanation) -> None:
    """Where the target depends on it; else nothing is said of it."""
    far = replace(found, basis=replace(BASIS, base=Decimal(5), amount=Decimal(8), reach="across_cities"))
    assert "客户等级铜牌、跨地市：5 个工作日" in text_of(views.explanation([far], "zh"))
    assert "Customer grade bronze, across cities: 5 working days" in text_of(views.explanation([far], "en"))
    level = replace(found, basis=replace(BASIS, by="assurance", level="AA", reach="in_city"))
    assert "Assurance level AA, in the city: 4 working days" in text_of(views.explanation([level], "en"))
    assert "Customer grade bronze: 4 working days" in text_of(views.explanation([found], "en"))


def test_a_steps_share_and_what_was_paused_and_moved(found: Explanation, policy: Policy) -> None:
    """Each with who and why; typed evidence rings nobody."""
    holiday = policy.calendars["office"].day_note(date(2026, 10, 1))
    step = replace(
        found,
        step=STEP.name,
        basis=replace(BASIS, share=Decimal("30.00")),
        target="2d",
        pauses=(PAUSE, replace(PAUSE, to_at=None)),
        moves=(MoveLine(DUE, "customer asked <!here>", "U0CHENLU", NOW),),
        days=(DayLine(date(2026, 10, 1), holiday),),
        due_at=None,
    )
    view = views.explanation([found, step], "en")
    assert_valid(view)
    said = text_of(view)
    assert "The step's share is 30 %: 2 working days" in said
    assert "customer cannot be reached · 1 h taken out" in said
    assert "consent of <@U0CHENLU>" in said
    assert "2026-10-01 Thu · public holiday" in said
    assert "by <@U0CHENLU> to 2026-12-01 Tue 15:30: customer asked" in said
    assert "paused; recalculated" in said
    assert "<!here" not in mrkdwn_of(view)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_many_long_explanations_fit_a_view(found: Explanation, policy: Policy, language: str) -> None:
    """What does not fit is told, not left out in silence."""
    far = NOW + timedelta(days=30)
    long = replace(
        found, stretches=tuple(policy.calendars["office"].stretches(NOW, far)), pauses=(PAUSE,) * 60
    )
    view = views.explanation([long] * 40, language)
    assert_valid(view)
    assert "more" in text_of(view) or "另有" in text_of(view)
