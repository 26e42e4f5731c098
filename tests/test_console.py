"""The command line: what each command prints, what it refuses, and with which exit status."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import app
from handlers.manifest import EVENTS, SCOPES
from workspace.config import SAMPLE_CUSTOMERS

ROOT = Path(app.__file__).resolve().parent
HEAVY = ("sqlalchemy", "slack_bolt", "slack_sdk", "pydantic", "starlette", "apscheduler", "yaml", "messages")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of this machine's settings or `.env` counts; the database is a file of the test's."""
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET"):
        monkeypatch.delenv(f"XIEBAN_SLACK_{name}", raising=False)
    monkeypatch.setenv("XIEBAN_DATABASE_URL", f"sqlite:///{tmp_path / 'db' / 'xieban.db'}")
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app.main, arguments)


def test_help_is_quick_and_lists_every_command() -> None:
    """`--help` names all commands, and pays for none of them: no heavy module is imported on the way."""
    script = (
        "import sys, app\n"
        "app.main(['--help'], standalone_mode=False)\n"
        f"print('heavy:', [name for name in {HEAVY} if name in sys.modules and name not in sys.argv])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in app.COMMANDS:
        assert f"\n  {name} " in done.stdout
    # the list's one-line helps need each command's own module, so those must be light as well
    assert "heavy: []" in done.stdout


@pytest.mark.parametrize("name", sorted(app.COMMANDS))
def test_each_command_has_help(name: str) -> None:
    """Every command says what it is for."""
    shown = run(name, "--help")
    assert shown.exit_code == 0, shown.output
    assert "Usage: " in shown.output
    assert len(shown.output.splitlines()) >= 5


def test_check_of_the_sample() -> None:
    """The sample's policies are right, and what `serve` lacks is told without failing."""
    checked = run("check")
    assert checked.exit_code == 0, checked.output
    assert "policies OK" in checked.output
    assert "XIEBAN_SLACK_BOT_TOKEN" in checked.output


def test_check_names_file_line_key_and_remedy(tmp_path: Path) -> None:
    """A slip in a policy file is told with its place and what would be right; exit status 1."""
    folder = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", folder)
    matrix = folder / "matrix.yaml"
    lines = matrix.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, start=1) if line.strip() == "team: transport")
    lines[number - 1] = lines[number - 1].replace("transport", "transprot")
    matrix.write_text("\n".join(lines), encoding="utf-8")
    checked = run("--policies", str(folder), "check")
    assert checked.exit_code == 1
    assert f"matrix.yaml:{number}" in checked.output
    assert "transprot" in checked.output
    assert "transport" in checked.output.replace("transprot", "")


def test_check_of_wrong_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be taken is named by its variable."""
    monkeypatch.setenv("XIEBAN_HTTP_PORT", "none")
    checked = run("check")
    assert checked.exit_code == 1
    assert "XIEBAN_HTTP_PORT" in checked.output


def test_plan_in_json() -> None:
    """The dry run prints the JSON that the issue asks for, without a database."""
    asked = "--service data_line --grade bronze --points 8 --at 2026-11-23T10:00+08:00 --json"
    plan = json.loads(run("plan", "resource_check", *asked.split()).output)
    assert plan["kind"] == "resource_check"
    assert plan["target"] == {"working_days": 6.5}
    assert plan["due_at"] == "2026-12-01T15:30:00+08:00"
    keys = {"key", "team", "needs", "applies_if", "limit", "planned_start_at", "planned_due_at"}
    assert all(set(step) == keys for step in plan["steps"])
    route = [(step["key"], step["team"]) for step in plan["steps"]]
    assert route == [
        ("intake", "support"),
        ("transport", "transport"),
        ("data", "data"),
        ("construction", "construction"),
        ("answer", "support"),
        ("decide", "customer"),
    ]
    assert plan["steps"][3]["applies_if"] is not None


def test_the_manifest_asks_for_what_is_used() -> None:
    """The manifest is JSON with the scopes and events that the stories prove; with a URL it is for HTTP."""
    socket = json.loads(run("manifest").output)
    assert socket["oauth_config"]["scopes"]["bot"] == list(SCOPES)
    assert socket["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert socket["settings"]["socket_mode_enabled"] is True
    url = "https://bot.example/slack/events"
    by_http = json.loads(run("manifest", "--request-url", url).output)
    assert by_http["settings"]["socket_mode_enabled"] is False
    assert by_http["features"]["slash_commands"][0]["url"] == url
    assert len(by_http["display_information"]["name"]) <= 35


def test_migrate_makes_the_schema_and_is_done(tmp_path: Path) -> None:
    """A new database gets its schema; a second time changes nothing."""
    assert run("migrate").exit_code == 0
    file = tmp_path / "db" / "xieban.db"
    assert file.exists()
    again = run("migrate")
    assert again.exit_code == 0
    assert "is at the schema of this code" in again.output


def test_serve_refuses_with_a_list_of_what_is_missing() -> None:
    """Without tokens `serve` says all that it needs and never falls back to the stand-in."""
    refused = run("serve")
    assert refused.exit_code == 1
    assert "missing: XIEBAN_SLACK_BOT_TOKEN" in refused.output
    assert "XIEBAN_SLACK_APP_TOKEN" in refused.output
    assert "XIEBAN_SLACK_SIGNING_SECRET" in refused.output


def test_customers_are_imported_and_updated(tmp_path: Path) -> None:
    """A registry file is taken in, a second time only what changed; a bad line is named and nothing taken."""
    assert "added" in run("customers", "import", str(SAMPLE_CUSTOMERS)).output
    assert " same" in run("customers", "import", str(SAMPLE_CUSTOMERS)).output
    bad = tmp_path / "bad.csv"
    bad.write_text("code,name,grade\nE1,华美,platinum\nE1,明天,gold\n", encoding="utf-8")
    refused = run("customers", "import", str(bad))
    assert refused.exit_code == 1
    assert "bad.csv:2" in refused.output
    assert "bad.csv:3" in refused.output


def test_a_wrong_command_is_a_usage_error() -> None:
    """Usage errors end with 2, wrong input with 1."""
    assert run("opne").exit_code == 2
    assert run("when", "25点").exit_code == 1
