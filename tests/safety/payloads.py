"""Strategies for whatever may come in from Slack: by the ways that people have, and forged."""

from hypothesis import strategies as st

from handlers.wiring import ACTIONS, OPTIONS, SHORTCUTS, SUBMISSIONS
from messages.commands import COMMANDS
from tests.handlers.slack import Json, command, event, fresh, press, submission
from tests.office import sample_policy

STAFF = ("U0LINQ", "U0MINA", "U0CHENLU", "U0WANGJG", "U0LIWEI", "U0WUQIAN", "U0LIANG", "U0NOBODY")
HOSTILE = (
    "<!channel> <!here> <@U0LIANG> <https://evil.example|click>",
    '=HYPERLINK("https://evil.example")\r\n+1;DROP TABLE request;--',
    "*bold* _x_ `code` ```\nfence\n``` > quote",
    "\x00\x07\u202e\u2028 end",
    "half a pair \ud83d",
    "资源核查 明天科技有限公司 互联网专线 8号楼 今天18点前",
    "𝕏" * 700,
    "",
)
typed = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=200))
people = st.sampled_from(STAFF)
ids = st.integers(min_value=0, max_value=14)
outcomes = st.sampled_from(
    sorted(
        {o.id for kind in sample_policy().kinds.values() for step in kind.steps for o in step.outcomes}
        | {"customer_not_ready", "permit", "data", "transport", "gold", "resource_check", "fault", "nonsense"}
    )
)
SHORT = (
    "outcome",
    "reason",
    "expected_at",
    "due_at",
    "grade",
    "team",
    "person",
    "kind",
    "customer",
    "service",
)
LONG = ("customer", "question", "answer", "evidence", "site", "description", "reserved", "missing", "summary")
FIELDS = (*SHORT, *LONG, "access_points", "reach", "wished", "cost", "working_days")


@st.composite
def commands(draw: st.DrawFn) -> Json:
    """A word of the command (or none) and whatever follows."""
    words = [name for each in COMMANDS for name in (each.id, *each.names)] + ["", "XB-1"]
    return command(f"{draw(st.sampled_from(words))} {draw(typed)}", by=draw(people))


@st.composite
def presses(draw: st.DrawFn, junk: bool = False) -> Json:
    """A button with the id of something that may or may not be there."""
    forged = st.one_of(typed, st.none(), st.just("9" * 40), st.just("1:2:3"), st.just("-1"))
    value = draw(forged) if junk else str(draw(ids))
    names = sorted(ACTIONS) + (["no_such_action"] if junk else [])
    name = draw(st.sampled_from(names))
    if name.startswith("timeline") and not junk:
        value = f"{draw(ids)}:{draw(ids)}"
    chosen = name in ("outcome", "kind", "draft_choice")
    extra: Json = {"selected_option": {"value": draw(outcomes)}} if chosen and not junk else {}
    payload = press(name, value, by=draw(people), **extra)
    if chosen:
        view = submission("finish_step", {"reason": draw(typed)}, {"step": draw(ids)}, by="x")["view"]
        payload["view"] = view
        payload["actions"][0]["block_id"] = f"draft:{draw(ids)}:kind" if not junk else draw(typed)
    return payload


@st.composite
def submissions(draw: st.DrawFn, junk: bool = False) -> Json:
    """A form with anything in its fields, about something that may or may not be there."""
    value = st.one_of(
        typed, outcomes.map(lambda each: {"option": each}), ids.map(lambda n: {"option": str(n)})
    )
    values = draw(st.dictionaries(st.sampled_from(FIELDS), value, max_size=6))
    carried: Json = {name: draw(ids) for name in ("step", "request", "draft", "clock")}
    callback = draw(st.sampled_from([*sorted(SUBMISSIONS), *(["no_such_form"] if junk else [])]))
    if callback in ("pause_step", "move_deadline") and draw(st.booleans()):
        del carried["step"]
    if callback == "open_request" and not junk:
        values["kind"] = {"option": draw(outcomes)}
    payload = submission(callback, values, carried, by=draw(people))
    if junk:
        payload["view"]["private_metadata"] = draw(st.one_of(typed, st.just('{"step": "x"}'), st.just("[]")))
    return payload


@st.composite
def others(draw: st.DrawFn) -> Json:
    """Mentions, App Home, shortcuts, type-ahead."""
    by = draw(people)
    person = {"user": {"id": by}, "team": {"id": "T1"}, "trigger_id": fresh("trigger")}
    message = {"message": {"ts": "1.1", "text": draw(typed)}, "channel": {"id": "C0GENERAL"}}
    shortcut, option = draw(st.sampled_from(sorted(SHORTCUTS))), draw(st.sampled_from(sorted(OPTIONS)))
    suggestion = {"type": "block_suggestion", "action_id": option, "block_id": "b", "value": draw(typed)}
    return draw(
        st.sampled_from(
            [
                event("app_mention", by=by, text=f"<@U0XIEBAN> {draw(typed)}"),
                event("app_home_opened", by=by, tab=draw(st.sampled_from(["home", "messages"]))),
                {"type": "message_action", "callback_id": "open_request_from_message", **message, **person},
                {"type": "shortcut", "callback_id": shortcut, **message, **person},
                {**suggestion, **person},
            ]
        )
    )
