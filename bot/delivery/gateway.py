"""Slack itself, behind the contract's Gateway: one call each, no retries, errors as delivery faults."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.delivery.contract import LOOK_UP, OPEN_DM, POST, UPDATE
from bot.delivery.gateway_directory import PAGE, SlackDirectory
from bot.delivery.gateway_faults import fault_of
from bot.delivery.rendered import Rendered

EVENT_TYPE = "xieban_notice"
TIMEOUT_S = 10


def make_client(token: str, base_url: str = WebClient.BASE_URL, timeout_s: int = TIMEOUT_S) -> WebClient:
    """A client that leaves trying again to the dispatcher: slack_sdk's own retry has posted things twice."""
    return WebClient(token=token, base_url=base_url, timeout=timeout_s, retry_handlers=[])


class SlackGateway(SlackDirectory):
    """Sends to Slack. Every message carries the ids of the outbox rows that it tells of as metadata."""

    def __init__(self, client: WebClient, channel_types: str = "public_channel") -> None:
        if client.retry_handlers:
            raise ValueError("a client that tries again by itself posts twice: use make_client")
        super().__init__(client, channel_types)

    def post(
        self, channel_id: str, rendered: Rendered, outbox_ids: Sequence[int], thread_ts: str | None = None
    ) -> str:
        ids = list(outbox_ids)
        answer = _call(
            POST,
            self._client.chat_postMessage,
            channel=channel_id,
            text=rendered.text,
            blocks=rendered.blocks or None,
            thread_ts=thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"outbox_id": ids[0], "outbox_ids": ids}},
        )
        return str(answer["ts"])

    def update(self, channel_id: str, ts: str, rendered: Rendered) -> None:
        _call(
            UPDATE,
            self._client.chat_update,
            channel=channel_id,
            ts=ts,
            text=rendered.text,
            blocks=rendered.blocks or None,
        )

    def find(
        self, channel_id: str, outbox_id: int, since_at: datetime, thread_ts: str | None = None
    ) -> str | None:
        """Reads the channel (or the thread) page by page; replies do not show in a channel's history."""
        read = self._client.conversations_replies if thread_ts else self._client.conversations_history
        where: dict[str, Any] = {
            "channel": channel_id,
            "oldest": f"{since_at.timestamp():.6f}",
            "limit": PAGE,
        }
        where |= {"include_all_metadata": True, **({"ts": thread_ts} if thread_ts else {})}
        while True:
            page = _call(LOOK_UP, read, **where)
            for message in page["messages"]:
                if outbox_id in _outbox_ids(message):
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
            where["cursor"] = cursor

    def open_dm(self, person_id: str) -> str:
        return str(_call(OPEN_DM, self._client.conversations_open, users=person_id)["channel"]["id"])


def _call(name: str, method: Callable[..., Any], **named: Any) -> Any:
    try:
        return method(**named)
    except Exception as error:
        raise fault_of(error, name) from error


def _outbox_ids(message: dict[str, Any]) -> Sequence[int]:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ()
    return metadata.get("event_payload", {}).get("outbox_ids", ())
