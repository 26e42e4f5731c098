"""What `/coord` answers, and App Home."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.policy import Policy, Text
from bot.views import HomeView, PeriodTeam, PeriodView, PressingView, StatusView, StepCard, TeamLoad
from messages import replies
from messages.commands import COMMANDS, command_of, nearest
from messages.home import home
from tests.messages.looking import assert_valid, buttons_of, nodes, text_of
from tests.messages.samples import CARD, DUE, HELD, NOW, REQUEST, RETURNED

LANGUAGES = ("zh", "en")
PRESSING = PressingView(12, "XB-12", REQUEST.kind_name, "华美 <!here>", "gold", DUE, False, True)
LATE = replace(PRESSING, id=13, label="XB-13", due_at=NOW - timedelta(hours=1), is_overdue=True)
TRANSPORT = TeamLoad(
    "transport", Text(zh="传输室", en="Transport Office"), 3, 1, 1, 2, NOW - timedelta(days=2)
)
IDLE = TeamLoad("data", Text(zh="数据室", en="Data Office"), 0, 0, 0, 0, None)
STATUS = StatusView(NOW, (TRANSPORT, IDLE), (("key", 1), ("bronze", 2)), 3, 1, 2, (LATE, PRESSING))


@pytest.mark.parametrize(
    ("language", "head", "row"),
    [
        (
            "zh",
            ["部门", "在办", "今日到期", "有风险", "超时", "最久"],
            ["传输室", "3", "1", "1", "2", "2 天"],
        ),
        (
            "en",
            ["Team", "Open", "Due today", "At risk", "Overdue", "Oldest"],
            ["Transport Office", "3", "1", "1", "2", "2 d"],
        ),
    ],
)
def test_the_status_counts_by_team(language: str, head: list[str], row: list[str]) -> None:
    """A team with nothing before it has its line too."""
    made = replies.status(STATUS, language, NOW)
    assert_valid(made)
    (table,) = [block for block in made.blocks if block["type"] == "table"]
    cells = [[cell["text"] for cell in row] for row in table["rows"]]
    assert cells[:2] == [head, row]
    assert cells[2][1:] == ["0", "0", "0", "0", "–"]


def test_the_status_names_what_presses_most() -> None:
    """With the grade, the deadline, and a button to its details."""
    made = replies.status(STATUS, "en", NOW)
    assert buttons_of(made) == [("request_details", "13"), ("request_details", "12")]
    assert "*XB-13 Resource check* · 华美 &lt;!here&gt; (gold)\n🔴 OVERDUE · due" in text_of(made)
    assert made.text == "3 open requests, 1 at risk, 2 overdue"
    assert "key customer 1 · bronze 2" in text_of(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_slack_takes_every_reply(policy: Policy, language: str) -> None:
    """Short lists, long lists and empty ones."""
    many = tuple(StepCard(REQUEST, replace(HELD, id=n)) for n in range(40))
    made = (
        replies.mine((CARD, StepCard(REQUEST, replace(RETURNED, id=8))), (REQUEST,), language, NOW),
        replies.mine(many, tuple(replace(REQUEST, id=n) for n in range(40)), language, NOW),
        replies.mine((), (), language, NOW),
        replies.team(TRANSPORT.team, many, language, NOW),
        replies.show(REQUEST, language, NOW),
        replies.status(replace(STATUS, teams=(), pressing=()), language, NOW),
        replies.help_text(language),
        replies.no_such_command("<!here> opne", language),
        *(replies.who(kind, policy.teams, language) for kind in policy.kinds.values()),
    )
    for each in made:
        assert_valid(each)
        assert "<!here" not in text_of(each)


def test_a_long_list_says_how_many_it_leaves_out() -> None:
    """Nothing is left out in silence."""
    many = tuple(StepCard(REQUEST, replace(HELD, id=n)) for n in range(25))
    assert "另有 5 项" in text_of(replies.team(TRANSPORT.team, many, "zh", NOW))


def test_who_names_each_steps_team_and_channel(policy: Policy) -> None:
    """R, A, C and I of the responsibility matrix in words."""
    said = text_of(replies.who(policy.kinds["resource_check"], policy.teams, "zh"))
    assert "*传输核查* · 传输室（#xb-transport）" in said
    assert "牵头：全业务支撑室" in said
    assert "知会：集团客户部" in said


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("open", "open"),
        ("开单", "open"),
        ("OPEN", "open"),
        ("我的", "mine"),
        ("本组", "team"),
        ("查看", "show"),
        ("状态", "status"),
        ("谁负责", "who"),
        ("帮助", "help"),
    ],
)
def test_a_command_is_known_in_both_languages(word: str, command: str) -> None:
    """Whatever one's locale is."""
    found = command_of(word)
    assert found is not None
    assert found.id == command


