"""What a line says for a field that its kind lacks: into the description, or said not to be taken."""

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.coordination.drafts import read_of
from bot.coordination.filling import Filled
from bot.coordination.form_state import Sent, from_line, refilled
from bot.coordination.one_line import decide, draft_from, not_taken
from bot.course.rules import Branch
from bot.language.found import words_in
from bot.language.line import _BREAK, _TIES
from bot.language.reader import read_request_line
from bot.language.times.text import sign_for_sign
from bot.policy import FieldRule
from models import Draft
from tests.language.own_kinds import own_policy
from tests.language.sample import registry
from tests.language.test_one_liners import MONDAY

POLICY = own_policy()
BRANCH = Branch(POLICY)
KINDS = list(POLICY.kinds)
CHINESE = {"access_points": "8个点", "site": "8号楼", "wished": "下周五下班前", "reach": "跨省"}
ENGLISH = {
    "access_points": "8 points",
    "site": "at Building 8",
    "wished": "by friday",
    "reach": "across provinces",
}
LINES = {
    "zh": "华美商贸 互联网专线 8个点 8号楼 下周五下班前 跨省 双路由",
    "en": "Siemag internet line 8 points at Building 8 by friday across provinces dual homing",
}
CASES = [(kind, language) for kind in KINDS for language in LINES]


def drafted(line: str) -> Draft:
    """A line as its draft."""
    reading = read_request_line(
        line, at=MONDAY, policy=POLICY, customers=registry(), calendar=BRANCH.office_calendar
    )
    return draft_from(POLICY, reading, line, "U0LINQ", MONDAY)


def of_kind(line: str, kind: str) -> Draft:
    """The same, its kind chosen on the card."""
    draft = drafted(line)
    decide(POLICY, draft, "kind", kind)
    return draft


def said(draft: Draft) -> str:
    """What the card shows beside the values."""
    return " ".join([draft.details.get("description", ""), *not_taken(POLICY, draft)]).strip()


def has(rule: FieldRule | None, type_: str) -> bool:
    return rule is not None and rule.type == type_


@pytest.mark.parametrize(("kind", "language"), CASES)
@pytest.mark.parametrize("is_named", [True, False])
def test_every_kind_takes_what_it_has_a_field_for_and_keeps_the_rest_in_words(
    kind: str, language: str, is_named: bool
) -> None:
    """Named in the line or chosen later on the card, with a description or without: the same words."""
    rule = POLICY.kinds[kind]
    line = LINES[language]
    draft = drafted(f"{rule.name.in_(language)} {line}") if is_named else of_kind(line, kind)
    assert draft.kind == kind
    words = CHINESE if language == "zh" else ENGLISH
    types = {"access_points": "integer", "site": "text", "wished": "deadline", "reach": "choice"}
    lacking = [words[field] for field, type_ in types.items() if not has(rule.field(field), type_)]
    assert said(draft) == " ".join([*lacking, "双路由" if language == "zh" else "dual homing"])
    taken = {field for field in draft.details if field in types}
    assert taken == {field for field, type_ in types.items() if has(rule.field(field), type_)}
    assert bool(not_taken(POLICY, draft)) == (rule.field("description") is None)


def test_a_fault_keeps_the_number_of_points_in_words() -> None:
    """The sample's fault asks for no access points: the words stand where they were typed."""
    draft = drafted("故障 华美商贸 互联网专线 8个点 中断")
    assert draft.details["description"] == "8个点 中断"
    assert draft.details["effect"] == "interrupted"
    assert "access_points" not in draft.details


def test_a_choice_is_told_by_the_line_of_a_kind_that_is_chosen_later() -> None:
    """The card asks for the kind; what the line says of that kind's own choices is then understood."""
    draft = of_kind("华美商贸 互联网专线 8个点 丢包", "fault")
    assert draft.details["effect"] == "degraded"
    assert draft.details["description"] == "8个点 丢包"


def test_a_reach_that_a_fault_does_not_ask_for_is_taken_by_the_kind_that_does() -> None:
    """Across provinces: words of the fault's description; a resource check has the field."""
    draft = drafted("故障 华美商贸 跨省 数据专线 丢包")
    assert (draft.details["description"], draft.details.get("reach")) == ("跨省 丢包", None)
    check = turned(from_line(BRANCH, draft, "zh"), "resource_check")
    assert (check.values["reach"], check.values["description"]) == ("across_provinces", "丢包\n故障")


