"""The command line against the FACEIT stand-in and a real worker."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.report import MatchReport
from pipelines.manager import build_manager, match_wish
from sandbox.faceit.standin import FaceitStandIn
from settings import Settings
from tests.processes import ROOT, worker


@pytest.fixture(scope="module")
def faceit() -> Iterator[FaceitStandIn]:
    with FaceitStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def environment(settings: Settings, faceit: FaceitStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACEIT_BASE_URL", faceit.url)
    monkeypatch.setenv("FACEIT__RATE_PER_SECOND", "20")


def call(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=90, check=False
    )


def link(faceit: FaceitStandIn, scenario: str) -> str:
    return f"https://www.faceit.com/en/cs2/room/{faceit.league.scenarios[scenario]}"


@pytest.mark.usefixtures("environment")
def test_inline_needs_no_redis(faceit: FaceitStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    done = call("analyze", link(faceit, "ready"), "--inline", "--json")
    assert done.returncode == 0, done.stderr
    report = MatchReport.model_validate_json(done.stdout)
    assert report.match_id == faceit.league.scenarios["ready"]
    assert report.coverage.players == (10, 10)
    assert report.api_calls == 31


@pytest.mark.usefixtures("environment")
@pytest.mark.processes
def test_through_the_queue(faceit: FaceitStandIn, tmp_path: Path, settings: Settings) -> None:
    child = worker(tmp_path, module="actors.worker")
    try:
        done = call("analyze", f"look at {link(faceit, 'ready')}/scoreboard?x=1", "--lang", "ru", "--timeout", "60")
        assert done.returncode == 0, done.stderr + child.output
        assert "Шансы" in done.stdout and "Данные FACEIT" in done.stdout
        listed = json.loads(call("list", "--json").stdout)
        assert [item["state"] for item in listed] == ["completed"]
        stored = build_manager(settings).report(listed[0]["id"])
        assert MatchReport.model_validate(stored).api_calls == 31
    finally:
        child.kill()


@pytest.mark.usefixtures("environment")
def test_an_unknown_match_fails_in_words(faceit: FaceitStandIn) -> None:
    done = call("analyze", "1-00000000-0000-4000-8000-000000000000", "--inline")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr) > 20 and "Traceback" not in done.stderr


@pytest.mark.usefixtures("settings")
def test_exit_codes_of_bad_input() -> None:
    assert call("analyze", "https://example.org/cs2/room/1").returncode == 2
    assert call("status", "zzzzzzzz").returncode == 2
    assert call("nonsense").returncode == 2


@pytest.mark.usefixtures("environment")
def test_cancel_status_retry_and_time_out(faceit: FaceitStandIn, settings: Settings) -> None:
    # No worker is running: the task stays queued.
    waited = call("analyze", link(faceit, "ready"), "--timeout", "0.5")
    assert waited.returncode == 4
    task = json.loads(call("list", "--json").stdout)[0]["id"]
    assert task in waited.stderr
    assert json.loads(call("status", task, "--json").stdout)["state"] == "queued"
    assert call("retry", task).returncode == 2
    assert json.loads(call("cancel", task, "--json").stdout)["state"] == "cancelled"
    assert call("cancel", task).returncode == 2
    assert call("retry", task, "--timeout", "0.3").returncode == 4


@pytest.mark.usefixtures("settings")
def test_somebody_elses_task_is_an_admins(settings: Settings) -> None:
    task = build_manager(settings).submit(match_wish("tg:5", "1-00000000-0000-4000-8000-000000000000")).task.id
    assert call("status", task).returncode == 0


def test_redis_away_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    done = call("list")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and done.stderr
