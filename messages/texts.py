"""What people read, in their language: English source texts and the zh catalogue.

`t("Accept")` looks a text up, `t.md("*{name}*", name=typed)` makes mrkdwn and escapes what was typed, and
`t.plural(one, many, n)` chooses by number. The English text is the message's id; the catalogue stands in
`locales/zh/LC_MESSAGES/xieban.po` and is compiled in memory, once a process.
"""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from bot.policy import Text
from messages.mrkdwn import Mrkdwn, md

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "xieban"


def mark(text: str) -> str:
    """Marks a text in a table for extraction; it is looked up where it is said."""
    return text


def catalogue_path(language: str) -> Path:
    """Where the translations into that language stand."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with catalogue_path(language).open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Texts:
    """The texts of one language: `zh` for any Chinese locale, else `en`."""

    __slots__ = ("_found", "language")

    def __init__(self, language: str) -> None:
        self.language = "zh" if language.lower().startswith("zh") else "en"
        self._found = _translations(self.language)

    def __call__(self, text: str, /, **params: object) -> str:
        """The text with its particulars put in as they are: for plain text, never for mrkdwn."""
        said = self._found.gettext(text)
        return said.format_map(params) if params else said

    def md(self, text: str, /, **params: object) -> Mrkdwn:
        """The text as mrkdwn; particulars that are not mrkdwn already are escaped."""
        return Mrkdwn(self._found.gettext(text).format_map({key: md(value) for key, value in params.items()}))

    def plural(self, one: str, many: str, n: int, **params: object) -> str:
        """The text that fits the number, which it may name as `{n}`."""
        return self._found.ngettext(one, many, n).format_map({"n": n, **params})

    def of(self, text: Text) -> str:
        """The policy's own words in this language."""
        return text.zh if self.language == "zh" else text.en

    def sentences(self, *parts: str) -> str:
        """Sentences one after the other: Chinese leaves no space between them. Mrkdwn if all of them are."""
        kept = [part for part in parts if part]
        said = ("" if self.language == "zh" else " ").join(kept)
        return Mrkdwn(said) if all(isinstance(part, Mrkdwn) for part in kept) else said

    def start(self, text: Text) -> str:
        """The policy's words at the start of a line: in English with a capital letter."""
        said = self.of(text)
        return said[:1].upper() + said[1:]