def test_no_word_means_two_commands() -> None:
    """Otherwise one of them could never be reached."""
    names = [name for command in COMMANDS for name in command.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("opne", "open"),
        ("statsu", "status"),
        ("shwo", "show"),
        ("状况", "status"),
        ("我", "mine"),
        ("xyzzy", "help"),
    ],
)
def test_a_wrong_word_gets_the_nearest_right_one(word: str, command: str) -> None:
    """And help where none is near."""
    assert command_of(word) is None
    assert nearest(word).id == command


def test_help_shows_the_readers_words_first() -> None:
    """The other language's word stands beside it."""
    assert "`/coord 开单 [内容]`（open）：开协查单" in text_of(replies.help_text("zh"))
    assert "`/coord show XB-12` (查看): one request" in text_of(replies.help_text("en"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", [None, STATUS])
def test_app_home_fits_and_shows_the_status_to_managers_only(
    language: str, status: StatusView | None
) -> None:
    """My steps, my requests; a table only where there is a status."""
    steps = tuple(StepCard(REQUEST, replace(HELD, id=n)) for n in range(60))
    view = HomeView("U0LIWEI", NOW, steps, tuple(replace(REQUEST, id=n) for n in range(60)), status)
    made = home(view, language, NOW)
    assert_valid(made)
    assert ("open_request", "open") in buttons_of(made)
    tables = [node for node in nodes(made) if node.get("type") == "table"]
    assert len(tables) == (1 if status else 0)


PERIOD = PeriodView(
    from_on=date(2026, 10, 1),
    to_on=date(2026, 10, 31),
    opened=12,
    ended=10,
    on_time=9,
    declined=2,
    cancelled=1,
    kinds=((REQUEST.kind_name, 12, 10, 9), (Text(zh="故障处理", en="fault"), 0, 0, 0)),
    teams=(PeriodTeam(TRANSPORT.team, 20, 15, 3), PeriodTeam(IDLE.team, 0, 0, 0)),
)


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "zh",
            [
                "2026-10-01 至 2026-10-31：开单 12 张，结束 10 张",
                "9/10（90%）",
                "*传输室* ：办结 20 个，退回询问 3 个，按时 15/20（75%）",
            ],
        ),
        (
            "en",
            [
                "2026-10-01 to 2026-10-31: 12 opened, 10 ended",
                "9 of 10 (90 %)",
                "*Transport Office*: 20 finished, 3 returned",
            ],
        ),
    ],
)
def test_a_periods_summary_counts_by_kind_and_team(language: str, wanted: list[str]) -> None:
    """With the share that was in time; of nothing there is no share."""
    made = replies.period(PERIOD, language)
    assert_valid(made)
    assert [each for each in wanted if each not in text_of(made)] == []
    (table,) = [block for block in made.blocks if block["type"] == "table"]
    assert table["rows"][2][3]["text"] == "–"
    assert_valid(replies.period(replace(PERIOD, kinds=(), teams=()), language))
