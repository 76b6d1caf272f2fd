"""Workers for real: a platform's command, and processes that come and go with no task lost."""

import json
import os
import re
import shlex
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis

from errors import ConfigurationError
from monitoring.autoscale import Autoscaler, main
from monitoring.autoscaling.groups import Group, groups
from monitoring.autoscaling.local_processes import LocalProcesses
from monitoring.autoscaling.missing import STARTING_S
from monitoring.autoscaling.targets import Command, TargetError
from pipelines.manager import build_manager, match_wish
from pipelines.overview.reader import Overview
from pipelines.plans import Queue
from settings import Settings, load
from tasks.states import State
from tests.monitoring.snapshots import queue, snapshot, worker
from tests.processes import ROOT, wait_for

HIGH = Group("worker", (Queue.HIGH,))
NOTE = "import json, sys; print(json.dumps(sys.argv[1:]), file=open(sys.argv[1], 'a'))"


def test_a_command_gets_group_and_number(tmp_path: Path) -> None:
    said = tmp_path / "said"
    template = f"""{sys.executable} -c "{NOTE}" {said} ps:scale app {{group}}={{n}} '{{"quantity": {{n}}}}' '$HOME;'"""
    target = Command(template)
    assert target.count("bulk") is None
    target.scale("bulk", 3)
    words = json.loads(said.read_text())
    assert words[1:] == ["ps:scale", "app", "bulk=3", '{"quantity": 3}', "$HOME;"], "no shell reads it"
    assert target.count("bulk") == 3


def test_a_command_that_fails_is_asked_again(tmp_path: Path) -> None:
    target = Command(f"{sys.executable} -c 'import sys; sys.exit(\"no such app\" * {{n}})'")
    with pytest.raises(TargetError, match="exit code 1: no such app"):
        target.scale("bulk", 1)
    with pytest.raises(TargetError, match="FileNotFoundError"):
        Command("/nowhere/dokku {group}={n}").scale("bulk", 1)
    with pytest.raises(TargetError, match="TimeoutExpired"):
        Command("sleep {n}", timeout_s=0.1).scale("bulk", 5)
    # And while it fails nothing counts as done
    said: list[str] = []
    scaler = Autoscaler(load().autoscale, target, [Group("bulk", (Queue.LOW,))], said.append)
    for now in (0.0, 30.0):
        assert scaler.look(now, snapshot(), {})[0].target == 1
    assert len(said) == 2 and target.count("bulk") is None


def test_a_command_is_given_again_when_workers_have_died(tmp_path: Path) -> None:
    said = tmp_path / "said"
    target = Command(f"""{sys.executable} -c "{NOTE}" {said} {{group}}={{n}}""")
    own = load().autoscale.model_copy(update={"min": {"worker": 1}, "max": {"worker": 3}})
    lines: list[str] = []
    scaler = Autoscaler(own, target, [HIGH], lines.append)
    target.scale("worker", 3)

    def asked() -> list[str]:
        return [json.loads(line)[1] for line in said.read_text().splitlines()]

    def look(now: float, alive: int) -> None:
        # Twenty-four threads' worth of work waits, whoever is there.
        busy = [worker(number, Queue.HIGH, busy=8) for number in range(alive)]
        scaler.look(now, snapshot([queue(Queue.HIGH, waiting=60, held=8 * alive)], busy), {})

    # New ones take their time, so the number stands
    for now in range(0, int(STARTING_S), 30):
        look(now, 1)
    assert asked() == ["worker=3"]
    # When two of three have not beaten for so long, they are asked for anew, and get their time
    for now in range(int(STARTING_S), int(STARTING_S) + 120, 30):
        look(now, 1)
    assert asked() == ["worker=3"] * 2 and any("1 worker → 3" in line for line in lines)
    # And with all of them there it is not repeated
    for now in range(1000, 1600, 30):
        look(now, 3)
    assert asked() == ["worker=3"] * 2


def test_the_commands_of_the_docs() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    written = re.findall(r'^export (AUTOSCALE__COMMAND="(?:[^"\\]|\\.)*")$', page, re.MULTILINE)
    # As a shell reads them, and then as they are run
    dokku, heroku = (Command(shlex.split(one)[0].partition("=")[2])._words for one in written)
    assert dokku == ["dokku", "ps:scale", "faceit-bot", "{group}={n}"]
    assert heroku[:2] == ["curl", "--fail-with-body"], "a refusal is a failure"
    assert heroku[-1] == '{"quantity": {n}}' and heroku[6].endswith("/formation/{group}")


