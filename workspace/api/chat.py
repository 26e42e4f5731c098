"""chat.*: post, update, delete, ephemeral messages, permalink."""

from workspace import posting
from workspace.api.registry import Call, method
from workspace.branch import Json, Room
from workspace.errors import SlackError
from workspace.interactions.answers import bot_message
from workspace.schema.check import check_message

MOST_TEXT = 40_000
MOST_UPDATED_TEXT = 4_000
CONTENT = ("text", "blocks", "attachments", "metadata")


@method("chat.postMessage", tier=None, scopes="chat:write", required="channel")
def post_message(call: Call) -> Json:
    """Post to a channel, to a direct message, or to a person's id."""
    room = _room_to_write(call)
    content = _content(call, MOST_TEXT)
    thread = call.text("thread_ts")
    if thread:
        content["thread_ts"] = thread
        if thread not in room.messages:
            raise SlackError("thread_not_found")
        if call.flag("reply_broadcast"):
            content["subtype"] = "thread_broadcast"
    message = posting.post(call.ws, room, bot_message(call.ws) | content)
    return {"channel": room.id, "ts": message["ts"], "message": message}


@method("chat.update", tier=3, scopes="chat:write", required="channel ts")
def update(call: Call) -> Json:
    """Replace the content of one of the bot's own messages."""
    room, message = _own_message(call, "cant_update_message")
    content = _content(call, MOST_UPDATED_TEXT)
    if "text" in content and "blocks" not in call.args:
        content["blocks"] = []
    # as documented: the mark "edited" shows after an update of text, not of blocks
    editor = None if content.get("blocks") else call.ws.config.bot_user
    posting.change(call.ws, room, message, content, editor)
    return {"channel": room.id, "ts": message["ts"], "text": message["text"], "message": message}


@method("chat.delete", tier=3, scopes="chat:write", required="channel ts")
def delete(call: Call) -> Json:
    """Delete one of the bot's own messages."""
    room, message = _own_message(call, "cant_delete_message")
    posting.remove(call.ws, room, message["ts"])
    return {"channel": room.id, "ts": message["ts"]}


@method("chat.postEphemeral", tier=4, scopes="chat:write", required="channel user")
def post_ephemeral(call: Call) -> Json:
    """Show a message to one member of a channel."""
    room = _room_to_write(call)
    reader = call.ws.branch.person(str(call.text("user")))
    if reader.id not in room.members:
        raise SlackError("user_not_in_channel")
    content = _content(call, MOST_TEXT)
    if thread := call.text("thread_ts"):
        content["thread_ts"] = thread
    message = posting.post_ephemeral(call.ws, room, reader.id, bot_message(call.ws) | content)
    return {"message_ts": message["ts"]}


@method("chat.getPermalink", tier=None, required="channel message_ts")
def get_permalink(call: Call) -> Json:
    """The address of a message; it opens in the page."""
    room = call.ws.branch.room(str(call.args["channel"]))
    ts = str(call.text("message_ts"))
    if ts not in room.messages:
        raise SlackError("message_not_found")
    return {"channel": room.id, "permalink": permalink(call.ws.base_url, room, ts)}


def permalink(base_url: str, room: Room, ts: str) -> str:
    """`…/archives/C…/p…` as Slack writes it."""
    return f"{base_url}/archives/{room.id}/p{ts.replace('.', '')}"


def _room_to_write(call: Call) -> Room:
    """The room, if the bot may write there; raise SlackError with Slack's code if not."""
    ws = call.ws
    room = ws.branch.addressed(str(call.args["channel"]))
    if room.is_archived:
        raise SlackError("is_archived")
    if not ws.has_bot(room):
        if not room.is_open:
            raise SlackError("channel_not_found")
        if not ws.scopes.has("chat:write.public"):
            raise SlackError("not_in_channel")
    return room


def _own_message(call: Call, refusal: str) -> tuple[Room, Json]:
    room = call.ws.branch.room(str(call.args["channel"]))
    message = room.messages.get(str(call.text("ts")))
    if message is None:
        raise SlackError("message_not_found")
    if message.get("user") != call.ws.config.bot_user:
        raise SlackError(refusal)
    if room.is_archived:
        raise SlackError("is_archived")
    return room, message


def _content(call: Call, most: int) -> Json:
    """What the message shall say; raise SlackError `no_text`, `msg_too_long` or an `invalid_…`."""
    check_message(call.args)
    content = {key: call.args[key] for key in CONTENT if call.args.get(key) is not None}
    if len(content.get("text") or "") > most:
        raise SlackError("msg_too_long")
    if not any(content.get(key) for key in ("text", "blocks", "attachments")):
        raise SlackError("no_text")
    return content