def test_an_open_deadline_of_a_kind_without_one_stays_in_words() -> None:
    """下周 can mean two days; where there is no deadline nobody is asked, and the word is there."""
    draft = of_kind("华美商贸 互联网专线 下周", "question")
    assert draft.details["description"] == "下周"


def test_the_words_of_the_kind_that_was_not_meant_stay() -> None:
    """Of two kinds that a line names one is chosen on the card; the other's name is part of what was said."""
    line = "华美商贸 互联网专线 资源核查 现场勘察"
    assert drafted(line).kind is None
    assert of_kind(line, "site_survey").details["description"] == "资源核查"
    assert of_kind(line, "resource_check").details["description"] == "现场勘察"
    assert of_kind(line, "drill").details["description"] == "资源核查 现场勘察"


def test_the_words_of_the_service_that_was_not_meant_stay() -> None:
    """Of two services that a line names one is chosen on the card; the other's name stays, once."""
    draft = drafted("资源核查 华美商贸 数据专线 互联网专线")
    decide(POLICY, draft, "service", "internet_line")
    assert (draft.details["service"], draft.details["description"]) == ("internet_line", "数据专线")


# ---- the property ----

PIECES = st.sampled_from(
    [
        *(each.name.zh for each in POLICY.kinds.values()), *(each.name.en for each in POLICY.kinds.values()),
        "断网", "移机", "咨询", "华美商贸", "宏达", "Siemag", "不存在的公司", "互联网专线", "数据专线",
        "voice line", "8个点", "8 points", "三个点", "9999个点", "8号楼", "at Building 8", "中山路88号",
        "地址:东湖大道12号", "下周五下班前", "by friday", "下周", "尽快", "11月31日前", "in 3 working days",
        "中断", "丢包", "slow", "加急", "室内", "双路由", "请", "needs", "给", "100M", "<!channel>",
        "昨天开始", "跨省", "across cities", "市内", "客户CEO", "x" * 40, "8", "and",
    ]
)  # fmt: skip
LINES_OF_PIECES = st.builds(
    lambda pieces, separators: "".join(f"{a}{b}" for a, b in zip(pieces, separators, strict=False)),
    st.lists(PIECES | st.text("专线故障点楼8a前 ,", max_size=6), max_size=9),
    st.lists(st.sampled_from([" ", "，", " ", ",", ""]), min_size=9, max_size=9),
)


def tokens(typed: str) -> Counter[str]:
    """The words of a text, plainly spelled, without those that only tie others."""
    words = (each for each in _BREAK.split(sign_for_sign(typed)) if each and not _TIES.fullmatch(each))
    return Counter(words)


def beside(draft: Draft, fields: set[str], *, apart: bool = False) -> str:
    """The line without the words of the values of these fields; `apart`: a space around all other values."""
    typed = list(draft.line)
    for field, found in read_of(draft).items():
        for start, end in found.words_at():
            if field in fields:
                typed[start:end] = " " * (end - start)
            elif apart:
                typed[start], typed[end - 1] = f" {typed[start]}", f"{typed[end - 1]} "
    return "".join(typed)


def signs(text: str) -> Counter[str]:
    """The signs of a text, plainly spelled, whatever stands between them."""
    return Counter("".join(_BREAK.split(sign_for_sign(text))))


@settings(max_examples=300, deadline=None)
@given(line=LINES_OF_PIECES, kind=st.sampled_from([None, *KINDS]))
@example(line="故障 华美商贸 互联网专线 8个点 中断", kind=None)
@example(line="业务移机 华美商贸 互联网专线 8个点 by friday", kind=None)
def test_every_word_is_a_values_or_in_the_description_or_shown_as_not_taken(
    line: str, kind: str | None
) -> None:
    """And none is in two of these places; words that only tie others are excepted."""
    draft = of_kind(line, kind) if kind else drafted(line)
    rule = POLICY.kinds.get(draft.kind or "")
    read = read_of(draft)
    open_ = {field for field in draft.asked if field == "kind" or rule is None or rule.field(field)}
    certain = {field for field, found in read.items() if found.value is not None}
    held = {field for field in certain if draft.details.get(field) == read[field].value} | (open_ & set(read))
    if "kind" in read and draft.kind:
        held.add("kind")
    assert tokens(said(draft)) == tokens(beside(draft, held))


