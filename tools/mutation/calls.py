"""Which functions of the checked files run, while modules are imported and in each test."""

import sys
import threading
from collections.abc import Collection
from types import FrameType
from typing import Any

import pytest

Names = set[tuple[str, str]]
"""File and qualified name; what is nested in a function counts as that function too."""


class Calls:
    """A pytest plugin that notes them by test; before the first test, under ""."""

    def __init__(self, files: Collection[str]) -> None:
        self._files = frozenset(files)
        self.by_test: dict[str, Names] = {"": set()}
        self._now = self.by_test[""]

    def begin(self) -> None:
        """Listens from now on, in threads that are yet to start too."""
        sys.setprofile(self._note)
        threading.setprofile(self._note)

    def end(self) -> None:
        """Listens no more."""
        sys.setprofile(None)
        threading.setprofile(None)

    def _note(self, frame: FrameType, kind: str, _: object) -> None:
        if kind == "call" and (file := frame.f_code.co_filename) in self._files:
            name = frame.f_code.co_qualname
            self._now |= {(file, name.partition(".<locals>")[0]), (file, name.replace(".<locals>", ""))}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """What runs from a test's setup to its end is the test's."""
        self._now = self.by_test.setdefault(item.nodeid, set())
        return (yield)
