"""The form with which a request is opened (开单); its fields depend on the kind, as the matrix says."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.policy import Kind, ServiceRule
from messages import facts
from messages.blocks import Block, input_block, section
from messages.elements import option, static_select
from messages.modals.fields import Values, block_id, field_blocks
from messages.modals.view import View, modal
from messages.mrkdwn import link
from messages.texts import Texts

CALLBACK = "open_request"
KIND = "kind"
"""The action id of the select that renders the form anew when another kind is chosen."""


def open_form(
    kinds: Sequence[Kind],
    services: Sequence[ServiceRule],
    language: str,
    *,
    kind: str | None = None,
    values: Values | None = None,
    not_taken: Sequence[str] = (),
    changed: Collection[str] = (),
    source_url: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> View:
    """The form for `kind` (the first one if none is given), filled with what was typed before.

    Rendered again for another kind, what the two kinds share stays as it is. Slack keeps what stands in a
    field as long as its block has the same id: the fields that are `changed` get another. `not_taken` is
    what was typed and has no field.
    """
    t = Texts(language)
    chosen = next((each for each in kinds if each.id == kind), kinds[0])
    mark = str((metadata or {}).get("draft", ""))
    fields = field_blocks(
        chosen.fields, values or {}, t, services=services, marks=dict.fromkeys(changed, mark)
    )
    blocks = [_kind_select(kinds, chosen, t), *facts.not_taken(not_taken, t), *fields]
    if source_url:
        blocks.insert(0, section(link(source_url, t("Source message"))))
    return modal(
        t("Open a request"),
        blocks,
        t,
        callback_id=CALLBACK,
        submit=t("Preview"),
        close=t("Cancel"),
        metadata=metadata,
    )


def _kind_select(kinds: Sequence[Kind], chosen: Kind, t: Texts) -> Block:
    options = [option(t.start(each.name), each.id) for each in kinds]
    select = static_select(KIND, t("Choose"), options, chosen.id)
    return input_block(t("Kind of request"), select, block_id=block_id(KIND), dispatch=True)
