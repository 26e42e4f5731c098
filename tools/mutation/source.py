"""A source as text in which nodes have places, so that a mutant differs from it by one edit."""

import ast
from typing import NamedTuple


class Edit(NamedTuple):
    """Replaces the bytes from `start` to `end`."""

    start: int
    end: int
    text: str


class Source:
    """A source, its tree, and the offsets of its nodes in bytes of UTF-8, as `ast` counts columns."""

    def __init__(self, text: str, *, is_expression: bool = False) -> None:
        self.raw = text.encode()
        self.tree: ast.AST = ast.parse(text, mode="eval" if is_expression else "exec")
        self._starts = [0]
        for line in self.raw.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def start(self, node: ast.AST) -> int:
        """Where the node begins."""
        return self._starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        """Where it ends."""
        return self._starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]

    def text(self, node: ast.AST) -> str:
        """The node as it is written, without parentheses around it."""
        return self.between(self.start(node), self.end(node))

    def between(self, start: int, end: int) -> str:
        """What is written there."""
        return self.raw[start:end].decode()

    def replaced(self, node: ast.AST, text: str) -> Edit:
        """The edit that puts a text in the node's place."""
        return Edit(self.start(node), self.end(node), text)

    def edited(self, edit: Edit) -> str:
        """The whole source with one edit."""
        return (self.raw[: edit.start] + edit.text.encode() + self.raw[edit.end :]).decode()

    def line(self, edit: Edit) -> int:
        """The number of the line on which the edit begins."""
        return self.raw.count(b"\n", 0, edit.start) + 1

    def lines(self, edit: Edit) -> tuple[str, str]:
        """The lines that the edit touches, before and after, each in one line."""
        first = self.raw.rfind(b"\n", 0, edit.start) + 1
        last = self.raw.find(b"\n", edit.end)
        last = len(self.raw) if last < 0 else last
        after = self.between(first, edit.start) + edit.text + self.between(edit.end, last)
        return " ".join(self.between(first, last).split()), " ".join(after.split())
