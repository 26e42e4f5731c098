"""What may stand in a log: ids, codes and places; no words that people typed, no tokens, one line each."""

import json
import subprocess
import sys

import pytest

from bot.console.discreet import discreet, without_words

SCRIPT = """
import logging, structlog
from bot.console.environment import start_logging
start_logging("json")
log = structlog.get_logger("x")
log.info("delivered", destination="team:data\\nforged line", text="秘密", ids=[1, 2])
try:
    raise ValueError("the customer said\\nsomething private")
except ValueError:
    log.exception("listener_failed", handler="coord")
logging.getLogger("slack_bolt").error("wss://x/?ticket=abc-123 with xoxb-12-34-secret")
"""


def test_a_real_log_is_one_line_each_and_without_words_or_tokens() -> None:
    """Entries of ours and of libraries come out as JSON lines that give nothing away."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    ours, fault, library = (json.loads(line) for line in done.stderr.splitlines())
    assert ours["destination"] == "team:data forged line"
    assert (ours["text"], ours["ids"]) == ("…", [1, 2])
    assert fault["fault"] == "ValueError"
    assert "<module>" in fault["at"][0]
    assert library["event"] == "wss://x/?ticket=*** with ***"
    for hidden in ("秘密", "private", "secret", "abc-123"):
        assert hidden not in done.stderr


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("xapp-1-A0-99-ffff in the middle", "*** in the middle"),
        ("postgresql+psycopg://xieban:pass@db/x", "postgresql+psycopg://***@db/x"),
        ("a\r\nb\u2028c\x1b[31m", "a  b c [31m"),
        ({"view": {"title": "typed"}, "id": 7}, {"view": "…", "id": 7}),
        (["xoxp-1", None, 3.5, True], ["***", None, 3.5, True]),
        ("y" * 1_000, "y" * 300),
    ],
)
def test_values_are_masked(value: object, kept: object) -> None:
    """Tokens, passwords, typed words and line breaks go; what helps to find a fault stays."""
    assert discreet(None, "info", {"event": "e", "it": value})["it"] == kept


def test_a_fault_whose_message_is_a_code_keeps_it() -> None:
    """A KeyError's key and Slack's error code say what is wrong and nothing of anybody's words."""
    entry = without_words(None, "error", {"event": "e", "exc_info": KeyError("step")})
    assert entry["fault"] == "KeyError: step"
