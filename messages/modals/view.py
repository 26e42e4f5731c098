"""The frame of every modal, within Slack's limits."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from messages.blocks import MAX_METADATA, MAX_VIEW, Block, plain
from messages.texts import Texts

View = dict[str, Any]


def modal(
    title: str,
    blocks: Sequence[Block],
    t: Texts,
    *,
    callback_id: str | None = None,
    submit: str | None = None,
    close: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    clears: bool = False,
) -> View:
    """A modal view; `clears` closes what lies under it as well when it is closed."""
    view: View = {
        "type": "modal",
        "title": plain(title, 24),
        "blocks": list(blocks)[:MAX_VIEW],
        "close": plain(close or t("Close"), 24),
    }
    if submit:
        view["submit"] = plain(submit, 24)
    if callback_id:
        view["callback_id"] = callback_id
    if metadata:
        view["private_metadata"] = pack(metadata)
    if clears:
        view["clear_on_close"] = True
    return view


def pack(metadata: Mapping[str, Any]) -> str:
    """What a view carries along unseen; raises ValueError above Slack's 3,000 characters."""
    packed = json.dumps(metadata, ensure_ascii=False, separators=(",", ":"))
    if len(packed) > MAX_METADATA:
        raise ValueError(f"a view carries at most {MAX_METADATA} characters along, not {len(packed)}")
    return packed


def unpack(packed: str) -> dict[str, Any]:
    """What `pack` made."""
    carried: dict[str, Any] = json.loads(packed or "{}")
    return carried
