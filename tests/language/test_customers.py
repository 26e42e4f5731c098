"""Customers by name: exact, abbreviated, misspelt, in pinyin, and ties."""

import random

import pytest

from bot.language.customers import CustomerEntry, CustomerIndex
from tests.language.sample import registry


def first(text: str) -> str | None:
    hits = registry().find(text).hits
    return hits[0].name if hits else None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("江城华美商贸有限公司", "江城华美商贸有限公司"),
        ("华美商贸", "江城华美商贸有限公司"),
        ("华美商贸有限公司", "江城华美商贸有限公司"),
        ("江城市华美商贸", "江城华美商贸有限公司"),
        ("華美商貿", "江城华美商贸有限公司"),
        ("华美商贸有线公司", "江城华美商贸有限公司"),
        ("华商美贸", "江城华美商贸有限公司"),
        ("华美商贸贸", "江城华美商贸有限公司"),
        ("huameishangmao", "江城华美商贸有限公司"),
        ("Hua Mei Shang Mao", "江城华美商贸有限公司"),
        ("hmsm", "江城华美商贸有限公司"),
        ("华美达", "华美达酒店有限公司"),
        ("远航", "远航物流股份有限公司"),
        ("永安保险江城分公司", "永安保险股份有限公司江城分公司"),
        ("江城大学", "江城大学"),
        ("江大", "江城大学"),
        ("一院", "江城市第一人民医院"),
        ("江城第一人民医院", "江城市第一人民医院"),
        ("pacific logistics", "Pacific Logistics (Jiangcheng) Co., Ltd."),
        ("pasific logistics", "Pacific Logistics (Jiangcheng) Co., Ltd."),
        ("SIEMAG", "Siemag Machinery Co., Ltd."),
        ("siemag machinery ltd", "Siemag Machinery Co., Ltd."),
        ("goldenharbor", "Golden Harbor Hotel"),
        ("你好", None),
        ("qqqq", None),
        ("", None),
    ],
)
def test_a_customer_is_found_by_what_staff_type(typed: str, name: str | None) -> None:
    """With or without legal form and city, by alias, pinyin or initials, with a slip: the right one."""
    assert first(typed) == name


@pytest.mark.parametrize("typed", ["宏达", "顺风", "Huamei", "万里"])
def test_a_tie_is_said_to_be_one(typed: str) -> None:
    """Where several customers are meant equally well, a person has to choose."""
    found = registry().find(typed)
    assert found.tie
    assert len(found.hits) > 1


@pytest.mark.parametrize("typed", ["宏达电气", "华美", "华美商贸", "Huamei Trading", "远行物流"])
def test_what_is_plain_is_no_tie(typed: str) -> None:
    """An exact name or alias, or a name that alone is one slip away, is not asked about."""
    assert not registry().find(typed).tie


def test_no_more_hits_than_wanted() -> None:
    """Type-ahead asks for so many, best first."""
    hits = registry().find("宏达", limit=3).hits
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_customers_of_one_name_are_a_tie() -> None:
    """The same name in two cities is never decided by chance; with its city typed it is found."""
    index = CustomerIndex(
        [
            CustomerEntry("1", "江城恒通商贸有限公司", (), "江城"),
            CustomerEntry("2", "云州恒通商贸有限公司", (), "云州"),
        ]
    )
    assert index.find("恒通商贸").tie


def test_a_sign_that_sounds_the_same_is_the_likelier_slip() -> None:
    """Of names one slip away that which sounds as typed is meant; a nearer whole name raises doubt."""
    names = (
        "恒通商贸有限公司",
        "恒同商贸有限公司",
        "恒图商贸有限公司",
        "江城瑞成食品有限公司",
        "瑞伟食品有限公司",
    )
    index = CustomerIndex([CustomerEntry(name, name, (), "江城") for name in names])
    assert index.find("痕图商贸").hits[0].name == "恒图商贸有限公司"
    assert not index.find("痕图商贸").tie
    assert index.find("瑞诚食品").hits[0].name == "江城瑞成食品有限公司"
    assert index.find("瑞诚食品").tie


def test_among_many_names_one_slip_away_none_is_lost() -> None:
    """Forty names differ from the typed one in the same sign; the one that sounds the same stands first."""
    signs = "伟育宁安康达和兴旺盛泰荣华昌隆顺利丰裕福禄寿喜乐吉祥如意长久天地人和仁义礼智信"
    names = [f"瑞{sign}食品有限公司" for sign in dict.fromkeys(signs)] + ["瑞成食品有限公司"]
    index = CustomerIndex([CustomerEntry(name, name) for name in names])
    assert index.find("瑞诚食品", limit=5).hits[0].name == "瑞成食品有限公司"


def test_an_empty_registry_finds_nobody() -> None:
    """A branch that has not imported its customers yet gets no hit and no failure."""
    assert CustomerIndex([]).find("华美").hits == ()


def test_nearly_every_name_with_one_slip_is_found_first() -> None:
    """Each name of the sample, one of its signs replaced, still comes first or is a tie that holds it."""
    random_ = random.Random(7)
    entries = [
        CustomerEntry(str(number), f"{brand}{trade}有限公司", (), None)
        for number, (brand, trade) in enumerate(
            (a + b, trade)
            for a, b in zip("鸿瑞博远泰盛佳恒诺启", "图祥雅景和世禾信德明", strict=True)
            for trade in ("物流", "食品", "电气工程", "文化传媒")
        )
    ]
    index = CustomerIndex(entries)
    for entry in entries:
        at = random_.randrange(len(entry.name))
        slip = entry.name[:at] + "龘" + entry.name[at + 1 :]
        found = index.find(slip)
        assert found.hits, slip
        assert found.hits[0].id == entry.id or found.tie, slip
