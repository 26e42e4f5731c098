"""files.*: the two-step upload."""

import mimetypes

from workspace import posting
from workspace.api.chat import permalink
from workspace.api.registry import Call, method
from workspace.branch import Json, Room
from workspace.core import Upload
from workspace.errors import SlackError
from workspace.interactions.answers import bot_message
from workspace.schema.check import check_message


@method("files.getUploadURLExternal", tier=4, scopes="files:write", required="filename length")
def get_upload_url(call: Call) -> Json:
    """Where to send a file of that name and length in bytes."""
    length = call.number("length", 0, 1_000_000_000)
    upload = Upload(call.ws.branch.new_id("F"), str(call.text("filename")), length)
    call.ws.uploads[upload.id] = upload
    return {"file_id": upload.id, "upload_url": f"{call.ws.base_url}/upload/{upload.id}"}


@method("files.completeUploadExternal", tier=4, scopes="files:write", required="files")
def complete_upload(call: Call) -> Json:
    """Finish uploads and share them in a channel, if one is named."""
    ws = call.ws
    files = [_finished(call, row) for row in call.args["files"]]
    if channel := call.text("channel_id"):
        room = ws.branch.room(channel)
        if not ws.has_bot(room):
            raise SlackError("not_in_channel")
        _share(call, room, files)
    return {"files": files}


def _finished(call: Call, row: Json) -> Json:
    upload = call.ws.uploads.get(row.get("id", ""))
    if upload is None or upload.content is None:
        raise SlackError("file_not_found")
    url = f"{call.ws.base_url}/files/{upload.id}/{upload.name}"
    upload.shown = {
        "id": upload.id,
        "name": upload.name,
        "title": row.get("title") or upload.name,
        "mimetype": mimetypes.guess_type(upload.name)[0] or "application/octet-stream",
        "size": len(upload.content),
        "user": call.ws.config.bot_user,
        "url_private": url,
        "url_private_download": url,
        "permalink": url,
    }
    return upload.shown


def _share(call: Call, room: Room, files: list[Json]) -> None:
    check_message(call.args)
    message = bot_message(call.ws) | {"text": call.text("initial_comment") or "", "files": files}
    for key in ("thread_ts", "blocks"):
        if call.args.get(key):
            message[key] = call.args[key]
    posted = posting.post(call.ws, room, message)
    for file in files:
        file["shares"] = {"public": {room.id: [{"ts": posted["ts"]}]}}
        file["permalink"] = permalink(call.ws.base_url, room, posted["ts"])
