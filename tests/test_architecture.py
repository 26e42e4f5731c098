"""The house's rules (docs/architecture.md), read from the source itself; nothing is imported."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "handlers", "messages", "models", "workspace")
MAY_IMPORT = {
    "models": {"models"},
    "bot": {"bot", "models"},
    "messages": {"messages", "bot", "models"},
    "handlers": {"handlers", "messages", "bot", "models"},
    "workspace": {"workspace"},
}
MESSAGES_MAY_IMPORT = (
    "bot.course",
    "bot.errors",
    "bot.policy",
    "bot.views",
    "bot.worktime",
    "bot.delivery.rendered",
    "models.enums",
    "messages",
)
"""Builders are pure functions of view-models: no rows, no session, no verbs."""
SPEAKS_SLACK = ("handlers/", "workspace/", "bot/delivery/gateway")
READS_A_CLOCK = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
LONGEST_FILE = 250
LONGEST_FUNCTION = 40

FILES = sorted(path.relative_to(ROOT).as_posix() for name in PACKAGES for path in (ROOT / name).rglob("*.py"))


@cache
def tree(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def imported(file: str) -> Iterator[tuple[str, int]]:
    """Every module that a file imports anywhere, functions included, with its line."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: relative import"
            module = node.module or ""
            yield module, node.lineno
            yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)


def offending(file: str, wrong: set[str] | tuple[str, ...]) -> list[str]:
    """Where a file imports one of these packages."""
    return [f"{file}:{line}: {name}" for name, line in imported(file) if name.split(".")[0] in wrong]


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_run_one_way(package: str) -> None:
    """models ← bot ← handlers; messages beside handlers; the stand-in knows nothing of ours."""
    wrong = ({*PACKAGES, "app", "tests"} - MAY_IMPORT[package]) | {"tests"}
    found = [each for file in FILES if file.startswith(f"{package}/") for each in offending(file, wrong)]
    assert found == []


IN_ORDER = (
    "worktime",
    "language",
    "policy",
    "course",
    "views",
    "storage",
    "people",
    "customers",
    "timers",
    "insight",
    "delivery",
    "coordination",
    "running",
    "console",
)
"""The folders of the engine; each may import those before it."""
MOST_LOOSE_FILES = 3


@pytest.mark.parametrize("folder", IN_ORDER)
def test_the_engines_folders_import_one_way(folder: str) -> None:
    """A folder imports only what stands before it in the list, so that it can be read after those."""
    wrong = tuple(f"bot.{later}" for later in IN_ORDER[IN_ORDER.index(folder) + 1 :])
    found = [
        f"{file}:{line}: {name}"
        for file in FILES
        if file.startswith(f"bot/{folder}/")
        for name, line in imported(file)
        if name.startswith(wrong)
    ]
    assert found == []


def test_every_file_of_the_engine_is_in_a_folder_of_the_list() -> None:
    """No folder is left out of the order, and at most three files lie loose."""
    places = [file.split("/")[1] for file in FILES if file.startswith("bot/")]
    loose = [place for place in places if place.endswith(".py")]
    assert set(places) - set(loose) == set(IN_ORDER)
    assert len(loose) <= MOST_LOOSE_FILES


def circle(needs: dict[str, set[str]]) -> list[str]:
    """Modules each of which needs the next, the first one again at the end; none if there is no such."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_the_modules_of_the_workspace_form_no_circle() -> None:
    """Every file of the stand-in can be read after those it needs: imports for the type checker count too."""
    files = [file for file in FILES if file.startswith("workspace/")]
    modules = {file.removesuffix(".py").removesuffix("/__init__").replace("/", "."): file for file in files}
    needs = {
        module: {name for name, _ in imported(file) if name in modules and name != module}
        for module, file in modules.items()
    }
    assert circle(needs) == []


def test_messages_know_only_values() -> None:
    """Builders import view-models, policy words and enums, never rows, sessions or verbs."""
    found = [
        f"{file}:{line}: {name}"
        for file in FILES
        if file.startswith("messages/")
        for name, line in imported(file)
        if name.split(".")[0] in ("bot", "models")
        and name not in ("bot", "models")
        and not name.startswith(MESSAGES_MAY_IMPORT)
        and not any(allowed.startswith(f"{name}.") for allowed in MESSAGES_MAY_IMPORT)
    ]
    assert found == []


def test_slack_is_spoken_in_few_places() -> None:
    """slack_sdk and slack_bolt are imported by app.py, the handlers, the gateway and the stand-in only."""
    found = [
        each
        for file in FILES
        if not file.startswith(SPEAKS_SLACK)
        for each in offending(file, ("slack_sdk", "slack_bolt"))
    ]
    assert found == []


def test_the_ticker_lives_in_the_composition_root() -> None:
    """APScheduler is imported by app.py only: everywhere else time is an argument."""
    assert [each for file in FILES for each in offending(file, ("apscheduler",))] == []
    assert offending("app.py", ("apscheduler",)) != []


MAY_KNOW = {
    "bot/worktime": ("bot.worktime",),
    "bot/policy": ("bot.worktime", "bot.policy", "models.enums"),
    "bot/course": ("bot.worktime", "bot.policy", "bot.course", "models.enums"),
}
"""Of ours, by pure package."""


@pytest.mark.parametrize("package", MAY_KNOW)
def test_arithmetic_is_pure(package: str) -> None:
    """Calendars, policy and course know no database, and of ours only what is more basic than they are."""
    files = [file for file in FILES if file.startswith(f"{package}/")]
    assert [each for file in files for each in offending(file, ("sqlmodel", "sqlalchemy"))] == []
    found = [
        f"{file}:{line}: {name}"
        for file in files
        for name, line in imported(file)
        if name.startswith(("bot.", "models.")) and not name.startswith(MAY_KNOW[package])
    ]
    assert found == []


def test_only_one_place_chooses_between_frozen_and_present_policy() -> None:
    """Which policy answers a question, the frozen or the present one, is decided in bot/course/rules.py."""
    chooses = ("bot/course/rules.py", "bot/storage/office.py", "bot/storage/unit_of_work.py", "app.py")
    found = [
        f"{file}:{node.lineno}: {node.attr}"
        for file in FILES
        if file not in chooses
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr in ("policy", "policy_of")
        if node.attr == "policy_of" or ast.unparse(node.value).endswith("office")
    ]
    assert found == []


def test_nothing_that_may_wait_is_a_cached_property() -> None:
    """Before Python 3.12 all instances share a cached_property's lock: with a database behind it, a ring."""
    pure = ("bot/worktime/",)
    users = [file for file in FILES if "cached_property" in (ROOT / file).read_text(encoding="utf-8")]
    assert [file for file in users if not file.startswith(pure)] == []


def test_nothing_below_the_root_reads_the_clock() -> None:
    """Only app.py asks what time it is; the stand-in may measure real seconds for people's sake."""
    found = []
    for file in FILES:
        for node in ast.walk(tree(file)):
            if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
                continue
            asked = (node.value.id, node.attr)
            if asked in READS_A_CLOCK and not (file.startswith("workspace/") and node.attr == "monotonic"):
                found.append(f"{file}:{node.lineno}: {node.value.id}.{node.attr}")
    assert found == []


@pytest.mark.parametrize("file", FILES)
def test_files_and_functions_stay_short(file: str) -> None:
    """A file has at most 250 lines, a function at most 40: a reader sees either at a glance."""
    lines = (ROOT / file).read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []
