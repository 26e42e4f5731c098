"""The quick way: a process that has imported and collected everything forks, and the child swaps the code of
one function. What is decided while modules are imported cannot be swapped afterwards and is left over."""

import inspect
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from tools.mutation.child import Watch, leave, run_tests, settle_in
from tools.mutation.operators import Mutant
from tools.mutation.pool import Judged, Killers, Pool, Work

Codes = dict[str, CodeType]


def codes(code: CodeType) -> Codes:
    """The code of functions in a module and in its classes, by qualified name."""
    found: Codes = {}
    for each in code.co_consts:
        if isinstance(each, CodeType):
            is_function = bool(each.co_flags & inspect.CO_NEWLOCALS)
            found |= {each.co_qualname: each} if is_function else codes(each)
    return found


def _around(code: CodeType) -> object:
    """What a module and its classes do by themselves, the code of functions left out."""
    consts = tuple(
        each.co_qualname
        if isinstance(each, CodeType) and each.co_flags & inspect.CO_NEWLOCALS
        else _around(each)
        if isinstance(each, CodeType)
        else (type(each), each)
        for each in code.co_consts
    )
    return code.co_code, code.co_names, consts


def functions(module: ModuleType) -> dict[str, FunctionType]:
    """The module's own functions and methods, out of whatever decorators have put around them."""
    found: dict[str, FunctionType] = {}

    def look(holder: Any) -> None:
        for held in list(vars(holder).values()):
            value: Any = held.fget if isinstance(held, property) else held
            value = inspect.unwrap(getattr(value, "__func__", value))
            if getattr(value, "__module__", None) != module.__name__:
                continue
            if isinstance(value, FunctionType):
                found[value.__qualname__] = value
            elif isinstance(value, type) and value is not holder:
                look(value)

    look(module)
    return found


class Swapper:
    """A pytest plugin that, instead of running the tests, forks for each mutant a child that does."""

    def __init__(self, file: Path, work: Work, early: set[str], killers: Killers, pool: Pool) -> None:
        self._file, self._module, self._mutants = file, work.module, work.mutants
        self._early, self._killers, self._pool = early, killers, pool
        self.left: list[Mutant] = []
        self.judged: list[Judged] = []
        self.answers: Connection | None = None
        """In a child: where its verdict goes."""

    def run(self, tests: tuple[str, ...], watch: Watch, folder: str) -> None:
        """Judges what can be swapped; `left` is the rest."""
        self._watch, self._folder = watch, folder
        code = run_tests(tests, watch, self)
        if self.answers:
            leave(folder, self.answers, watch.verdict(code))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """In the parent all mutants; in a child nothing, so that pytest goes on with the tests."""
        module = sys.modules.get(self._module)
        if module is None:
            self.left = list(self._mutants)
            return True
        for mutant in self._mutants:
            swaps = self._swaps(module, mutant)
            if swaps is None:
                self.left.append(mutant)
                continue
            self._note(self._pool.ended())
            if answers := self._pool.fork(mutant):
                self._become(session, mutant, swaps, answers)
                return None
        self._note(self._pool.ended(all_=True))
        return True

    def _note(self, ended: Iterator[Judged]) -> None:
        for each in ended:
            self._killers.learn(each)
            self.judged.append(each)

    def _swaps(self, module: ModuleType, mutant: Mutant) -> list[tuple[FunctionType, CodeType]] | None:
        """The functions that differ and their new code; None where swapping would not do."""
        old = compile(self._file.read_text(encoding="utf-8"), self._file, "exec", dont_inherit=True)
        new = compile(mutant.source, self._file, "exec", dont_inherit=True)
        before, after = codes(old), codes(new)
        differing = [name for name, code in after.items() if code != before.get(name)]
        live = functions(module)
        can_swap = all(
            name in live
            and name not in self._early
            and live[name].__code__.co_freevars == after[name].co_freevars
            for name in differing
        )
        if _around(old) != _around(new) or not differing or not can_swap:
            return None
        return [(live[name], after[name]) for name in differing]

    def _become(
        self,
        session: pytest.Session,
        mutant: Mutant,
        swaps: list[tuple[FunctionType, CodeType]],
        answers: Connection,
    ) -> None:
        self.answers = answers
        settle_in(self._folder)
        for function, code in swaps:
            function.__code__ = code
        self._watch.order = self._killers.order(mutant.function)
        self._watch.sort(session.items)
