"""The Bolt app: which listener hears what. Everything that Slack sends arrives through here."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient

from handlers import clock_actions, commands, explaining, one_line, opening, requests, step_actions
from handlers.context import Context
from handlers.interaction import listens
from handlers.parsing import kept

log = structlog.get_logger(__name__)
COMMAND = "/coord"

ACTIONS = {
    **clock_actions.ASKS,
    "accept_step": step_actions.accept_step,
    "finish_step": step_actions.ask_finish,
    "return_step": step_actions.ask_return,
    "answer_return": step_actions.ask_answer,
    "hand_over_step": step_actions.ask_hand_over,
    "chase_step": step_actions.chase_step,
    "outcome": step_actions.choose_outcome,
    "step_details": requests.step_details,
    "request_details": requests.request_details,
    "timeline_page_back": requests.turn_page,
    "timeline_page_on": requests.turn_page,
    "cancel_request": requests.ask_cancel,
    "explain_request": explaining.explain_request,
    "explain_step": explaining.explain_step,
    "resume_step": clock_actions.resume_step,
    "resume_request": clock_actions.resume_request,
    "acknowledge_reminder": clock_actions.ask_acknowledge,
    "snooze_reminder": clock_actions.snooze,
    "draft_choice": one_line.choose,
    "draft_confirm": one_line.confirm,
    "draft_edit": one_line.edit,
    "draft_cancel": one_line.cancel,
    "open_request": opening.open_request_form,
    "kind": opening.choose_kind,
}
SUBMISSIONS = {
    "open_request": opening.submit_form,
    "send_request": opening.send_request,
    "finish_step": step_actions.submit_finish,
    "return_step": step_actions.submit_return,
    "answer_return": step_actions.submit_answer,
    "hand_over_step": step_actions.submit_hand_over,
    "cancel_request": requests.submit_cancel,
    "pause_step": clock_actions.submit_pause,
    "move_deadline": clock_actions.submit_move,
    "reopen_step": clock_actions.submit_reopen,
    "regrade_customer": clock_actions.submit_regrade,
    "acknowledge_reminder": clock_actions.submit_acknowledge,
}
SHORTCUTS = {
    "open_request": opening.open_request_form,
    "open_request_from_message": one_line.open_from_message,
}
EVENTS = {"app_home_opened": requests.app_home_opened, "app_mention": commands.mentioned}
OPTIONS = {"customer": opening.suggest_customers}


def build_app(context: Context, client: WebClient, *, signing_secret: str | None = None) -> App:
    """The app that dispatches Slack's payloads; in Socket Mode nothing is signed.

    `process_before_response` keeps the answer until the listener is through: what fails, fails before it. The
    listener runs on the thread that received the payload (docs/adr/0040), so Bolt's own executor is idle.
    """
    app = App(
        client=client,
        signing_secret=signing_secret or "",
        request_verification_enabled=signing_secret is not None,
        token_verification_enabled=False,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        listener_executor=ThreadPoolExecutor(1, thread_name_prefix="lazy"),
    )
    app.use(_keeps_text)
    app.command(COMMAND)(listens(context, commands.coord))
    for name, handler in ACTIONS.items():
        app.action(name)(listens(context, handler))
    for name, handler in SUBMISSIONS.items():
        app.view(name)(listens(context, handler))
    for name, handler in SHORTCUTS.items():
        app.shortcut(name)(listens(context, handler))
    for name, handler in EVENTS.items():
        app.event(name)(listens(context, handler))
    for name, handler in OPTIONS.items():
        app.options(name)(listens(context, handler))
    app.error(_unheard)
    return app


def _keeps_text(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:
    """Before any listener: what comes in can be kept by every database; Bolt names its arguments."""
    body.update(kept(body))
    return next()


def _unheard(error: Exception, request: BoltRequest) -> BoltResponse:
    """What nobody listens to (a button of an older version) and what no listener caught is answered too."""
    log.warning("unheard", kind=request.body.get("type", "command"), fault=type(error).__name__)
    return BoltResponse(status=200, body="")
