"""Socket Mode: the WebSocket over which Slack sends people's acts to a process without a public address."""

import threading

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from handlers.gate import THREADS

PING_SECONDS = 2
"""A short interval finds a broken connection within seconds (measured)."""
CLOSE_SECONDS = 10.0
FLAG_SECONDS = 0.02
log = structlog.get_logger()


def connect(bolt: App, client: WebClient, app_token: str) -> SocketModeHandler:
    """Opens the connection; `close` ends it.

    Every act gets a thread at once, and the gate decides who works: the SDK's own ten would queue unseen.
    """
    handler = SocketModeHandler(
        bolt, app_token, web_client=client, ping_interval=PING_SECONDS, concurrency=THREADS
    )
    handler.connect()
    return handler


def close(handler: SocketModeHandler, within: float = CLOSE_SECONDS) -> bool:
    """Ends the connection; returns whether it ended within so many seconds.

    The SDK's own `close` waits without limit for its reading thread, and that thread can lose the flag that
    ends it: right after a connect it clears the flag which `close` has just set. So the flag is set until the
    thread has ended.
    """
    closing = threading.Thread(target=handler.close, name="socket-close", daemon=True)
    closing.start()
    for _ in range(round(within / FLAG_SECONDS)):
        closing.join(FLAG_SECONDS)
        if not closing.is_alive():
            return True
        if handler.client.closed:
            handler.client.current_session_state.terminated = True
            handler.client.message_queue.put(None)  # else its processing thread sleeps out its second
    log.warning("socket_close_timed_out", seconds=within)
    return False
