"""app.json, Procfile, bin/: they agree with each other and with the settings."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipelines.plans import Queue
from sandbox.valkey import EmbeddedValkey
from settings import Settings
from tests.conftest import ENVIRONMENT
from tests.processes import ROOT

MANIFEST: dict[str, Any] = json.loads((ROOT / "app.json").read_text())
WORKERS_OWN = {"WORKER_QUEUES", "WORKER_THREADS", "WORKER_PROCESSES"}
"""Read by bin/worker, not by the settings."""


def test_the_formation_is_the_procfile() -> None:
    lines = (ROOT / "Procfile").read_text().splitlines()
    assert {line.partition(":")[0] for line in lines} == {*MANIFEST["formation"], "release"}


def test_every_variable_is_a_setting_and_described() -> None:
    for name, about in MANIFEST["env"].items():
        assert about["description"].endswith("."), name
        if name in WORKERS_OWN:
            continue
        section, _, key = name.lower().partition("__")
        assert section in Settings.model_fields, name
        if key:
            fields = Settings.model_fields[section].annotation.model_fields  # type: ignore[union-attr]
            assert key in {field.alias or field_name for field_name, field in fields.items()}, name


def test_only_the_life_of_web_is_checked() -> None:
    for path in (ROOT / "app.json", ROOT / "deploy/dokku/app.json"):
        checks = json.loads(path.read_text())["healthchecks"]
        assert {process: [check["path"] for check in found] for process, found in checks.items()} == {
            "web": ["/healthz"]
        }


def run_worker(queues: str, tmp_path: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    fake = tmp_path / "python"
    fake.write_text('#!/bin/sh\necho "$@"\n')
    fake.chmod(0o755)
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin", "WORKER_QUEUES": queues}
    command = ["bash", str(ROOT / "bin/worker"), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("queues", "taken"),
    [
        ("", {"faceit_bot_high"}),
        ("all", {queue.value for queue in Queue}),
        ("faceit_bot_default, faceit_bot_low", {"faceit_bot_default", "faceit_bot_low"}),
    ],
)
def test_worker_queues(queues: str, taken: set[str], tmp_path: Path) -> None:
    done = run_worker(queues, tmp_path, "faceit_bot_high")
    assert set(re.findall(r"faceit_bot_\w+", done.stdout)) == taken, done.stderr


def test_a_queue_that_is_none_is_refused(tmp_path: Path) -> None:
    done = run_worker("faceit_bot_hihg", tmp_path, "faceit_bot_high")
    assert done.returncode == 2 and "faceit_bot_hihg" in done.stderr


def release(**changed: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "storage.release"]
    env = {**os.environ, **ENVIRONMENT, **changed}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", ""),
        ("BOT_TOKEN", "hunter2"),
        ("FACEIT_API_KEY", ""),
        ("REDIS_URL", "hunter2"),
        ("REDIS_URL", "redis://:pa/hunter2@h:6379"),
        ("REDIS_URL", "redis://:hunter2@127.0.0.1:1"),
        ("DATABASE_URL", "mysql://u:hunter2@h/x"),
        ("ADMIN_IDS", "hunter2"),
        ("TELEGRAM_WEBHOOK_URL", "http://hunter2.example"),
    ],
)
def test_a_release_refuses_with_a_reason_and_no_secret(settings: Settings, name: str, value: str) -> None:
    done = release(**{name: value})
    assert done.returncode == 1
    assert f"release: {name}" in done.stderr, done.stderr
    assert "hunter2" not in done.stderr + done.stdout and "Traceback" not in done.stderr


def test_a_good_configuration_migrates_and_warns(settings: Settings, valkey: EmbeddedValkey) -> None:
    done = release(DASHBOARD_PASSWORD="admin")
    assert done.returncode == 0, done.stderr
    assert "warning: DASHBOARD_PASSWORD is weak" in done.stderr and "the database is at" in done.stdout


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-dashboard.txt"])
def test_packages_are_pinned_by_hash(name: str) -> None:
    lines = (line for line in (ROOT / name).read_text().replace("\\\n", " ").splitlines() if line.strip())
    assert [line for line in lines if not line.startswith("#") and not re.search("==.* --hash=sha256:", line)] == []


@pytest.mark.parametrize("name", ["Makefile", "bin/post_compile", ".ci/imports", "docs/deploy-vps.md"])
def test_packages_are_installed_by_hash(name: str) -> None:
    installs = re.findall(r"pip install .*-r .*", (ROOT / name).read_text())
    assert [line for line in installs if "--require-hashes" not in line] == []
