"""A small bot with one of everything, so that the workspace page can be tried without Xieban."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from handlers.socket_mode import close
from workspace.clock import SteppedClock
from workspace.config import Config, load_config
from workspace.server import create, run_in_thread

Block = dict[str, Any]
CUSTOMERS = ("恒远物流", "恒通商贸", "江城医院", "Harbour Bank")
MOST_POINTS = 200
MONDAY_TEN = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 10:00 in Shanghai


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Block:
    return {"text": plain(text), "value": text}


def field(block_id: str, label: str, element: Block, **more: Any) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "v", **element},
        **more,
    }


def form(kind: str) -> Block:
    """The opening form; its fields follow the kind."""
    kinds = [option("Resource check"), option("Fault")]
    chosen = next(one for one in kinds if one["value"] == kind)
    select = {"type": "static_select", "action_id": "kind", "options": kinds, "initial_option": chosen}
    blocks = [
        {"type": "actions", "block_id": "kind", "elements": [select]},
        field("customer", "Customer", {"type": "external_select", "min_query_length": 1}),
        field("points", "Access points", {"type": "plain_text_input"}),
        field("need", "What is needed", {"type": "plain_text_input", "multiline": True}, optional=True),
        field("wished", "Wished deadline", {"type": "datepicker"}, optional=True),
    ]
    if kind == "Fault":
        severity = {"type": "radio_buttons", "options": [option("Down"), option("Slow")]}
        blocks.append(field("severity", "Severity", severity))
    return {
        "type": "modal",
        "callback_id": "open",
        "title": plain("Open a request"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": blocks,
    }


def card(text: str, *, accepted_by: str | None = None) -> list[Block]:
    buttons = [
        {"type": "button", "action_id": "accept", "text": plain("Accept"), "style": "primary"},
        {
            "type": "button",
            "action_id": "return",
            "text": plain("Return"),
            "style": "danger",
            "confirm": {
                "title": plain("Return it?"),
                "text": plain("It goes back to the asker."),
                "confirm": plain("Return it"),
                "deny": plain("Keep"),
            },
        },
    ]
    state = f"Accepted by <@{accepted_by}>" if accepted_by else "Waiting"
    foot: Block = {"type": "context", "elements": [{"type": "mrkdwn", "text": state}]}
    body: list[Block] = [
        {"type": "header", "text": plain("XB-1 Resource check")},
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
        foot,
    ]
    return body if accepted_by else [*body, {"type": "actions", "block_id": "verbs", "elements": buttons}]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def build(config: Config, base_url: str) -> App:
    """The bot's listeners, speaking with the stand-in at `base_url`."""
    app = App(
        client=WebClient(token=config.bot_token, base_url=f"{base_url}/api/"), process_before_response=True
    )

    @app.command("/coord")
    def command(ack: Ack, body: Block, client: WebClient, respond: Respond) -> None:
        word = body["text"].split()[0] if body["text"] else ""
        if word in ("open", "开单"):
            client.views_open(trigger_id=body["trigger_id"], view=form("Resource check"))
            ack()
        elif word == "silent":
            return
        else:
            ack(f"There is no `{word}`. Did you mean *open*?")

    @app.options("v")
    def customers(ack: Ack, payload: Block) -> None:
        ack(options=[option(name) for name in CUSTOMERS if payload["value"].lower() in name.lower()])

    @app.action("kind")
    def kind(ack: Ack, body: Block, client: WebClient) -> None:
        chosen = body["actions"][0]["selected_option"]["value"]
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=form(chosen))
        ack()

    @app.view("open")
    def submitted(ack: Ack, view: Block, client: WebClient) -> None:
        held = {block: next(iter(values.values())) for block, values in view["state"]["values"].items()}
        points = held["points"]["value"]
        if not points.isdigit() or not 1 <= int(points) <= MOST_POINTS:
            ack(response_action="errors", errors={"points": f"A whole number from 1 to {MOST_POINTS}."})
            return
        ack()
        text = f"*{held['customer']['selected_option']['value']}*: {escaped(held['need']['value'] or '–')}"
        client.chat_postMessage(channel="C0TRANSP", text=text, blocks=card(text))

    @app.action("accept")
    def accept(ack: Ack, body: Block, client: WebClient) -> None:
        text = body["message"]["blocks"][1]["text"]["text"]
        blocks = card(text, accepted_by=body["user"]["id"])
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text=text, blocks=blocks)
        ack()

    @app.action("return")
    def give_back(ack: Ack, body: Block, client: WebClient) -> None:
        client.chat_postMessage(
            channel=body["channel"]["id"], thread_ts=body["message"]["ts"], text="Returned."
        )
        ack()

    _shortcuts_and_home(app)
    return app


def _shortcuts_and_home(app: App) -> None:
    @app.shortcut("open_request")
    def everywhere(ack: Ack, body: Block, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=form("Fault"))
        ack()

    @app.shortcut("open_request_from_message")
    def from_message(ack: Ack, body: Block, client: WebClient) -> None:
        view = form("Resource check")
        view["blocks"][3]["element"]["initial_value"] = body["message"]["text"]
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    @app.event("app_home_opened")
    def home(event: Block, client: WebClient) -> None:
        greeting = {"type": "section", "text": {"type": "mrkdwn", "text": f"Steps of <@{event['user']}>"}}
        more = {"type": "button", "action_id": "deeper", "text": plain("Deeper")}
        blocks = [greeting, {"type": "actions", "block_id": "more", "elements": [more]}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("deeper")
    def deeper(ack: Ack, body: Block, client: WebClient) -> None:
        step = {"type": "button", "action_id": "deepest", "text": plain("One more")}
        view = {"type": "modal", "title": plain("First"), "blocks": [{"type": "actions", "elements": [step]}]}
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    @app.action("deepest")
    def deepest(ack: Ack, body: Block, client: WebClient) -> None:
        text = {"type": "section", "text": plain("The end")}
        client.views_push(
            trigger_id=body["trigger_id"], view={"type": "modal", "title": plain("Second"), "blocks": [text]}
        )
        ack()

    @app.action(re.compile(".*"))
    def chosen(ack: Ack) -> None:
        ack()

    @app.event("message")
    def heard() -> None:
        """Direct messages need no answer here."""


def connect(config: Config, base_url: str) -> SocketModeHandler:
    """The bot over Socket Mode, connected; `handlers.socket_mode.close` ends it."""
    handler = SocketModeHandler(build(config, base_url), config.app_token)
    handler.connect()
    return handler


@contextmanager
def small_office() -> Iterator[str]:
    """The base URL of a workspace with the small bot connected; it is Monday, 10:00, and rates are off."""
    config = load_config()
    running = run_in_thread(create(config, SteppedClock(MONDAY_TEN)))
    httpx.post(f"{running.base_url}/control/app", json={"rates": False}).raise_for_status()
    handler = connect(config, running.base_url)
    yield running.base_url
    close(handler)
    running.stop()
