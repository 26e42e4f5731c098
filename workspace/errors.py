"""The two ways a call to the stand-in is refused."""

from typing import Any


class SlackError(Exception):
    """A refusal of the Web API: Slack's error code and whatever else Slack puts beside it."""

    def __init__(self, code: str, **beside: Any) -> None:
        super().__init__(code)
        self.code = code
        self.beside = beside

    @classmethod
    def with_messages(cls, code: str, messages: list[str]) -> "SlackError":
        """A refusal whose reasons stand in `response_metadata.messages`."""
        return cls(code, response_metadata={"messages": messages}, errors=messages)


class ControlError(Exception):
    """A wrong request to the control interface; the text says what is wrong."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status
