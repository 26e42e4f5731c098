"""Why not, and what would be right: a sentence for every refusal and for every problem at a form's field."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.errors import AlreadyDone, Invalid, NotAllowed, NotFound, OutOfDate, Problem, Refusal, TooSoon
from bot.policy import Text
from messages import labels
from messages.dates import ZONE, day_and_time, when
from messages.mrkdwn import join, md, mention
from messages.problems import PROBLEMS
from messages.texts import Texts


@dataclass(frozen=True)
class Voice:
    """Says a sentence as mrkdwn, or as plain text (at a form's field), where no person's id can be shown."""

    t: Texts
    now: datetime
    plain: bool

    def say(self, text: str, **params: object) -> str:
        """The sentence in the person's language."""
        return self.t(text, **params) if self.plain else self.t.md(text, **params)

    def at(self, at: datetime) -> str:
        """An instant."""
        return day_and_time(at, self.t) if self.plain else when(at, self.t)

    def people(self, ids: tuple[str, ...]) -> str:
        """Some people by name, at most five of them."""
        return "" if self.plain else join((mention(each) for each in ids[:5]), " ")


def sentence(refusal: Refusal, language: str, now: datetime, *, plain: bool = False) -> str:
    """Why it was refused and what would be right: mrkdwn, or plain text for a form's field."""
    voice = Voice(Texts(language), now, plain)
    return SENTENCES[type(refusal)](voice, refusal)


def problem(wrong: Problem, language: str, now: datetime) -> str:
    """What is wrong with one value and what would be right, in plain text."""
    return _problem(wrong, Texts(language), now)


def _problem(wrong: Problem, t: Texts, now: datetime) -> str:
    params = {key: _shown(value, t) for key, value in wrong.params.items()}
    params["example"] = f"{(now + timedelta(days=1)).astimezone(ZONE):%Y-%m-%d} 18:00"
    if wrong.code not in PROBLEMS:
        return t("This value is not accepted ({code}).", code=wrong.code)
    choices = wrong.params.get("choices")
    wanted = t("Valid choices: {choices}", choices=_shown(choices, t)) if choices else ""
    return t.sentences(t(PROBLEMS[wrong.code], **params), wanted)


def _shown(value: object, t: Texts) -> str:
    if isinstance(value, Text):
        return t.of(value)
    if isinstance(value, datetime):
        return day_and_time(value, t)
    if isinstance(value, tuple | list):
        return t(" or ").join(_shown(each, t) for each in value[:6])
    return str(value)[:200]


def apology(language: str) -> str:
    """Something broke on our side."""
    t = Texts(language)
    return t("Something went wrong on our side; nothing was changed. Please try again.")


def busy(language: str) -> str:
    """Too many people act at once."""
    t = Texts(language)
    return t("The system is busy; nothing was changed. Please try again in a moment.")


def _not_found(voice: Voice, refusal: NotFound) -> str:
    return voice.say("There is no {what}. A request's number looks like XB-12.", what=refusal.what[:100])


def _not_allowed(voice: Voice, refusal: NotAllowed) -> str:
    t = voice.t
    who = t(" or ").join(labels.word(labels.CAPACITIES, each, t) for each in refusal.who)
    verb = labels.word(labels.VERBS, refusal.verb, t)
    said = voice.say("You cannot {verb}; {who} can.", verb=verb, who=who)
    people = voice.people(refusal.people)
    return t.sentences(said, voice.say("For instance: {people}", people=people) if people else "")


def _out_of_date(voice: Voice, refusal: OutOfDate) -> str:
    state = labels.word({**labels.REQUEST_STATES, **labels.STEP_STATES}, refusal.state, voice.t)
    said = voice.say("{label} has changed meanwhile; it is now: {state}.", label=refusal.label, state=state)
    holder = voice.people((refusal.holder_id,)) if refusal.holder_id else ""
    return voice.t.sentences(said, voice.say("Held by {holder}.", holder=holder) if holder else "")


def _too_soon(voice: Voice, refusal: TooSoon) -> str:
    if refusal.verb == "chase_step":
        return voice.say(
            "This step was just chased; it can be chased again from {at}.",
            at=voice.at(refusal.again_at),
        )
    return voice.say("That was just done; it can be repeated from {at}.", at=voice.at(refusal.again_at))


def _invalid(voice: Voice, refusal: Invalid) -> str:
    found = [_problem(each, voice.t, voice.now) for each in refusal.fields.values()]
    return voice.t.sentences(*(found if voice.plain else map(md, found)))


def _already_done(voice: Voice, refusal: AlreadyDone) -> str:
    return voice.say("This has been done already.")


SENTENCES: dict[type[Refusal], Callable[[Voice, Any], str]] = {
    NotFound: _not_found,
    NotAllowed: _not_allowed,
    OutOfDate: _out_of_date,
    TooSoon: _too_soon,
    Invalid: _invalid,
    AlreadyDone: _already_done,
}