@pytest.mark.parametrize("template", ["", "dokku ps:scale app worker=1", "dokku 'ps:scale {n}"])
def test_a_command_that_can_not_be_one(template: str) -> None:
    with pytest.raises(ConfigurationError):
        Command(template)


def test_the_command_line(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--target", "dry", "--once"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines if "waiting" in line] == [group.name for group in groups()]
    assert main(["--target", "command", "--once"]) == 2


def test_without_redis_everything_stays(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9/0")
    load.cache_clear()
    asked: list[str] = []
    monkeypatch.setattr(Autoscaler, "look", lambda *_: asked.append("look"))
    assert main(["--target", "dry", "--once"]) == 0
    assert asked == []


@pytest.fixture
def local(settings: Settings, tmp_path: Path) -> Iterator[LocalProcesses]:
    """Worker processes whose steps obey their subjects."""
    binaries = tmp_path / "bin"
    binaries.mkdir()
    script = binaries / "python"
    # bin/worker as it is, with the probe in place of the real steps.
    script.write_text(
        f'#!/bin/sh\nexec {sys.executable} "$@"\n'.replace(
            '"$@"', '$(echo "$@" | sed s/actors.worker/tests.probe.worker/)'
        )
    )
    script.chmod(0o755)
    processes = LocalProcesses((HIGH,), {"WORKER_THREADS": "2", "PYTHONPATH": str(ROOT)}, tmp_path)
    processes._environment["PATH"] = f"{binaries}{os.pathsep}{processes._environment['PATH']}"
    yield processes
    processes.close()
    assert not [pid for pid in processes.pids if psutil.pid_exists(pid)]


@pytest.mark.processes
def test_real_workers_come_and_go_and_no_task_is_lost(
    local: LocalProcesses, settings: Settings, redis_tasks: redis.Redis
) -> None:
    # Given one group scaled without patience, and forty tasks of about half a second
    eager = {"up_looks": 1, "hold_seconds": 3.0, "settle_seconds": 1.0, "drain_seconds": 4.0, "max": {"worker": 3}}
    own = settings.autoscale.model_copy(update=eager)
    said: list[str] = []
    scaler = Autoscaler(own, local, [HIGH], said.append)
    manager = build_manager(settings)
    tasks = [manager.submit(match_wish(f"tg:{n}", f"2=sleep:0.5;{n}", chat=n)).task.id for n in range(40)]
    overview = Overview(redis_tasks, settings)
    most = 0
    stopped = threading.Event()

    def over() -> bool:
        return all((view := manager.view(task)) is not None and view.state.final for task in tasks)

    # When it looks twice a second until all is done, and after
    def look() -> bool:
        nonlocal most
        scaler.look(time.monotonic(), overview.now(), {("match_analysis", "0"): (6.0, 10.0)})
        most = max(most, local.count("worker") or 0)
        stopped.wait(0.5)
        return over()

    wait_for(look, 90, "the tasks to end")
    wait_for(lambda: (look(), local.count("worker") == 1)[1], 40, "the workers to be let go")
    # Then there were more workers meanwhile, and every task ended well and once
    assert most >= 2, said
    views = [manager.view(task) for task in tasks]
    assert [view.state for view in views if view is not None] == [State.COMPLETED] * 40
    entries: Any = redis_tasks.xrange("faceit_bot:events:endings")
    ended = [fields[b"task"].decode() for _, fields in entries]
    assert sorted(ended) == sorted(tasks)
    # And one that is told to go in the middle of a step finishes it
    last = manager.submit(match_wish("tg:99", "2=sleep:2;last", chat=99)).task.id
    wait_for(lambda: (view := manager.view(last)) is not None and view.step == 2, 20, "the long step to begin")
    local.scale("worker", 0)
    local.scale("worker", 1)
    wait_for(lambda: (view := manager.view(last)) is not None and view.state is State.COMPLETED, 30, "it to be done")
    manager.store.client.close()


def test_a_worker_that_dies_is_missed(local: LocalProcesses) -> None:
    local.scale("worker", 1)
    (pid,) = local.pids
    psutil.Process(pid).kill()
    wait_for(lambda: local.count("worker") == 0, 5, "its death to be seen")
    own = load().autoscale.model_copy(update={"min": {"worker": 1}})
    said: list[str] = []
    decision = Autoscaler(own, local, [HIGH], said.append).look(0, snapshot([queue(Queue.HIGH)]), {})[0]
    assert decision.target == 1 and local.count("worker") == 1
