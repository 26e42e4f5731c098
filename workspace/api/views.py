"""views.*: modals and App Home; reactions."""

from workspace import posting
from workspace.api.registry import Call, method
from workspace.branch import Json
from workspace.errors import SlackError
from workspace.schema.check import check_view
from workspace.surfaces import open_view, publish_home, push_view, update_view


@method("views.open", tier=4, required="view")
def views_open(call: Call) -> Json:
    """Open a modal for the act that the trigger stands for."""
    view = check_view(call.args["view"], ("modal",))
    return {"view": open_view(call.ws, _trigger(call), view)}


@method("views.push", tier=4, required="view")
def views_push(call: Call) -> Json:
    """Put a modal on top of the one where the act happened."""
    view = check_view(call.args["view"], ("modal",))
    return {"view": push_view(call.ws, _trigger(call), view)}


@method("views.update", tier=4, required="view")
def views_update(call: Call) -> Json:
    """Replace an open view; `hash` guards against a race."""
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise SlackError.with_messages("invalid_arguments", ["[ERROR] missing required field: view_id"])
    opened = call.ws.views.find(view_id, external_id)
    view = check_view(call.args["view"], (opened.view["type"],))
    return {"view": update_view(call.ws, opened, view, call.text("hash"))}


@method("views.publish", tier=4, required="user_id view")
def views_publish(call: Call) -> Json:
    """Set a person's App Home."""
    person = call.ws.branch.person(str(call.text("user_id")))
    view = check_view(call.args["view"], ("home",))
    return {"view": publish_home(call.ws, person.id, view, call.text("hash"))}


@method("reactions.add", tier=3, scopes="reactions:write", required="channel timestamp name")
def reactions_add(call: Call) -> Json:
    """The bot reacts to a message."""
    room = call.ws.branch.room(call.args["channel"])
    message = room.messages.get(str(call.text("timestamp")))
    if message is None:
        raise SlackError("message_not_found")
    if not posting.react(
        call.ws, room, message, call.ws.config.bot_user, str(call.text("name")), only_add=True
    ):
        raise SlackError("already_reacted")
    return {}


def _trigger(call: Call) -> str:
    """Redeem the trigger and return whose it is."""
    trigger_id = call.text("trigger_id")
    if not trigger_id:
        raise SlackError.with_messages("invalid_arguments", ["[ERROR] missing required field: trigger_id"])
    return call.ws.triggers.redeem(trigger_id).person
