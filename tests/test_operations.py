"""What the pages for whoever runs Xieban say is so, and files are made as they promise."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from prometheus_client import CollectorRegistry

import app
from bot.console.environment import open_office
from bot.running.metrics import Metrics
from bot.running.settings import Settings, readable_by_others
from handlers.manifest import SCOPES
from tests.office import MONDAY, POLICIES, TestOffice, sample_policy

DOCS = POLICIES.parent / "docs"


def test_every_setting_is_explained() -> None:
    """The settings table and .env.example know every setting."""
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"`XIEBAN_{name.upper()}`" not in page]
    assert missing == []


def test_every_metric_is_explained(office: TestOffice) -> None:
    """The metrics table knows every name that /metrics gives."""
    metrics = Metrics(CollectorRegistry())
    metrics.watch(office.office, lambda: MONDAY)
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    names = [family.name for family in metrics.registry.collect() if not family.name.startswith("process_")]
    assert len(names) > 8
    assert [name for name in names if f"`{name}" not in page] == []


def test_every_scope_channel_and_group_is_explained() -> None:
    """Whoever connects a workspace finds each scope's reason, and each name that teams.yaml wants."""
    page = (DOCS / "connect-slack.md").read_text(encoding="utf-8")
    policy = sample_policy()
    places = [f"#{team.channel}" for team in policy.teams.values()] + [f"#{policy.managers.channel}"]
    groups = [f"@{handle}" for team in policy.teams.values() for handle in (team.usergroup, team.leads)]
    wanted = [*SCOPES, *places, *groups, f"@{policy.managers.usergroup}"]
    assert [name for name in wanted if f"`{name}`" not in page] == []


def test_the_compose_file_mounts_and_names_what_it_declares() -> None:
    """Networks, volumes and secrets that services use are declared, and secrets are no plain values."""
    text = (DOCS / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    compose = yaml.safe_load(text)
    for service in compose["services"].values():
        assert set(service.get("networks", [])) <= set(compose["networks"])
        assert set(service.get("secrets", [])) <= set(compose["secrets"])
    assert "xoxb" not in text
    assert (DOCS / "deploy" / "Containerfile").exists()


def test_a_new_database_file_is_its_owners_alone(tmp_path: Path) -> None:
    """The office's SQLite file, and what SQLite lays beside it, can be read by no other account."""
    office = open_office(f"sqlite:///{tmp_path / 'new' / 'xieban.db'}", POLICIES)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM mark")
        files = sorted((tmp_path / "new").iterdir())
        assert [each.name for each in files][:1] == ["xieban.db"]
        assert not any(readable_by_others(each) for each in files)
    office.engine.dispose()


def test_check_warns_of_what_others_can_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`app.py check` names a database and an .env that other accounts could read, and how to mend it."""
    monkeypatch.chdir(tmp_path)
    database = tmp_path / "xieban.db"
    for file in (database, tmp_path / ".env"):
        file.touch(mode=0o644)
        file.chmod(0o644)
    monkeypatch.setenv("XIEBAN_DATABASE_URL", f"sqlite:///{database}")
    warned = CliRunner().invoke(app.main, ["check"])
    assert warned.exit_code == 0
    assert f"chmod 600 {database}" in warned.stderr
    assert "chmod 600 .env" in warned.stderr
    database.chmod(0o600)
    (tmp_path / ".env").chmod(0o600)
    assert "chmod" not in CliRunner().invoke(app.main, ["check"]).stderr
