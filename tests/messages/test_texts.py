"""Looking texts up, and keeping the catalogue complete."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from bot.policy import Text
from messages import catalogue
from messages.mrkdwn import Mrkdwn
from messages.texts import Texts


@pytest.mark.parametrize(
    ("locale", "said"), [("zh-CN", "接单"), ("zh", "接单"), ("en-US", "Accept"), ("de", "Accept")]
)
def test_a_chinese_locale_reads_chinese_and_every_other_english(locale: str, said: str) -> None:
    """Slack gives locales; only their language counts."""
    assert Texts(locale)("Accept") == said


def test_particulars_are_escaped_in_mrkdwn_but_not_in_plain_text() -> None:
    """A plain text is shown as it is; in mrkdwn what was typed must not be interpreted."""
    t = Texts("en")
    assert t("{name}: {value}", name="a<b", value=1) == "a<b: 1"
    assert t.md("{name}: {value}", name="a<b", value=Mrkdwn("<@U1>")) == "a&lt;b: <@U1>"


@pytest.mark.parametrize(
    ("language", "one", "many"), [("en", "1 reminder", "3 reminders"), ("zh", "1 条提醒", "3 条提醒")]
)
def test_plurals(language: str, one: str, many: str) -> None:
    """English has two forms, Chinese one."""
    t = Texts(language)
    assert [t.plural("{n} reminder", "{n} reminders", n) for n in (1, 3)] == [one, many]


def test_policy_words_begin_a_line_with_a_capital() -> None:
    """The policy writes English names small, so that they fit into a sentence."""
    name = Text(zh="传输核查", en="transport check")
    assert [Texts("en").start(name), Texts("en").of(name), Texts("zh").start(name)] == [
        "Transport check",
        "transport check",
        "传输核查",
    ]


def test_the_catalogue_is_complete() -> None:
    """Every text that the code says is translated, with the same placeholders."""
    found = catalogue.read(catalogue.catalogue_path("zh"), "zh")
    assert list(catalogue.faults(found, catalogue.extract())) == []


def po(*entries: str) -> catalogue.Catalog:
    return read_po(BytesIO("\n\n".join(entries).encode()), locale="zh")


GOOD = 'msgid "Take {n}"\nmsgstr "取 {n}"'


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ([], "not in the catalogue"),
        (['msgid "Take {n}"\nmsgstr ""'], "not translated"),
        (['#, fuzzy\nmsgid "Take {n}"\nmsgstr "取 {n}"'], "fuzzy"),
        (['msgid "Take {n}"\nmsgstr "取 {m}"'], "other placeholders"),
        ([GOOD, 'msgid "Old"\nmsgstr "旧"'], "nobody says this any more"),
    ],
)
def test_the_check_names_each_kind_of_fault(entries: list[str], fault: str) -> None:
    """A translation that is missing, empty, fuzzy, stale, or has other placeholders fails the check."""
    template = catalogue.Catalog()
    template.add("Take {n}")
    (said,) = catalogue.faults(po(*entries), template)
    assert said.startswith(fault)


def test_a_good_catalogue_has_no_fault() -> None:
    """The check does not cry wolf."""
    template = catalogue.Catalog()
    template.add("Take {n}")
    assert list(catalogue.faults(po(GOOD), template)) == []
