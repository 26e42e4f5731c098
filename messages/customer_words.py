"""What to tell the customer now, in plain words: the account manager can read it out as it stands."""

from datetime import datetime

from bot.views import RequestView
from messages.dates import day
from messages.texts import Texts
from models.enums import RequestState, Stage, StepState

_NOT_COUNTED = (StepState.SKIPPED, StepState.CANCELLED, StepState.VOID)


def tell_customer(view: RequestView, t: Texts, now: datetime) -> str:
    """No internal words, no blame, no more promised than what the forecast holds."""
    service = t.of(view.service)
    if view.state == RequestState.DONE:
        return t("There is a result about the {service}; I will go through it with you.", service=service)
    if view.state == RequestState.DECLINED and view.stage == Stage.AFTER_SALE:
        return t(
            "The cause lies outside our network; I will explain to you what can be done about the {service}.",
            service=service,
        )
    if view.state == RequestState.DECLINED:
        return t(
            "We have looked into the {service} with care and cannot offer it at present.", service=service
        )
    if view.state == RequestState.CANCELLED:
        return t("The matter about the {service} was withdrawn; nothing more is being done.", service=service)
    return t.sentences(_progress(view, t), _promise(view, t, now))


def _progress(view: RequestView, t: Texts) -> str:
    if any(step.state == StepState.RETURNED for step in view.steps):
        return t(
            "We need one more piece of information before we can go on; I will come back to you about it."
        )
    needed = [step for step in view.steps if step.state not in _NOT_COUNTED]
    done = sum(step.state == StepState.DONE for step in needed)
    if not done:
        return t("We have your request, and our engineers are at work on it.")
    return t("{done} of {all} parts of the work are done.", done=done, all=len(needed))


def _promise(view: RequestView, t: Texts, now: datetime) -> str:
    if view.due_at is None:
        return ""
    if view.is_overdue or view.due_at < now:
        return t("It takes longer than we said, and we are sorry; I will give you a new date shortly.")
    if view.is_at_risk:
        return t(
            "It may take longer than {day}; I will tell you as soon as that is certain.",
            day=day(view.due_at, t),
        )
    if view.is_provisional:
        return t(
            "You will hear from us around {day}, depending on the public holidays.", day=day(view.due_at, t)
        )
    return t("You will hear from us by {day}.", day=day(view.due_at, t))
