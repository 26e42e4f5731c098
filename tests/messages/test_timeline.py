"""A sentence for each audit event."""

import ast
from pathlib import Path

import pytest

from bot.policy import Text
from bot.views import TimelineEntry
from messages.texts import Texts
from messages.timeline import SENTENCES, entry_line, sentence
from tests.messages.samples import NOW, STEP

ROOT = Path(__file__).resolve().parents[2]


def entry(action: str, step: Text | None = STEP.name, **data: object) -> TimelineEntry:
    return TimelineEntry(NOW, action, "U0LIWEI", step, data)


def actions_in_the_code() -> set[str]:
    """The literal actions that bot/ records about a request: what a timeline can hold."""
    found = set()
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) not in ("audit.record", "record"):
                continue
            if len(node.args) > 2 and isinstance(node.args[1], ast.Constant):
                found.add(str(node.args[1].value))
    return found


def test_every_action_that_is_recorded_has_its_sentence() -> None:
    """A new action needs words in both languages."""
    recorded = actions_in_the_code()
    assert "step_accepted" in recorded
    assert recorded - set(SENTENCES) == set()


@pytest.mark.parametrize("action", sorted(SENTENCES))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_action_can_be_said_even_with_nothing_known(action: str, language: str) -> None:
    """Old events may lack what newer ones record."""
    said = sentence(entry(action, step=None), Texts(language))
    assert said
    assert "{" not in said


@pytest.mark.parametrize(
    ("said_entry", "zh", "en"),
    [
        (entry("step_accepted"), "<@U0LIWEI> 接单 *传输核查*", "<@U0LIWEI> accepted *Transport check*"),
        (
            entry("step_finished", outcome=Text(zh="具备资源", en="available")),
            "<@U0LIWEI> 办结 *传输核查* ：具备资源",
            "<@U0LIWEI> finished *Transport check*: available",
        ),
        (
            entry(
                "step_handed_over",
                team=Text(zh="数据室", en="Data Office"),
                person=None,
                reason="<!here>\nleave",
            ),
            "<@U0LIWEI> 把 *传输核查* 转派给 数据室：&lt;!here&gt; leave",
            "<@U0LIWEI> handed *Transport check* over to Data Office: &lt;!here&gt; leave",
        ),
        (
            entry("step_handed_over", team="data", person="U0GRACE", reason="r"),
            "<@U0LIWEI> 把 *传输核查* 转派给 <@U0GRACE>：r",
            "<@U0LIWEI> handed *Transport check* over to <@U0GRACE>: r",
        ),
        (
            entry("deadline_moved", due_at="2026-11-27T10:00:00+00:00", reason="r"),
            "<@U0LIWEI> 把 *传输核查* 的时限调整为 2026-11-27 周五 18:00：r",
            "<@U0LIWEI> moved the deadline of *Transport check* to 2026-11-27 Fri 18:00: r",
        ),
        (
            entry("request_opened", None, grade="bronze", reach="across_provinces"),
            "<@U0LIWEI> 开单，跨省",
            "<@U0LIWEI> opened the request, across provinces",
        ),
        (
            entry("request_opened", None, grade="bronze", reach="in_city"),
            "<@U0LIWEI> 开单",
            "<@U0LIWEI> opened the request",
        ),
        (
            entry("customer_regraded", None, from_grade="bronze", grade="gold"),
            "<@U0LIWEI> 把客户等级由铜牌调整为金牌",
            "<@U0LIWEI> changed the customer's grade from bronze to gold",
        ),
        (
            entry("clock_paused", reason="returned"),
            "<@U0LIWEI> 挂起 *传输核查* ：退回待答复",
            "<@U0LIWEI> paused the clock of *Transport check*: waiting for an answer",
        ),
        (
            entry("strange_thing_done"),
            "<@U0LIWEI> strange thing done *传输核查*",
            "<@U0LIWEI> strange thing done *Transport check*",
        ),
    ],
)
def test_what_the_timeline_says(said_entry: TimelineEntry, zh: str, en: str) -> None:
    """Ids become names, instants become dates, and what was typed is escaped."""
    assert sentence(said_entry, Texts("zh")) == zh
    assert sentence(said_entry, Texts("en")) == en


def test_an_entry_begins_with_its_time_in_the_branchs_zone() -> None:
    """02:00 UTC is ten in the morning in Shanghai; the engine's own acts are Xieban's."""
    made = TimelineEntry(NOW, "step_skipped", None, STEP.name, {})
    assert entry_line(made, Texts("en")) == "`11-23 10:00` *Transport check* was not needed"
