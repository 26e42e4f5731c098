"""What a forked process does with one mutant: takes it on, runs the tests, says what they said."""

import importlib.util
import os
import resource
import shutil
import signal
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, settings

EXAMPLES = 25
MEMORY_BYTES = 6 << 30
TIMED_OUT = 99
NO_TESTS = int(pytest.ExitCode.NO_TESTS_COLLECTED)
Seconds = dict[str, float]


class Verdict(NamedTuple):
    """What the tests said: `killer` is the test that failed, or "" (nothing could even be imported)."""

    is_killed: bool
    is_timed_out: bool = False
    killer: str = ""


class Served(MetaPathFinder, Loader):
    """Gives one module the source that it is given, whatever stands in its file."""

    def __init__(self, module: str, file: Path, source: str) -> None:
        self.module, self.file, self.source = module, file, source

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        if fullname != self.module:
            return None
        inside = [str(self.file.parent)] if self.file.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            fullname, self.file, loader=self, submodule_search_locations=inside
        )

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, self.file, "exec"), module.__dict__)


class Watch:
    """A pytest plugin: the likeliest killers first, few examples, and an end to tests that do not end."""

    def __init__(self, order: Sequence[str] | None = None, usual: Seconds | None = None) -> None:
        self.order, self.usual = order, usual or {}
        self.failed: list[str] = []
        self.took: Seconds = {}
        self.why: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Puts the tests in order."""
        self.sort(items)
        for item in items:
            _spare(getattr(item, "function", None))

    def sort(self, items: list[pytest.Item]) -> None:
        """By rank; where there is an order, tests that it lacks are left out."""
        if self.order is not None:
            rank = {test: place for place, test in enumerate(self.order)}
            items[:] = sorted((each for each in items if each.nodeid in rank), key=lambda i: rank[i.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """A test that takes far longer than it does by itself has been caught in a loop."""
        if usual := self.usual.get(item.nodeid):
            signal.signal(signal.SIGALRM, _too_long)
            signal.setitimer(signal.ITIMER_REAL, 5 + 20 * usual)
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notes what failed, and how long everything took."""
        self.took[report.nodeid] = self.took.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.failed.append(report.nodeid)
            self.why.append(str(report.longrepr))

    def verdict(self, code: int) -> Verdict:
        """What pytest's exit code means for a mutant."""
        return Verdict(code not in (0, NO_TESTS), code == TIMED_OUT, self.failed[0] if self.failed else "")


def _too_long(_signal: int, _frame: object) -> None:
    pytest.exit("caught in a loop", returncode=TIMED_OUT)


def _spare(function: Any) -> None:
    """What a decorator asks of Hypothesis outranks its profile; there is no public way to ask for less."""
    wanted = getattr(function, "_hypothesis_internal_use_settings", None)
    if wanted is not None:
        few = min(wanted.max_examples, EXAMPLES)
        function._hypothesis_internal_use_settings = settings(_profile(), max_examples=few)


def _profile() -> settings:
    """The same examples each time, nothing kept, and no looking for a smaller one: a failure is enough."""
    return settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
        phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def run_tests(tests: Sequence[str], *plugins: object) -> int:
    """Runs pytest in this process until a test fails, and answers its exit code."""
    settings.register_profile("mutants", _profile())
    settings.load_profile("mutants")
    plain = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    warmed = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # plugins were imported before pytest ran
    return int(pytest.main([*tests, *plain, *warmed], plugins=list(plugins)))


def quiet() -> None:
    """What tests print about a mutant interests nobody."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def settle_in(folder: str) -> None:
    """What every child does first: files of its own, and an end to mutants that eat all memory."""
    quiet()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    own = Path(folder) / str(os.getpid())
    own.mkdir()
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(own)


def leave(folder: str, answers: Connection, verdict: Verdict) -> None:
    """What it does last."""
    answers.send(verdict)
    shutil.rmtree(Path(folder) / str(os.getpid()), ignore_errors=True)
    os._exit(0)


def judge(served: Served, tests: Sequence[str], watch: Watch, folder: str, answers: Connection) -> None:
    """The life of a child that imports the mutant. Does not return."""
    try:
        settle_in(folder)
        sys.meta_path.insert(0, served)
        leave(folder, answers, watch.verdict(run_tests(tests, watch)))
    finally:
        os._exit(1)
