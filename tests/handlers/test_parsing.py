"""What Slack's markup means, before anything else looks at it."""

import pytest

from handlers.parsing import kept, typed_text


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("两条 &lt;专线&gt; &amp; 备用", "两条 <专线> & 备用"),
        ("&amp;lt;", "&lt;"),
        ("ask <@U0MINA|mina> in <#C0DATA|xb-data>", "ask @mina in #xb-data"),
        ("<!channel> <!subteam^S0DATA|@xb-data>", "@channel @xb-data"),
        ("see <https://a.example/x?y=1|the page>", "see the page https://a.example/x?y=1"),
        ("<https://a.example> <a@b.example>", "https://a.example a@b.example"),
        ("<mailto:a@b.example|a@b.example> <http://b.example|b.example>", "a@b.example http://b.example"),
        ("by <!date^1795399200^{time}|10:00>", "by 10:00"),
    ],
)
def test_markup_reads_as_it_was_typed(sent: str, typed: str) -> None:
    """Entities, mentions and links of Slack's markup become the plain text that people mean."""
    assert typed_text(sent) == typed


def test_what_no_database_keeps_is_left_out_wherever_it_stands() -> None:
    """NUL and halves of surrogate pairs go, in keys' values at any depth; all else is as it was typed."""
    sent = {"text": "a\x00b", "deep": [{"value": "\ud83d x 😀"}, None, 3], "on": True}
    assert kept(sent) == {"text": "ab", "deep": [{"value": " x 😀"}, None, 3], "on": True}
