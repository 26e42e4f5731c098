"""Block Kit: a maker for each block, within Slack's limits. Nothing else builds a block by hand.

A text that is no `Mrkdwn` is escaped; what is too long is cut with `…`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from messages.mrkdwn import Mrkdwn, join, md, shorten

Block = dict[str, Any]

MAX_MESSAGE = 50
MAX_VIEW = 100
MAX_SECTION = 3_000
MAX_FIELD = 2_000
MAX_METADATA = 3_000
MAX_TEXT = 4_000


def plain(text: str, limit: int) -> Block:
    """Plain text; an empty one, which Slack refuses, is a dash."""
    return {"type": "plain_text", "text": shorten(text.strip() or "–", limit), "emoji": True}


def mrkdwn(text: str, limit: int = MAX_SECTION) -> Block:
    """Mrkdwn text."""
    return {"type": "mrkdwn", "text": shorten(md(text), limit) or "–"}


def header(text: str) -> Block:
    """A title line."""
    return {"type": "header", "text": plain(text, 150)}


def section(
    text: str | None = None,
    *,
    fields: Sequence[str] = (),
    accessory: Block | None = None,
    block_id: str | None = None,
) -> Block:
    """A paragraph, or up to ten short ones in two columns, with an element beside it."""
    block: Block = {"type": "section"}
    if text is not None:
        block["text"] = mrkdwn(text)
    if fields:
        block["fields"] = [mrkdwn(each, MAX_FIELD) for each in fields[:10]]
    return block | _given(accessory=accessory, block_id=block_id)


def columns(fields: Sequence[str]) -> list[Block]:
    """Any number of short paragraphs in two columns: ten of them fit into one section."""
    return [section(fields=fields[start : start + 10]) for start in range(0, len(fields), 10)]


def context(*texts: str) -> Block:
    """Small grey print."""
    return {"type": "context", "elements": [mrkdwn(text, MAX_FIELD) for text in texts[:10]]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    """A row of buttons and selects."""
    return {"type": "actions", "elements": list(elements)[:25]} | _given(block_id=block_id)


def input_block(
    label: str,
    element: Block,
    *,
    block_id: str,
    optional: bool = False,
    hint: str | None = None,
    dispatch: bool = False,
) -> Block:
    """A field of a form; with `dispatch` a change of it is told at once."""
    block: Block = {"type": "input", "block_id": block_id, "label": plain(label, 2_000), "element": element}
    if optional:
        block["optional"] = True
    if dispatch:
        block["dispatch_action"] = True
    return block | _given(hint=plain(hint, 2_000) if hint else None)


def table(rows: Sequence[Sequence[str]], *, align: Sequence[str] = ()) -> Block:
    """A table of plain cells, the first row its head; `align` per column: left, center, right."""
    cells = [[{"type": "raw_text", "text": cell or "–"} for cell in row[:20]] for row in rows[:100]]
    settings = [{"align": each} for each in align[:20]]
    return {"type": "table", "rows": cells} | _given(column_settings=settings or None)


def listing(lines: Iterable[str]) -> list[Block]:
    """Lines as few sections as hold them whole."""
    sections: list[Block] = []
    kept: list[Mrkdwn] = []
    for line in (Mrkdwn(shorten(md(each), MAX_SECTION)) for each in lines):
        if kept and len(join([*kept, line])) > MAX_SECTION:
            sections.append(section(join(kept)))
            kept = []
        kept.append(line)
    return [*sections, section(join(kept))] if kept else sections


def _given(**optional: Any) -> Block:
    return {key: value for key, value in optional.items() if value is not None}
