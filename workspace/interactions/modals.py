"""Submitting and closing modals, and what the ack does to the stack."""

from typing import Any

from workspace.branch import Json
from workspace.core import Workspace
from workspace.errors import ControlError, SlackError
from workspace.interactions import payloads
from workspace.interactions.actions import Container, fill
from workspace.interactions.values import client_refusal
from workspace.link import Ack
from workspace.schema.check import check_view
from workspace.surfaces import close_all, close_top, emit_views, push_view, update_view
from workspace.views import Open

NOT_SENT = Ack(False, 0.0, error="refused")


async def submit(ws: Workspace, person_id: str, view_id: str, values: dict[str, dict[str, Any]]) -> Json:
    """A person submits the visible modal; raises ControlError where there is nothing to press."""
    opened = _visible(ws, person_id, view_id)
    if not opened.view.get("submit"):
        raise ControlError(f"{view_id} has no button to submit it")
    fill(ws, Container(person_id, opened=opened), values)
    if refused := _client_refusals(opened.view):
        return payloads.outcome(ws, person_id, NOT_SENT, errors=refused)
    opened.errors = {}
    body = payloads.base(ws, person_id, "view_submission") | {
        "trigger_id": ws.triggers.give(person_id, in_modal=True),
        "view": opened.view,
        "response_urls": _response_urls(ws, person_id, opened.view),
    }
    ack = await ws.link.deliver("interactive", body)
    error = ack.error
    if not error and ws.views.by_id.get(view_id) is opened:
        try:
            _follow(ws, opened, ack.response)
        except SlackError:
            error = "invalid_response"
    if error:
        payloads.toast(ws, person_id, error)
    return payloads.outcome(ws, person_id, ack, error=error)


async def close(ws: Workspace, person_id: str, view_id: str, *, everything: bool) -> Json:
    """A person closes the visible modal, or with `everything` the whole stack."""
    opened = _visible(ws, person_id, view_id)
    everything = everything or opened.view["clear_on_close"]
    stack = ws.views.stacks[person_id]
    closed = [ws.views.by_id[each].view for each in (reversed(stack) if everything else [view_id])]
    if everything:
        close_all(ws, person_id)
    else:
        close_top(ws, person_id)
    ack = Ack(True, 0.0)
    for view in closed:
        if view["notify_on_close"]:
            body = payloads.base(ws, person_id, "view_closed") | {"view": view, "is_cleared": everything}
            ack = await ws.link.deliver("interactive", body)
    return payloads.outcome(ws, person_id, ack)


def _visible(ws: Workspace, person_id: str, view_id: str) -> Open:
    stack = ws.views.stacks.get(person_id, [])
    if not stack or stack[-1] != view_id:
        raise ControlError(f"{view_id} is not the visible modal of {person_id}", 404)
    return ws.views.by_id[view_id]


def _client_refusals(view: Json) -> dict[str, dict[str, str]]:
    refused = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            entry = view["state"]["values"][block["block_id"]][block["element"]["action_id"]]
            if said := client_refusal(block["element"], entry, block.get("optional", False)):
                refused[block["block_id"]] = said
    return refused


def _response_urls(ws: Workspace, person_id: str, view: Json) -> list[Json]:
    rows = []
    for block in view["blocks"]:
        element = block.get("element", {})
        if element.get("response_url_enabled"):
            entry = view["state"]["values"][block["block_id"]][element["action_id"]]
            room = ws.branch.room(entry.get("selected_conversation") or entry.get("selected_channel") or "")
            url = payloads.response_url(ws, person_id, room, None)
            ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
            rows.append({**ids, "channel_id": room.id, "response_url": url})
    return rows


def _follow(ws: Workspace, opened: Open, response: Any) -> None:
    """Do what the ack says; raise SlackError for what Slack would not understand."""
    if response is None:
        close_top(ws, opened.person)
        return
    match response.get("response_action") if isinstance(response, dict) else None:
        case "clear":
            close_all(ws, opened.person)
        case "errors":
            opened.errors = _checked_errors(opened.view, response.get("errors"))
            emit_views(ws, opened.person)
        case "update":
            update_view(ws, opened, check_view(response.get("view"), ("modal",)))
        case "push":
            push_view(ws, opened.person, check_view(response.get("view"), ("modal",)))
        case _:
            raise SlackError("invalid_response")


def _checked_errors(view: Json, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not inputs.issuperset(errors):
        raise SlackError("invalid_response")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise SlackError("invalid_response")
    return dict(errors)
