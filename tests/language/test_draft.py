"""What a line leaves open: missing parts, choices, deadlines that were refused."""

import pytest

from tests.language.test_one_liners import read


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("资源核查 华美商贸 数据专线 8个点 8号楼", ()),
        ("资源核查 华美商贸 数据专线 8个点", ("site",)),
        ("资源核查 8个点 8号楼", ("customer", "service")),
        ("华美商贸 数据专线", ("kind",)),
        ("随便说点什么", ("kind", "customer", "service")),
    ],
)
def test_what_the_kind_requires_and_the_line_lacks_is_missing(line: str, missing: tuple[str, ...]) -> None:
    """Without a kind the kind itself is missing, and what every kind asks for."""
    assert read(line).missing == missing


@pytest.mark.parametrize(
    ("line", "ambiguous"),
    [
        ("资源核查 华美商贸 数据专线 周五", ()),
        ("资源核查 宏达 数据专线 周五", ("customer",)),
        ("资源核查 华美商贸 数据专线 下个周五", ("wished",)),
        ("资源核查 华美商贸 数据专线和互联网专线", ("service",)),
        ("华美商贸 资源核查 现场勘察", ("kind",)),
        ("resource check 宏达 data line next friday", ("customer", "wished")),
    ],
)
def test_what_can_be_meant_in_two_ways_is_asked(line: str, ambiguous: tuple[str, ...]) -> None:
    """Customers, deadlines, services and kinds that are not plain are choices on the card."""
    assert read(line).ambiguous == ambiguous


@pytest.mark.parametrize(
    ("line", "reach", "description"),
    [
        ("资源核查 华美商贸 数据专线 8个点 8号楼 下周五", None, ""),
        ("资源核查 华美商贸 跨市数据专线 8个点 8号楼 下周五", "across_cities", ""),
        ("资源核查 华美商贸 跨地市 数据专线 双路由", "across_cities", "双路由"),
        ("华美商贸跨省数据专线资源核查8个点下周五下班前", "across_provinces", ""),
        ("现场勘察 华美商贸 省际数据专线 3个点", "across_provinces", ""),
        ("现场勘察 华美商贸 市内数据专线 3个点", "in_city", ""),
        ("现场勘察 华美商贸 本地 数据专线 3个点", "in_city", ""),
        ("华美商贸 跨省 数据专线", "across_provinces", ""),
        ("resource check Siemag data line across cities 8 points by friday", "across_cities", ""),
        ("site survey Siemag data line across provinces at Building 8", "across_provinces", ""),
        ("site survey Siemag inter-provincial data line", "across_provinces", ""),
        ("resource check Siemag data line in the city", "in_city", ""),
        ("资源核查 华美商贸 跨省数据专线 江城市内环路8号 下周五", "across_provinces", ""),
        ("故障 华美商贸 跨省 数据专线 丢包", None, "跨省 丢包"),
    ],
)
def test_how_far_a_service_reaches(line: str, reach: str | None, description: str) -> None:
    """In the words of staff; no part of a site counts, and a kind that does not ask leaves the words."""
    draft = read(line)
    assert (draft.reach, draft.description) == (reach, description)


def test_a_reach_said_in_two_ways_is_asked() -> None:
    """Across cities or across provinces: a person decides, for the limits differ."""
    draft = read("资源核查 华美商贸 数据专线 跨市或跨省 3个点")
    assert (draft.ambiguous, draft.choices) == (("reach",), {})


def test_a_refused_deadline_keeps_its_words_and_its_reason() -> None:
    """What was meant for a deadline is neither taken nor lost."""
    draft = read("资源核查 华美商贸 数据专线 11月31日前")
    assert draft.wished is None
    assert draft.refused is not None
    assert (draft.refused.words, draft.refused.code) == ("11月31日前", "impossible")
    assert "11月31日前" in draft.description


def test_nothing_typed_is_lost() -> None:
    """Every word that is not part of something understood stands in the description, as typed."""
    draft = read("资源核查 华美商贸 数据专线 客户CEO Zhang 要求 Dual-Homing,别催 周五前")
    assert draft.description == "客户CEO Zhang 要求 Dual-Homing,别催"


@pytest.mark.parametrize("line", ["", "   ", "，，，", "a" * 3000, "8" * 500, "前" * 300, "华美商贸 " * 60])
def test_odd_lines_are_survived(line: str) -> None:
    """Empty, endless and repeated text is read like any other."""
    draft = read(line)
    assert draft.wished is None
