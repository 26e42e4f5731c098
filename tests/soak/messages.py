"""What stands in Slack at the end, read from the stand-in as people would see it."""

from tests.soak.desk import Desk, Json
from workspace.config import load_config

ALL = 1_000_000


async def bot_messages(desk: Desk) -> dict[tuple[str, str], Json]:
    """Every lasting message of the bot, replies included, by channel and ts."""
    config = load_config()
    rooms = {place.id: place.members[0] for place in config.channels}
    rooms |= {person.dm: person.id for person in config.people if not person.is_bot}
    found: dict[tuple[str, str], Json] = {}
    for room, reader in rooms.items():
        for message in await _read(desk, room, reader):
            found[room, message["ts"]] = message
            if message.get("reply_count"):
                replies = await _read(desk, room, reader, thread_ts=message["ts"])
                found |= {(room, each["ts"]): each for each in replies}
    bot = config.bot_user
    return {at: each for at, each in found.items() if each["user"] == bot and not each.get("ephemeral")}


async def _read(desk: Desk, room: str, reader: str, **more: str) -> list[Json]:
    query = {"channel": room, "as": reader, "limit": ALL, **more}
    return list((await desk.get("/messages", **query))["messages"])
