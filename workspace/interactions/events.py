"""Events: mentions, direct messages, the opened home; redelivered when nobody acknowledged them."""

from workspace import posting
from workspace.branch import Json, Room
from workspace.core import Workspace
from workspace.errors import ControlError
from workspace.interactions import payloads
from workspace.interactions.retries import RETRY_AFTER, Retry
from workspace.link import Ack

SCOPE_OF = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.mpim": "mpim:history",
}
NOTHING_SENT = Ack(True, 0.0)


async def post(ws: Workspace, person_id: str, order: Json) -> Json:
    """A person posts a message; the bot hears of it where it has subscribed."""
    room = ws.branch.addressed(order.get("channel", ""))
    ws.branch.person(person_id)
    if person_id not in room.members or room.is_archived:
        raise ControlError(f"{person_id} cannot post in {room.id}")
    typed = str(order.get("text", ""))
    text = typed if order.get("raw") else payloads.escaped(ws, typed, labelled=False)
    fields = {
        "user": person_id,
        "team": ws.config.team["id"],
        "text": text,
        "client_msg_id": ws.branch.new_id("m"),
    }
    if order.get("thread_ts"):
        fields["thread_ts"] = order["thread_ts"]
    message = posting.post(ws, room, fields)
    ack = NOTHING_SENT
    for event in _events(ws, room, message):
        ack = await send(ws, event)
    return payloads.outcome(ws, person_id, ack, message=posting.shown(room, message))


def _events(ws: Workspace, room: Room, message: Json) -> list[Json]:
    if not ws.has_bot(room):
        return []
    subscriptions = {
        "im": "message.im",
        "mpim": "message.mpim",
        "groups": "message.groups",
        "channels": "message.channels",
    }
    common = {**message, "channel": room.id, "event_ts": message["ts"]}
    mentioned = f"<@{ws.config.bot_user}" in message["text"]
    events = []
    if _heard(ws, subscriptions[room.scope_prefix]):
        kind = {"im": "im", "mpim": "mpim", "groups": "group", "channels": "channel"}[room.scope_prefix]
        events.append({**common, "channel_type": kind})
    if mentioned and not room.is_im and _heard(ws, "app_mention"):
        events.append({**common, "type": "app_mention"})
    return events


def _heard(ws: Workspace, subscription: str) -> bool:
    scope = SCOPE_OF.get(subscription)
    return subscription in ws.events and (scope is None or ws.scopes.has(scope))


async def open_home(ws: Workspace, person_id: str, tab: str) -> Json:
    """A person opens the app's Home (or Messages) tab."""
    person = ws.branch.person(person_id)
    ack = NOTHING_SENT
    if _heard(ws, "app_home_opened"):
        event: Json = {"type": "app_home_opened", "user": person_id, "channel": person.dm, "tab": tab}
        if (view := ws.views.home(person_id)) and tab == "home":
            event["view"] = view
        ack = await send(ws, {**event, "event_ts": payloads.action_ts(ws)})
    return payloads.outcome(ws, person_id, ack, view=ws.views.home(person_id))


async def send(ws: Workspace, event: Json) -> Ack:
    """Deliver an event; without an ack it is scheduled again."""
    now = ws.clock.now()
    body = {
        "token": ws.config.verification_token,
        "team_id": ws.config.team["id"],
        "api_app_id": ws.config.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": ws.new_event_id(),
        "event_time": int(now.timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": ws.config.team["id"],
                "user_id": ws.config.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
    return await _deliver(ws, Retry(now, 0, body))


async def _deliver(ws: Workspace, this: Retry) -> Ack:
    ack = await ws.link.deliver("events_api", this.body, this.attempt)
    if not ack.acked and this.attempt < len(RETRY_AFTER):
        ws.retries.append(this._replace(attempt=this.attempt + 1))
    return ack


async def redeliver_due(ws: Workspace) -> None:
    """Deliver again what is due by the branch clock, until nothing is."""
    while due := [retry for retry in ws.retries if retry.due_at <= ws.clock.now()]:
        ws.retries = [retry for retry in ws.retries if retry not in due]
        for retry in due:
            await _deliver(ws, retry)


async def redeliver(ws: Workspace, number: int, attempt: int) -> Ack:
    """Deliver a payload of the journal again, on demand; raise ControlError for an unknown number."""
    if number not in ws.link.sent:
        raise ControlError(f"no delivery {number}", 404)
    return await ws.link.deliver(*ws.link.sent[number], attempt)
