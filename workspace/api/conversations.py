"""conversations.*: rooms, their members and their history."""

from workspace.api.registry import Call, method
from workspace.branch import Json, Room
from workspace.errors import SlackError

KINDS = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


@method("conversations.list", tier=2)
def list_rooms(call: Call) -> Json:
    """Rooms of the asked `types`; private ones only where the bot is a member."""
    ws = call.ws
    prefixes = []
    for kind in (call.text("types") or "public_channel").split(","):
        if kind not in KINDS:
            raise SlackError("invalid_types")
        ws.scopes.need(f"{KINDS[kind]}:read")
        prefixes.append(KINDS[kind])
    seen = [room for room in ws.branch.rooms_of(ws.config.bot_user) if room.scope_prefix in prefixes]
    if call.flag("exclude_archived"):
        seen = [room for room in seen if not room.is_archived]
    rooms, metadata = call.page(seen)
    return {"channels": [described(call, room) for room in rooms], **metadata}


@method("conversations.info", tier=3, required="channel")
def info(call: Call) -> Json:
    """One room."""
    return {"channel": described(call, _seen(call, "read"))}


@method("conversations.members", tier=4, required="channel")
def members(call: Call) -> Json:
    """The ids of a room's members."""
    ids, metadata = call.page(list(_seen(call, "read").members))
    return {"members": ids, **metadata}


@method("conversations.open", tier=3, scopes="im:write")
def open_direct(call: Call) -> Json:
    """The direct message with one person, or the group message with several."""
    ws = call.ws
    if channel := call.text("channel"):
        room = ws.branch.room(channel)
        if not (room.is_im or room.is_mpim):
            raise SlackError("channel_not_found")
    else:
        users = call.args.get("users") or ""
        people = users.split(",") if isinstance(users, str) else list(users)
        if people in ([""], []):
            raise SlackError("users_list_not_supplied")
        if len(people) > 1:
            ws.scopes.need("mpim:write")
        room = ws.branch.direct([*(each.strip() for each in people), ws.config.bot_user])
    full = described(call, room) if call.flag("return_im") else {"id": room.id}
    return {"channel": full, "no_op": True, "already_open": True}


@method("conversations.join", tier=3, scopes="channels:join", required="channel")
def join(call: Call) -> Json:
    """The bot becomes a member of a public channel."""
    ws = call.ws
    room = ws.branch.room(call.args["channel"])
    if not room.is_open:
        raise SlackError("method_not_supported_for_channel_type")
    if room.is_archived:
        raise SlackError("is_archived")
    if not ws.has_bot(room):
        room.members.append(ws.config.bot_user)
        ws.stream.emit("channel", {"channel": channel_shown(room)})
    return {"channel": described(call, room)}


@method("conversations.history", tier=3, required="channel")
def history(call: Call) -> Json:
    """Top-level messages, newest first; metadata only with `include_all_metadata`."""
    room = _seen_as_member(call)
    limit = call.number("limit", 100, 999)
    before, latest, oldest = call.text("cursor"), call.text("latest"), call.text("oldest")
    found: list[Json] = []
    for message in room.latest_first():
        if before and not message["ts"] < before:
            continue
        if _within(call, message["ts"], oldest, latest):
            found.append(message)
        if len(found) > limit or (oldest and float(message["ts"]) < float(oldest)):
            break
    return _page_of_messages(call, found, limit)


@method("conversations.replies", tier=3, required="channel ts")
def replies(call: Call) -> Json:
    """A thread, its parent first."""
    room = _seen_as_member(call)
    thread = room.thread(str(call.text("ts")))
    if not thread:
        raise SlackError("thread_not_found")
    limit = call.number("limit", 1000, 1000)
    oldest, latest = call.text("oldest"), call.text("latest")
    found = [m for m in thread if m is thread[0] or _within(call, m["ts"], oldest, latest)]
    return _page_of_messages(call, found, limit)


def _page_of_messages(call: Call, found: list[Json], limit: int) -> Json:
    more = len(found) > limit
    messages = found[:limit]
    if not call.flag("include_all_metadata"):
        messages = [{key: m[key] for key in m if key != "metadata"} for m in messages]
    page: Json = {"messages": messages, "has_more": more, "pin_count": 0}
    if more:
        page["response_metadata"] = {"next_cursor": messages[-1]["ts"]}
    return page


def _within(call: Call, ts: str, oldest: str | None, latest: str | None) -> bool:
    at = float(ts)
    if call.flag("inclusive"):
        return (oldest is None or at >= float(oldest)) and (latest is None or at <= float(latest))
    return (oldest is None or at > float(oldest)) and (latest is None or at < float(latest))


def _seen(call: Call, scope: str) -> Room:
    """The room, if the bot may see it; raise SlackError otherwise."""
    ws = call.ws
    room = ws.branch.room(call.args["channel"])
    if room not in ws.branch.rooms_of(ws.config.bot_user):
        raise SlackError("channel_not_found")
    ws.scopes.need(f"{room.scope_prefix}:{scope}")
    return room


def _seen_as_member(call: Call) -> Room:
    room = _seen(call, "history")
    if not call.ws.has_bot(room):
        raise SlackError("not_in_channel")
    return room


def described(call: Call, room: Room) -> Json:
    """A room as Slack describes it to the bot."""
    common = {"id": room.id, "is_archived": room.is_archived, "is_im": room.is_im, "is_mpim": room.is_mpim}
    if room.is_im:
        other = next((each for each in room.members if each != call.ws.config.bot_user), room.members[0])
        return {**common, "user": other, "is_user_deleted": False}
    return {
        **common,
        "name": room.name,
        "name_normalized": room.name,
        "is_channel": room.is_open,
        "is_group": room.is_private,
        "is_private": not room.is_open,
        "is_general": room.name == "general",
        "is_member": call.ws.has_bot(room),
        "num_members": len(room.members),
        "topic": {"value": room.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def channel_shown(room: Room) -> Json:
    """A channel as the control interface shows it."""
    shown = {
        key: getattr(room, key) for key in ("id", "name", "is_private", "is_archived", "topic", "members")
    }
    return {**shown, "last_ts": next(reversed(room.messages), None)}
