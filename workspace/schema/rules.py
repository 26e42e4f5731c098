"""What Slack refuses beyond the shape: doubled ids, choices not on offer, an input without submit."""

from collections.abc import Iterator
from typing import Any, TypeGuard

Json = dict[str, Any]
MOST_MARKDOWN = 12_000


def of_message(blocks: Any) -> list[str]:
    """What is wrong with a message's blocks as a whole."""
    if not _is_list_of_objects(blocks):
        return []
    markdown = sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown")
    said = list(_of_blocks(blocks, "/blocks"))
    if markdown > MOST_MARKDOWN:
        limit = f"no more than {MOST_MARKDOWN} characters"
        said.append(f"[ERROR] markdown blocks together: {limit} [json-pointer:/blocks]")
    if sum(block.get("type") == "table" for block in blocks) > 1:
        said.append("[ERROR] only_one_table_allowed [json-pointer:/blocks]")
    return said


def of_view(view: Json) -> list[str]:
    """What is wrong with a view as a whole."""
    blocks = view.get("blocks")
    if not _is_list_of_objects(blocks):
        return []
    said = list(_of_blocks(blocks, "/view/blocks"))
    if view["type"] == "modal" and "submit" not in view and any(b.get("type") == "input" for b in blocks):
        said.append("[ERROR] missing required field: submit [json-pointer:/view]")
    focused = [part for block in blocks for _, part in elements(block) if part.get("focus_on_load")]
    if len(focused) > 1:
        said.append("[ERROR] only one element may have focus_on_load [json-pointer:/view/blocks]")
    return said


def elements(block: Json) -> Iterator[tuple[str, Json]]:
    """The interactive elements of a block, each with its pointer inside the block."""
    for slot in ("accessory", "element"):
        if isinstance(block.get(slot), dict):
            yield f"/{slot}", block[slot]
    if block.get("type") == "actions" and isinstance(block.get("elements"), list):
        for index, part in enumerate(block["elements"]):
            if isinstance(part, dict):
                yield f"/elements/{index}", part


def all_options(element: Json) -> list[Json]:
    """The options of a menu, grouped or not."""
    groups = element.get("option_groups") or []
    return [
        *(element.get("options") or []),
        *(option for group in groups for option in group.get("options") or []),
    ]


def _is_list_of_objects(blocks: Any) -> TypeGuard[list[Json]]:
    return isinstance(blocks, list) and all(isinstance(block, dict) for block in blocks)


def _of_blocks(blocks: list[Json], root: str) -> Iterator[str]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            yield f"[ERROR] block_id already exists: {block_id} [json-pointer:{root}/{index}/block_id]"
        seen.add(block_id or "")
        yield from _doubled_actions(block, f"{root}/{index}")
        for pointer, element in elements(block):
            yield from _of_element(element, f"{root}/{index}{pointer}")


def _doubled_actions(block: Json, pointer: str) -> Iterator[str]:
    ids = [part["action_id"] for _, part in elements(block) if isinstance(part.get("action_id"), str)]
    for action_id in sorted({each for each in ids if ids.count(each) > 1}):
        yield f"[ERROR] action_id already exists: {action_id} [json-pointer:{pointer}/elements]"


def _of_element(element: Json, pointer: str) -> Iterator[str]:
    kind = str(element.get("type"))
    if kind in ("static_select", "multi_static_select") and ("options" in element) == (
        "option_groups" in element
    ):
        yield f"[ERROR] must provide either options or option_groups [json-pointer:{pointer}]"
    if kind in ("static_select", "multi_static_select", "radio_buttons", "checkboxes"):
        yield from _of_choices(element, pointer)
    if kind == "plain_text_input" and element.get("min_length", 0) > element.get("max_length", 3000):
        yield f"[ERROR] min_length is above max_length [json-pointer:{pointer}]"
    if kind == "number_input" and _number(element, "min_value") > _number(element, "max_value", "inf"):
        yield f"[ERROR] min_value is above max_value [json-pointer:{pointer}]"


def _of_choices(element: Json, pointer: str) -> Iterator[str]:
    offered = [option for option in all_options(element) if isinstance(option, dict)]
    values = [option.get("value") for option in offered]
    if len(set(map(str, values))) < len(values):
        yield f"[ERROR] option values must be unique [json-pointer:{pointer}/options]"
    initial = (
        [element["initial_option"]] if "initial_option" in element else element.get("initial_options") or []
    )
    for option in initial:
        if option not in offered:
            yield f"[ERROR] initial option is not one of the options [json-pointer:{pointer}]"
    if len(initial) > element.get("max_selected_items", 100):
        yield f"[ERROR] more initial options than max_selected_items [json-pointer:{pointer}]"


def _number(element: Json, key: str, otherwise: str = "-inf") -> float:
    try:
        return float(element.get(key, otherwise))
    except (TypeError, ValueError):
        return float(otherwise)
