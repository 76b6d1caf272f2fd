"""Settings: defaults, the environment over them, and what is said when something is missing or wrong."""

import subprocess
import sys
import tomllib

import pytest
from pydantic import ValidationError

import settings as module
from settings import Settings, problems
from tests.processes import ROOT


def fresh() -> Settings:
    return Settings()


def run_module(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "settings"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_known_keys_keep_their_names_and_values() -> None:
    data = tomllib.loads(module.TOML.read_text())
    assert data["redis"]["db_tasks"] == 1
    assert data["redis"]["db_cache"] == 2
    assert data["tasks"]["max_concurrent_per_user"] == 3
    assert data["tasks"]["progress_update_interval"] == 10
    assert data["tasks"]["cleanup_hours"] == 24


def test_every_key_has_a_comment() -> None:
    # One a line, or shared with the line above in the same group.
    lines = [line for line in module.TOML.read_text().splitlines() if "=" in line and not line.startswith("#")]
    bare = [line for line in lines if "#" not in line]
    assert len(bare) <= len(lines) / 3, bare


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TASKS__MAX_CONCURRENT_PER_USER", "5")
    monkeypatch.setenv("ADMIN_IDS", "1, 22")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    loaded = fresh()
    assert loaded.tasks.max_concurrent_per_user == 5
    assert loaded.tasks.cleanup_hours == 24
    assert loaded.admins == {1, 22}
    assert loaded.log_level == "DEBUG"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TASKS__MAX_CONCURRENT_PER_USER", "0"),
        ("PORT", "http"),
        ("ADMIN_IDS", "@somebody"),
        ("FALLBACK__RATE_SHARE", "2"),
    ],
)
def test_wrong_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        fresh()


def test_an_unknown_key_in_a_section_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TASKS__MAX_CONCURENT", "5")
    with pytest.raises(ValidationError):
        fresh()


def test_the_module_prints_settings_with_secrets_masked() -> None:
    secret = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    done = run_module({"BOT_TOKEN": secret, "REDIS_URL": "redis://:hunter2@example.org:1/5"})
    assert done.returncode == 0
    assert secret not in done.stdout and "hunter2" not in done.stdout
    assert "max_concurrent_per_user = 3" in done.stdout
    assert "FACEIT_API_KEY is not set" in done.stdout
    assert "BOT_TOKEN is not set" not in done.stdout


def test_the_module_names_what_is_wrong_without_its_value() -> None:
    done = run_module({"PORT": "very-secret"})
    assert done.returncode == 1
    assert "wrong: port" in done.stdout
    assert "very-secret" not in done.stdout + done.stderr


def test_problems_name_a_shared_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS__DB_CACHE", "1")
    assert any("a full cache would stop the broker" in line for line in problems(fresh()))
