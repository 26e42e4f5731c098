"""Modals that only say something: a word, or that a request has been opened."""

from bot.views import RequestView, Said
from messages.blocks import section
from messages.buttons import REQUEST_DETAILS, request_row
from messages.echoes import echoed
from messages.facts import customer, title
from messages.modals.view import View, modal
from messages.mrkdwn import bold, join, md
from messages.request_card import progress
from messages.texts import Texts


def note(text: str, language: str) -> View:
    """One saying; `text` is mrkdwn if it was made so."""
    t = Texts(language)
    return modal(t("Xieban"), [section(md(text))], t)


def until(said: Said, language: str) -> View:
    """What a time in people's words was understood as, said back after it has been taken."""
    t = Texts(language)
    return modal(t("Done"), [section(join([bold(t("Understood as")), echoed(said, t)]))], t)


def request_opened(view: RequestView, language: str) -> View:
    """The request is on its way; closing this closes the form under it too."""
    t = Texts(language)
    said = t.md("{title} is open.", title=bold(title(view, t)))
    where = t("You can follow its progress on a card in your messages with Xieban.")
    blocks = [section(join([said, customer(view, t), where])), *progress(view, t)]
    return modal(t("Request opened"), [*blocks, request_row(view, [REQUEST_DETAILS], t)], t, clears=True)
