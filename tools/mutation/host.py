"""The processes from which children are forked: one that has everything, one that lacks the mutant."""

import importlib
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from tools.mutation.calls import Calls, Names
from tools.mutation.child import Seconds, Served, Verdict, Watch, judge, quiet, run_tests
from tools.mutation.operators import Mutant
from tools.mutation.pool import FORK, Judged, Killers, Pool, Work
from tools.mutation.swap import Swapper

ROOT = Path.cwd()
"""Of the project whose files are mutated."""
PROJECT = ("app", "bot", "handlers", "messages", "models", "workspace")
Say = Callable[[Mutant, Verdict], None]


class Usual(NamedTuple):
    """What the tests do without a mutant: how long each takes, what they import in order, what failed."""

    took: Seconds
    calls: dict[str, Names]
    modules: tuple[str, ...]
    why: tuple[str, ...]
    code: int


def apart(act: Callable[..., None], *given: object) -> Connection:
    """Lets a process of its own do it, and answers where what it says can be heard."""
    mine, theirs = FORK.Pipe(duplex=False)
    FORK.Process(target=act, args=(*given, theirs)).start()
    theirs.close()
    return mine


def usual(tests: Sequence[str], files: Sequence[str]) -> Usual:
    """The tests as they are, run in a process of their own, and what of the files they call."""
    found: Usual = apart(_usual, tests, files).recv()
    return found


def _usual(tests: Sequence[str], files: Sequence[str], answers: Connection) -> None:
    quiet()
    watch, calls = Watch(), Calls([str(ROOT / file) for file in files])
    calls.begin()
    try:
        code = run_tests(tests, watch, calls)
    except Exception as error:  # a broken configuration; whoever called prints it
        code, watch.why = 3, [repr(error)]
    calls.end()
    answers.send(Usual(watch.took, calls.by_test, tuple(sys.modules), tuple(watch.why), code))


def functions_of(work: Work, known: Usual) -> tuple[set[str], dict[str, set[str]]]:
    """Of a file: the functions that run while modules are imported, and who calls each of the others."""
    path = str(ROOT / work.file)
    callers: dict[str, set[str]] = {each.function: set() for each in work.mutants if each.function}
    for test, names in known.calls.items():
        for file, name in names:
            if file == path:
                callers.setdefault(name, set()).add(test)
    early = {name for name, tests in callers.items() if "" in tests}
    return early, {name: tests for name, tests in callers.items() if name not in early}


class _Kept(MetaPathFinder):
    """Lets nothing import the module: it is to be imported by each child, with all that rests on it."""

    def __init__(self, module: str) -> None:
        self.module = module

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == self.module:
            raise ImportError(f"{fullname} is left to the children")


def warm(modules: Sequence[str], kept: str | None = None) -> None:
    """Imports libraries; where a module is named that is left to the children, what does not rest on it."""
    finder = _Kept(kept) if kept else None
    if finder:
        sys.meta_path.insert(0, finder)
    for name in modules:
        if (name.partition(".")[0] in PROJECT) == bool(kept) and not name.startswith(("tests", "__m")):
            try:
                with warnings.catch_warnings(action="ignore"):
                    importlib.import_module(name)
            except Exception:  # what cannot be imported here is the children's
                sys.modules.pop(name, None)
    if finder:
        sys.meta_path.remove(finder)


def judge_file(work: Work, known: Usual, folder: str, jobs: int, answers: Connection) -> None:
    """Sends each mutant with its verdict, as they come. To be run in a process of its own."""
    early, callers = functions_of(work, known)
    killers = Killers(work, known.took, callers)
    pool = Pool(jobs, sum(known.took.values()))
    heard = apart(_quick, work, known, folder, early, killers, pool)
    judged, left = heard.recv()
    for each in judged:
        killers.learn(each)
        answers.send(each)
    warm(known.modules, kept=work.module)

    def note(each: Judged) -> None:
        killers.learn(each)
        answers.send(each)

    for mutant in left:
        for each in pool.ended():
            note(each)
        if theirs := pool.fork(mutant):
            served = Served(work.module, ROOT / mutant.file, mutant.source)
            watch = Watch(killers.order(mutant.function), known.took)
            judge(served, work.tests, watch, folder, theirs)
    for each in pool.ended(all_=True):
        note(each)


def _quick(
    work: Work,
    known: Usual,
    folder: str,
    early: set[str],
    killers: Killers,
    pool: Pool,
    answers: Connection,
) -> None:
    quiet()
    os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
    swapper = Swapper(ROOT / work.file, work, early, killers, pool)
    swapper.run(work.tests, Watch(None, known.took), folder)
    answers.send((swapper.judged, swapper.left))
