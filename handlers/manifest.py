"""`app.py manifest`: the Slack app's manifest, with exactly the scopes that are used."""

import json

import click

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "im:history",
    "im:write",
    "usergroups:read",
    "users:read",
)
"""Why each is there stands in docs/connect-slack.md; a story test holds them against what was called."""
EVENTS = ("app_home_opened", "app_mention")
COMMAND = {
    "command": "/coord",
    "description": "协办 Coordinate work across departments",
    "usage_hint": "open 开单 | mine 我的 | team 本组 | show 查看 | status 状态 | who 谁负责 | help",
    "should_escape": True,
}
SHORTCUTS = (
    {
        "name": "开单 Open a request",
        "type": "global",
        "callback_id": "open_request",
        "description": "Open a coordination request",
    },
    {
        "name": "由此开单 Open from this",
        "type": "message",
        "callback_id": "open_request_from_message",
        "description": "Open a request from this message",
    },
)


def manifest(*, request_url: str | None = None) -> dict[str, object]:
    """The manifest; with a `request_url` for signed HTTP, without one for Socket Mode."""
    command: dict[str, object] = dict(COMMAND)
    interactivity: dict[str, object] = {"is_enabled": True}
    subscriptions: dict[str, object] = {"bot_events": list(EVENTS)}
    if request_url:
        command["url"] = request_url
        interactivity |= {"request_url": request_url, "message_menu_options_url": request_url}
        subscriptions["request_url"] = request_url
    return {
        "display_information": {
            "name": "Xieban 协办",
            "description": "Coordinates requests across the branch's departments and keeps their deadlines",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "协办", "always_online": True},
            "slash_commands": [command],
            "shortcuts": [dict(shortcut) for shortcut in SHORTCUTS],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": subscriptions,
            "interactivity": interactivity,
            "socket_mode_enabled": request_url is None,
            "org_deploy_enabled": False,
            "token_rotation_enabled": False,
        },
    }


@click.command()
@click.option(
    "--request-url", help="For signed HTTP: where Slack reaches the bot, e.g. https://…/slack/events"
)
def command(request_url: str | None) -> None:
    """Print the Slack app manifest (JSON), to paste when the app is created."""
    click.echo(json.dumps(manifest(request_url=request_url), ensure_ascii=False, indent=2))
