"""The mutation check itself: which mutants it makes, and what it says of a small project's tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.mutation import accepted
from tools.mutation.operators import mutants

ROOT = Path(__file__).resolve().parent.parent

MADE = {
    "x = a < b": {"x = a <= b", "x = a > b"},
    "x = a == b": {"x = a != b"},
    "x = a is not None": {"x = a is None"},
    "x = a not in b": {"x = a in b"},
    "x = a and b or c": {"x = a or b or c", "x = a and b and c"},
    "x = not a": {"x = (a)"},
    "x = 3": {"x = 4", "x = 2"},
    "x = True": {"x = False"},
    'x = "words"': {'x = ""'},
    'x = f"{a + 1}"': {'x = ""', "x = f'{a - 1}'", "x = f'{a + 2}'", "x = f'{a + 0}'"},
    "x = a + b": {"x = a - b"},
    "x += a": {"pass", "x -= a"},
    "x = min(a)": {"x = max(a)"},
    "x = any(a)": {"x = all(a)"},
    "x = (a, b)": {"x = (b,)", "x = (a,)"},
    "x = [a, b, c]": {"x = [b, c]", "x = [a, c]", "x = [a, b]"},
    "x = {a: b, c: d}": {"x = {c: d}", "x = {a: b}"},
    "x = {a}": {"x = set()"},
    "x = a if b else c": {"x = a if not (b) else c"},
    "x = [a for a in b if a]": {"x = [a for a in b if not (a)]"},
    "if a: b()": {"if not (a): b()", "if a: pass"},
    "def f(): return a": {"def f(): return None"},
    "raise a": {"pass"},
    "a.b = c": {"pass"},
    "def f(a): a = b": {"def f(a): pass"},
}
UNTOUCHED = [
    '"""Documentation."""',
    "x: 'int | None'",
    "def f(a: int = b) -> 'str': ...",
    "if TYPE_CHECKING:\n    x = 1",
    'log.info("said", n=1)',
    '__all__ = ["a", "b"]',
    "class A(Protocol):\n    x = 1",
    "Rows = dict[str, tuple[int, ...]]",
    'Amount = TypeVar("Amount", A, B)',
    "@dataclass(frozen=True)\nclass A: ...",
    "assert a is not None",
    "x = first",
]


@pytest.mark.parametrize("source", MADE)
def test_a_line_has_these_mutants(source: str) -> None:
    """Small mistakes, one at a time, and the rest of the line as it was written."""
    found = mutants("a.py", source)
    assert {each.after for each in found} == MADE[source]
    assert {each.before for each in found} == {source}


@pytest.mark.parametrize("source", UNTOUCHED)
def test_what_no_test_can_notice_is_left_alone(source: str) -> None:
    """Types, documentation, logging and wiring have no mutants."""
    assert mutants("a.py", source) == []


def test_a_mutant_knows_its_function_and_line() -> None:
    """A method by its class; what a class or module does by itself belongs to no function."""
    source = "A = 1\nclass B:\n    c = 2\n    def d(self):\n        # 中文\n        return '中', 3 + 4\n"
    found = {(each.line, each.function) for each in mutants("a.py", source)}
    assert found == {(1, ""), (3, ""), (6, "B.d")}


def test_only_one_place_of_the_source_changes() -> None:
    """Also where a line before it has signs of several bytes, and where a literal has many lines."""
    source = '"""中文."""\nTABLE = {\n    "中": 1,\n    "b": 2,  # why\n}\n'
    found = [each.source for each in mutants("a.py", source)]
    assert '"""中文."""\nTABLE = {\n    "b": 2,  # why\n}\n' in found
    assert '"""中文."""\nTABLE = {\n    "中": 1,\n    "b": 3,  # why\n}\n' in found


APP = '''"""A small project."""

LIMIT = 3
WORDS = {"a": "apple"}


def grown(x):
    """What is checked well."""
    return x + 1


def left(x):
    """Ends when nothing is left."""
    while x > 0:
        x -= 1
    return x


def unchecked(x):
    return x * 5


def accepted_too(x):
    return x * 7


def _early():
    return 8


EIGHT = _early()
'''
TESTS = '''import app


def test_all():
    """Everything but two functions."""
    assert (app.grown(1), app.left(3), app.EIGHT) == (2, 0, 8)


def test_constants():
    """They are checked too."""
    assert (app.LIMIT, app.WORDS) == (3, {"a": "apple"})


def test_calls():
    """Runs it and looks at nothing."""
    app.unchecked(1)
    app.accepted_too(1)
'''
ACCEPTED = """# Why

app.py
- return x * 7
+ return x / 7
nobody minds

app.py
- return x * 7
+ return x * 8
nobody minds this
either

app.py
- return x * 9
+ return x * 8
is gone
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose tests overlook one function, and which accepts some mutants of another."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tools").mkdir()
    config = '[tool.mutants]\n"*.py" = ["tests"]\n"later.py" = ["tests"]\n'
    files = {
        "app.py": APP,
        "tests/test_app.py": TESTS,
        "tools/mutants_accepted.txt": ACCEPTED,
        "pyproject.toml": config + '[tool.pytest.ini_options]\npythonpath = ["."]\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def check(project: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Runs the command there."""
    command = [sys.executable, str(ROOT / "tools" / "mutants.py"), *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=300)


def test_what_tests_overlook_survives(project: Path) -> None:
    """Overlooked mutants are listed with their lines, loops that do not end count as killed, and nothing is
    written into the project."""
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    ended = check(project)
    lines = ended.stdout.splitlines()
    assert "later.py: not there yet, skipped" in lines
    assert [line.strip() for line in lines if line.startswith("  app.py:")] == [
        "app.py:20: return x * 5  →  return None",
        "app.py:20: return x * 5  →  return x / 5",
        "app.py:20: return x * 5  →  return x * 6",
        "app.py:20: return x * 5  →  return x * 4",
        "app.py:24: return x * 7  →  return None",
        "app.py:24: return x * 7  →  return x * 6",
    ]
    assert "no such mutant any more: return x * 9  →  return x * 8" in ended.stdout
    assert lines[-1] == "in all: killed 18, survived 6, timed out 3, accepted 2: 77.8 %; wanted 95 %"
    assert ended.returncode == 1
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_sample_is_drawn_by_its_seed(project: Path) -> None:
    """The same seed draws the same mutants, and the wanted share is the caller's to choose."""
    drawn = [check(project, "--list", "--sample", "3", "--seed", seed).stdout for seed in ("4", "4", "5")]
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(drawn[0].splitlines()) == 1 + 3
    assert (
        check(project, "--only", "app.py", "--sample", "3", "--seed", "4", "--at-least", "0").returncode == 0
    )


def test_broken_tests_are_no_killers(project: Path) -> None:
    """Tests that fail without any mutant are shown instead of a share."""
    (project / "tests" / "test_app.py").write_text("def test_it():\n    assert 'this' == 'that'\n")
    ended = check(project)
    assert ended.returncode == 2
    assert "'this' == 'that'" in ended.stdout


def test_an_accepted_mutant_needs_a_reason(tmp_path: Path) -> None:
    """An entry without one is refused, by what it says."""
    file = tmp_path / "accepted.txt"
    file.write_text("app.py\n- a\n+ b\n")
    with pytest.raises(ValueError, match="reason"):
        accepted.read(file)
