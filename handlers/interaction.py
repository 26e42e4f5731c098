"""One interaction with Slack: who acts, in which language, on what; and how to answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt import Args
from slack_sdk.errors import SlackApiError

from bot.errors import AlreadyDone, Invalid, Refusal
from bot.people import directory
from bot.storage.received import first_time
from bot.storage.unit_of_work import UnitOfWork, reading, unit_of_work
from handlers.context import Context
from messages import refusals
from messages.modals import note

log = structlog.get_logger(__name__)


@dataclass
class Interaction:
    """What a handler receives. Everything that can fail happens before `ack`."""

    context: Context
    args: Args
    _language: str | None = None

    @property
    def actor_id(self) -> str:
        """The Slack id of the person who acts."""
        return self.args.context.user_id or ""

    @property
    def language(self) -> str:
        """The acting person's language, looked up once."""
        if self._language is None:
            self._language = self.context.language_of(self.actor_id, self.args.client)
        return self._language

    @property
    def body(self) -> dict[str, Any]:
        """What Slack sent."""
        return self.args.body

    @property
    def kind(self) -> str:
        """What sort of thing Slack sent: `command`, `event_callback`, `view_submission`, …"""
        return "command" if "command" in self.body else str(self.body.get("type", "unknown"))

    @property
    def view(self) -> dict[str, Any]:
        """The modal that was submitted, or that the action is in."""
        return self.body.get("view") or {}

    @property
    def action(self) -> dict[str, Any]:
        """The element that was pressed."""
        return self.args.action or {}

    @property
    def key(self) -> str | None:
        """What identifies this very act, so that a redelivery does nothing twice."""
        if self.kind == "view_submission":
            return f"view:{self.view['id']}:{self.view['hash']}"
        if trigger := self.body.get("trigger_id"):
            return f"trigger:{trigger}"
        return f"event:{self.body['event_id']}" if "event_id" in self.body else None

    @contextmanager
    def acting(self, *, once: bool = True) -> Iterator[UnitOfWork]:
        """One transaction by the acting person; raises AlreadyDone when this act came in before.

        `once=False` is for what may be done again with the same key: a form that is only looked over. The
        person's language comes with the roles that are asked for anyway.
        """
        for _ in range(2):
            with unit_of_work(self.context.office, now=self.context.now(), actor_id=self.actor_id) as uow:
                self._language = self._language or directory.standing(uow).language
                if self._language is not None:
                    if once and self.key is not None and not first_time(uow, self.key):
                        raise AlreadyDone
                    yield uow
                    return
            self._language = self.language  # a stranger's is recorded in a transaction of its own

    @contextmanager
    def looking(self) -> Iterator[UnitOfWork]:
        """The same for questions; the answer's language comes with the roles that they ask for anyway."""
        with reading(self.context.office, now=self.context.now(), actor_id=self.actor_id) as uow:
            if directory.standing(uow).language is not None:
                self._language = directory.standing(uow).language
            yield uow

    def ack(self, **response: Any) -> None:
        """Answers Slack."""
        self.args.ack(**response)

    def open_view(self, view: dict[str, Any]) -> None:
        """Shows a modal: on top of the one that the person acts in, if there is one."""
        client = self.args.client
        show = client.views_push if self.view.get("type") == "modal" else client.views_open
        shown_once(show, trigger_id=self.body["trigger_id"], view=view)

    def update_view(self, view: dict[str, Any]) -> None:
        """Shows the modal that the person acts in anew; where there is none, it is opened."""
        if not self.view:
            self.open_view(view)
            return
        shown_once(self.args.client.views_update, view_id=self.view["id"], hash=self.view["hash"], view=view)

    def tell(self, text: str, blocks: list[dict[str, Any]] | None = None) -> None:
        """Says something to the acting person alone, wherever the turn began."""
        if "command" in self.body:
            self.ack(text=text, blocks=blocks, response_type="ephemeral")
        elif event := self.body.get("event"):
            place = {"channel": event["channel"], "user": self.actor_id, "thread_ts": event.get("thread_ts")}
            self.args.client.chat_postEphemeral(**place, text=text, blocks=blocks)
            self.ack()
        elif "response_url" in self.body:
            self.args.respond(text=text, blocks=blocks, response_type="ephemeral", replace_original=False)
            self.ack()
        elif self.kind == "view_submission":
            self.ack(response_action="update", view=note.note(text, self.language))
        else:
            self.open_view(note.note(text, self.language))
            self.ack()


def shown_once(show: Callable[..., Any], **named: Any) -> None:
    """Calls Slack to show a view; raises AlreadyDone where this very act has shown one before.

    A trigger works once and a hash fits one state, so a redelivered press is refused by Slack itself.
    """
    try:
        show(**named)
    except SlackApiError as error:
        if error.response["error"] in ("exchanged_trigger_id", "hash_conflict"):
            raise AlreadyDone from error
        raise


Handler = Callable[[Interaction], None]


def listens(context: Context, handler: Handler) -> Callable[[Args], None]:
    """Makes a Bolt listener of a handler; the one place where a refusal or a fault becomes an answer."""

    def listener(args: Args) -> None:
        interaction = Interaction(context, args)
        with context.metrics.answering(interaction.kind), context.gate.place() as is_in:
            if is_in:
                answer(interaction, handler)
            else:
                context.metrics.turned_away()
                log.warning("told_to_wait", handler=handler.__name__)
                say_instead(interaction, refusals.busy)

    listener.__name__ = handler.__name__
    return listener


def answer(interaction: Interaction, handler: Handler) -> None:
    """Does what the person wants, or says why not."""
    try:
        handler(interaction)
    except AlreadyDone:
        interaction.ack()
    except Refusal as refusal:
        refuse(interaction, refusal)
    except Exception:
        log.exception("listener_failed", handler=handler.__name__)
        say_instead(interaction, refusals.apology)


def refuse(interaction: Interaction, refusal: Refusal) -> None:
    """Says why not and what would be right; what was typed stays."""
    if interaction.kind == "block_suggestion":
        interaction.ack(options=[])
        return
    if interaction.kind == "view_submission" and (errors := _errors_at_fields(interaction, refusal)):
        interaction.ack(response_action="errors", errors=errors)
        return
    interaction.tell(refusals.sentence(refusal, interaction.language, interaction.context.now()))


def _errors_at_fields(interaction: Interaction, refusal: Refusal) -> dict[str, str]:
    """At each field its own problem; what concerns the whole form goes to its first input."""
    inputs = {
        block["element"]["action_id"]: block["block_id"]
        for block in interaction.view["blocks"]
        if block["type"] == "input"
    }
    if not inputs:
        return {}
    first = next(iter(inputs.values()))
    if not isinstance(refusal, Invalid):
        return {
            first: refusals.sentence(refusal, interaction.language, interaction.context.now(), plain=True)
        }
    errors: dict[str, str] = {}
    for field, problem in refusal.fields.items():
        errors[inputs.get(field, first)] = refusals.problem(
            problem, interaction.language, interaction.context.now()
        )
    return errors


def say_instead(interaction: Interaction, sentence: Callable[[str], str]) -> None:
    """Nothing was done, through no fault of the person's: says so, and leaves what was typed."""
    try:
        if interaction.kind == "block_suggestion":
            interaction.ack(options=[])
        elif not interaction.actor_id or interaction.body.get("event", {}).get("type") == "app_home_opened":
            interaction.ack()  # nobody has asked for anything
        elif place := _first_input(interaction):
            interaction.ack(
                response_action="errors", errors={place: in_their_language(interaction, sentence)}
            )
        else:
            interaction.tell(in_their_language(interaction, sentence))
    except Exception:
        log.exception("not_even_said")
        interaction.ack()


def in_their_language(interaction: Interaction, sentence: Callable[[str], str]) -> str:
    """In both languages where the person's cannot be found out: the database may be what is away."""
    try:
        return sentence(interaction.language)
    except Exception:
        return f"{sentence('zh')} / {sentence('en')}"


def _first_input(interaction: Interaction) -> str | None:
    if interaction.kind != "view_submission":
        return None
    inputs = [block["block_id"] for block in interaction.view["blocks"] if block["type"] == "input"]
    return inputs[0] if inputs else None
