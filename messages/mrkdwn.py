"""Slack's mrkdwn, and the one place where what people typed is escaped.

A `Mrkdwn` has been made by us; any other text is escaped when it is put among mrkdwn (`md`), so that
`<!channel>` in a title rings nobody.
"""

import re
from collections.abc import Iterable

_PERSON = re.compile(r"[UWB][A-Z0-9]{2,20}")
_TOKEN_OR_ENTITY = re.compile(r"<[^<>]*>|&(?:amp|lt|gt);|.", re.DOTALL)


class Mrkdwn(str):
    """Text that Slack may interpret: every particular in it has been escaped."""

    __slots__ = ()


def escape(typed: str) -> Mrkdwn:
    """What somebody typed, so that Slack shows it as it is."""
    return Mrkdwn(typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def md(value: object) -> Mrkdwn:
    """The value as mrkdwn: escaped unless it is mrkdwn already."""
    return value if isinstance(value, Mrkdwn) else escape(str(value))


def join(parts: Iterable[object], separator: str = "\n") -> Mrkdwn:
    """The parts that are not empty, one after the other."""
    return Mrkdwn(separator.join(md(part) for part in parts if part))


def bold(value: object) -> Mrkdwn:
    """In bold type."""
    return Mrkdwn(f"*{md(value)}*")


def strike(value: object) -> Mrkdwn:
    """Struck out: it was so and holds no longer."""
    return Mrkdwn(f"~{md(value).replace('~', '∼')}~")


def quote(typed: str, limit: int = 1_000) -> Mrkdwn:
    """Each line as a quotation."""
    return Mrkdwn("\n".join(f">{escape(line)}" for line in shorten(typed, limit).splitlines()))


def mention(person_id: str) -> Mrkdwn:
    """The person's name as Slack shows it; what is no Slack id is shown as it is."""
    return Mrkdwn(f"<@{person_id}>") if _PERSON.fullmatch(person_id) else escape(person_id)


def mentions(people: Iterable[str]) -> Mrkdwn:
    """Several people's names."""
    return join((mention(person) for person in people), " ")


def link(url: str, label: str) -> Mrkdwn:
    """A link to a web page; only the label if the address is anything else."""
    if not url.startswith(("https://", "http://")):
        return escape(label)
    return Mrkdwn(f"<{escape(url).replace('|', '%7C')}|{escape(label).replace('|', '¦')}>")


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at the end with `…`; of mrkdwn no token or entity is cut apart."""
    if len(text) <= limit:
        return text
    if not isinstance(text, Mrkdwn):
        return text[: limit - 1] + "…"
    kept, room = [], limit - 1
    for piece in _TOKEN_OR_ENTITY.findall(text):
        if len(piece) > room:
            break
        kept.append(piece)
        room -= len(piece)
    return Mrkdwn("".join(kept) + "…")