# ---- the form ----


def turned(filled: Filled, kind: str, language: str = "zh", **typed: str) -> Filled:
    """The form after another kind was chosen in it; `typed` is what the person wrote before."""
    values = {field: str(value) for field, value in filled.values.items()} | typed
    sent = Sent(kind, filled.kind.id, {k: v for k, v in values.items() if v}, {}, None)
    return refilled(POLICY, sent, filled.known, filled.left, language)


def shown(filled: Filled) -> str:
    """What the form shows beside its other fields."""
    return " ".join([str(filled.values.get("description", "")), *filled.not_taken])


def held_and_shown(filled: Filled) -> Counter[str]:
    """All signs that the form shows, or that its fields were filled from."""
    held = [each for field, each in filled.known.items() if field not in filled.aside and not each.is_quoted]
    return signs(shown(filled) + " ".join(" ".join(each.words) for each in held))


@settings(max_examples=200, deadline=None)
@given(
    line=LINES_OF_PIECES,
    whole=st.booleans(),
    kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=4),
    language=st.sampled_from(["zh", "en"]),
)
@example(line="资源核查 " * 6 + "8 points 8号楼", whole=False, kinds=["fault", "question"], language="zh")
@example(line="资源核查 宏达 宏达 9999个点", whole=False, kinds=["relocation"], language="zh")
def test_whatever_kinds_are_tried_in_a_form_no_word_is_lost_or_doubled(
    line: str, whole: bool, kinds: list[str], language: str
) -> None:
    """Every word of the line or message is a held value's, in the description, or shown as not taken."""
    draft = drafted(line)
    filled = first = from_line(BRANCH, draft, language, whole=whole)
    held = {field for field in read_of(draft) if field not in first.aside}
    if draft.kind is None:
        draft = of_kind(line, first.kind.id)
    least = Counter("".join(tokens(beside(draft, held, apart=True)).elements()))
    assert least <= signs(shown(first)) <= signs(line if whole else beside(draft, held))
    for kind in kinds:
        filled = turned(filled, kind, language)
        assert held_and_shown(filled) == held_and_shown(first), kind
    back = turned(filled, first.kind.id, language)
    assert {k: str(v) for k, v in back.values.items() if k != "description"} == {
        k: str(v) for k, v in first.values.items() if k != "description"
    }
    assert held_and_shown(back) == held_and_shown(first)


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_a_form_that_is_turned_to_a_kind_with_the_field_takes_the_value_once(
    kind: str, language: str
) -> None:
    """From the kind with no field but two to every other one: the value in its field, no word doubled."""
    first = from_line(BRANCH, of_kind(LINES[language], "relocation"), language)
    assert "description" not in first.values
    filled = turned(first, kind, language)
    card = from_line(BRANCH, of_kind(LINES[language], kind), language)
    assert {k: v for k, v in filled.values.items() if k != "description"} == {
        k: v for k, v in card.values.items() if k != "description"
    }
    assert tokens(shown(filled)) == tokens(shown(card))


def test_a_number_out_of_bounds_stays_in_words() -> None:
    """A form's number takes no more than the kind allows: what was typed is in the description."""
    filled = from_line(BRANCH, drafted("业务咨询 华美商贸 互联网专线 8个点"), "zh")
    assert filled.values["description"] == "8个点"
    assert "access_points" not in filled.values
    assert turned(filled, "resource_check").values["access_points"] == 8


def test_what_is_still_open_is_shown_in_the_form() -> None:
    """Which customer is meant has to be chosen there, by the words; an ambiguous deadline keeps its own."""
    filled = from_line(BRANCH, drafted("资源核查 宏达 数据专线 下周"), "zh")
    assert filled.not_taken == ("宏达",)
    assert filled.values["wished"] == "下周"
    assert words_in("宏达", ((0, 2),)) == filled.known["customer"].words
