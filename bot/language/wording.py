"""Words in a text: whether they stand there, and the text without them."""

from collections.abc import Iterable

_LOOSE = " \n;"


def stands(text: str, words: str) -> bool:
    """Whether these words stand in the text, as words of their own."""
    return _place(text, words) is not None


def taken_out(text: str, words: Iterable[str]) -> str | None:
    """The text without these words, or None when somebody has changed them there."""
    for each in words:
        place = _place(text, each)
        if place is None:
            return None
        before, after = text[: place[0]], text[place[1] :]
        left, right = before.rstrip(_LOOSE), after.lstrip(_LOOSE)
        gap = before[len(left) :] + after[: len(after) - len(right)]
        between = "\n" if "\n" in gap else "; " if ";" in gap else " "
        text = between.join(part for part in (left, right) if part)
    return text


def _place(text: str, words: str) -> tuple[int, int] | None:
    start = text.find(words)
    while words and start >= 0:
        end = start + len(words)
        if not (_runs_on(text[:start], words) or _runs_on(words, text[end:])):
            return start, end
        start = text.find(words, start + 1)
    return None


def _runs_on(before: str, after: str) -> bool:
    """Whether a Latin word or a figure goes on over the border: 8个点 is not said in 18个点."""
    border = before[-1:] + after[:1]
    return len(border) == 2 and border.isascii() and (border.isdigit() or border.isalpha())
