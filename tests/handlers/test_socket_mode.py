"""Closing a Socket Mode connection ends, whatever the SDK's threads are doing at that moment."""

import logging
import threading
from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from handlers.socket_mode import close
from tests.stories.wire import until
from tests.workspace.desk import CONFIG, Desk, desk

BEFORE_READING = "Starting to receive messages"
"""What the SDK's reading thread logs between seeing an open session and clearing the flag that ends it."""


class Holds(logging.Handler):
    """Stops the thread that logs a message until it may go on: a real thread at a chosen place."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message, self.is_there, self.may_go_on = message, threading.Event(), threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith(self.message):
            self.is_there.set()
            assert self.may_go_on.wait(20)


@pytest.fixture
def hands() -> Iterator[Desk]:
    with desk() as hands:
        yield hands


def connection(hands: Desk, holds: logging.Handler | None = None) -> SocketModeHandler:
    """A connection of a bot that does nothing, with its own log."""
    logger = logging.Logger("socket", logging.INFO)
    logger.addHandler(holds or logging.NullHandler())
    bolt = App(client=hands.web, token_verification_enabled=False, logger=logger)
    return SocketModeHandler(bolt, CONFIG.app_token, logger=logger, web_client=hands.web, ping_interval=2)


def test_a_connection_closes_before_its_thread_began_to_read(hands: Desk) -> None:
    """The SDK's own `close` waits for ever for a thread that is about to clear the flag which ends it."""
    holds = Holds(BEFORE_READING)
    handler = connection(hands, holds)
    handler.connect()
    session = handler.client.current_session
    assert holds.is_there.wait(10)
    ended: list[bool] = []
    closing = threading.Thread(target=lambda: ended.append(close(handler)), daemon=True)
    closing.start()
    until(lambda: not session.is_active())
    holds.may_go_on.set()
    closing.join(20)
    assert ended == [True]


def test_a_connection_that_does_not_close_is_left_after_a_while(hands: Desk) -> None:
    """The process ends all the same."""
    holds = Holds(BEFORE_READING)
    handler = connection(hands, holds)
    handler.connect()
    assert holds.is_there.wait(10)
    assert not close(handler, within=0.1)
    handler.client.current_session_runner.event.set()
    holds.may_go_on.set()
    until(lambda: handler.client.current_session_state.terminated is False)
    handler.client.current_session_state.terminated = True
