"""The comparison of two commits' benchmarks: ratios, and what cannot be compared."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks._figures import figure
from tools.bench import Failed, Figure, compared, cost, run, worktree

ROOT = Path(__file__).resolve().parent.parent


def a_figure(value: float, *, name: str = "a", more: bool = False, peer: bool = False) -> Figure:
    return Figure(name, value, "ms", more, peer)


def test_the_ratio_is_the_heads_cost() -> None:
    """Of times it is head by base, of rates base by head: above 1 is always worse."""
    assert cost(a_figure(10), a_figure(12)) == pytest.approx(1.2)
    assert cost(a_figure(10, more=True), a_figure(8, more=True)) == pytest.approx(1.25)
    assert cost(a_figure(0), a_figure(0)) == 1
    assert cost(a_figure(0), a_figure(1)) == float("inf")


def test_a_ratio_is_the_median_over_rounds() -> None:
    """One round in which the machine was busy does not decide, and a figure of one side alone is left out."""
    rounds = [
        ([a_figure(10)], [a_figure(11), a_figure(1, name="new")]),
        ([a_figure(30)], [a_figure(31), a_figure(1, name="new")]),
        ([a_figure(10)], [a_figure(30), a_figure(1, name="new")]),
    ]
    (found,) = compared(rounds)
    assert (found.base, found.head) == (10, 30)
    assert found.ratio == pytest.approx(1.1)


def test_what_is_worse_is_marked_and_a_peer_is_not() -> None:
    """A peer's figure says how the machine was, so nobody is blamed for it."""
    worse, peer = compared([([a_figure(10), a_figure(10, name="p", peer=True)],
                             [a_figure(12), a_figure(12, name="p", peer=True)])])  # fmt: skip
    assert worse.line(1.1).endswith("1.20×  WORSE")
    assert worse.line(1.3).endswith("1.20×")
    assert peer.line(1.1).endswith("(peer)")


def test_what_the_machine_explains_is_not_blamed() -> None:
    """Where a peer got slower too, only what got slower by more than that counts."""
    (found,) = compared([([a_figure(10)], [a_figure(13)])])
    assert found.is_worse(1.1, drift=1.0)
    assert not found.is_worse(1.1, drift=1.25)
    assert found.line(1.1, drift=1.25).endswith("1.30×  worse, as are the peers")


def test_a_benchmark_notes_figures_where_it_is_asked_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of JSON each; without the variable nothing is written."""
    figure("a", 1.5, "ms")
    monkeypatch.setenv("XIEBAN_FIGURES", str(tmp_path / "figures"))
    figure("a", 1.5, "ms")
    figure("b", 2, is_more_better=True, is_peer=True)
    lines = (tmp_path / "figures").read_text(encoding="utf-8").splitlines()
    assert [Figure(**json.loads(line)) for line in lines] == [
        Figure("a", 1.5, "ms", False, False),
        Figure("b", 2, "", True, True),
    ]


def test_a_benchmark_that_does_not_run_is_named(tmp_path: Path) -> None:
    """With the last line that it said."""
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "x.py").write_text("raise ImportError('no such module')")
    with pytest.raises(Failed, match="ImportError: no such module"):
        run(tmp_path, "x", str(tmp_path))


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="there are no commits here")
def test_the_base_is_removed_afterwards() -> None:
    """The older commit's files with this tree's benchmarks, in a folder that is gone in the end."""
    with worktree("HEAD") as tree:
        assert (tree / "bot" / "errors.py").exists()
        here = {path.name for path in (ROOT / "benchmarks").glob("*.py")}
        assert {path.name for path in (tree / "benchmarks").glob("*.py")} == here
    assert not tree.exists()
    listed = subprocess.run(["git", "worktree", "list"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert str(tree) not in listed.stdout


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="there are no commits here")
def test_a_comparison_that_is_stopped_leaves_no_worktree() -> None:
    """SIGTERM, as `timeout` sends it, ends it like anything else: the older commit's files are removed."""
    command = [sys.executable, "tools/bench.py", "HEAD", "worktime"]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    tree = running.stdout.readline().rsplit(" ", 1)[-1].strip()
    running.terminate()
    running.communicate(timeout=60)
    assert running.returncode == 128 + signal.SIGTERM
    assert tree.endswith("/base")
    assert not Path(tree).exists()
