"""Tokens, bodies, scopes and people in the Web API."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.workspace.desk import CONFIG, Desk, desk


@pytest.fixture(scope="module")
def served() -> Iterator[Desk]:
    """One stand-in for the whole module, without rates."""
    with desk() as hands:
        hands.act("/app", rates=False)
        yield hands


@pytest.fixture
def web(served: Desk) -> WebClient:
    return served.web


def refusal(call: Any, **arguments: Any) -> str:
    """The error code that a call is refused with."""
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return str(refused.value.response["error"])


def test_people_and_groups_are_found(web: WebClient) -> None:
    """Locale, address and membership come as Slack gives them."""
    user = web.users_info(user="U0GRACE", include_locale=True)["user"]
    assert (user["locale"], user["real_name"], user["tz_offset"]) == ("en-US", "Grace Xu", 8 * 3600)
    assert web.users_lookupByEmail(email=user["profile"]["email"])["user"]["id"] == "U0GRACE"
    groups = {g["handle"]: g["users"] for g in web.usergroups_list(include_users=True)["usergroups"]}
    assert groups["xb-data-leads"] == ["U0ZHENGK"]
    assert "users" not in web.usergroups_list()["usergroups"][0]


def test_lists_come_page_by_page(web: WebClient) -> None:
    """`limit` and `next_cursor` walk through all members once."""
    pages = [page["members"] for page in web.users_list(limit=5)]
    ids = [member["id"] for page in pages for member in page]
    assert len(pages) == 4
    assert len(ids) == len(set(ids)) == 18


@pytest.mark.parametrize(
    ("token", "method", "code"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        (CONFIG.app_token, "auth.test", "not_allowed_token_type"),
        (CONFIG.bot_token, "apps.connections.open", "not_allowed_token_type"),
    ],
)
def test_a_wrong_token_is_refused(served: Desk, token: str, method: str, code: str) -> None:
    """The token must be there, be known and be of the kind that the method takes."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    assert httpx.post(f"{served.base_url}/api/{method}", headers=headers).json()["error"] == code


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[]", "json_not_object"),
        ("text/plain", b"x", "invalid_post_type"),
        ("application/x-www-form-urlencoded", b"blocks=%5B", "invalid_blocks_format"),
    ],
)
def test_an_unreadable_body_is_refused(served: Desk, content_type: str, body: bytes, code: str) -> None:
    """What is neither form nor JSON gets Slack's code for it."""
    headers = {"Content-Type": content_type, "Authorization": f"Bearer {CONFIG.bot_token}"}
    assert (
        httpx.post(f"{served.base_url}/api/auth.test", headers=headers, content=body).json()["error"] == code
    )


def test_a_missing_scope_is_named_and_used_scopes_are_known() -> None:
    """Exactly the scopes that calls needed are reported as used; one that lacks is refused and named."""
    with desk() as hands:
        hands.act("/app", scopes=["chat:write", "users:read"])
        hands.web.chat_postMessage(channel="C0SUPPORT", text="x")
        with pytest.raises(SlackApiError) as refused:
            hands.web.usergroups_list()
        assert refused.value.response["error"] == "missing_scope"
        assert refused.value.response["needed"] == "usergroups:read"
        assert hands.get("/scopes") == {
            "granted": ["chat:write", "users:read"],
            "used": ["chat:write"],
            "unused": ["users:read"],
            "refused": ["usergroups:read"],
        }


def test_without_the_public_scope_the_bot_writes_only_where_it_is_a_member() -> None:
    """chat:write.public lets it write in public channels; conversations.join makes it a member."""
    channels = tuple(
        replace(place, members=tuple(m for m in place.members if m != CONFIG.bot_user))
        if place.id == "C0GENERAL"
        else place
        for place in CONFIG.channels
    )
    with desk(channels=channels, scopes=frozenset({"chat:write", "channels:join"})) as hands:
        assert refusal(hands.web.chat_postMessage, channel="C0GENERAL", text="x") == "not_in_channel"
        hands.web.conversations_join(channel="C0GENERAL")
        assert hands.web.chat_postMessage(channel="C0GENERAL", text="x")["ok"]
