"""Two of everything, as in the minute when a platform lets the old release live beside the new one.

Updates that come by webhook to two web processes at once: tests/e2e/test_webhook_twice.py.
"""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from deploy.checking.dynos import CLEAN, READY
from sandbox.ports import free_port
from tests.connections_held import procfile
from tests.e2e.conftest import System
from tests.e2e.conftest import system as system  # noqa: PLC0414 (a fixture)
from tests.e2e.test_match_in_chat import is_card
from tests.processes import Child, wait_for

pytestmark = pytest.mark.processes

BEGUN_S = 200
"""Twelve processes import at once."""


def release(system: System) -> dict[str, Child]:
    """One of each line of the Procfile; few threads, since what is looked at here is not speed."""
    environment = {"PORT": str(free_port()), "WEB__HOST": "127.0.0.1", "WORKER_THREADS": "2"}
    started = {
        name: Child(name, ["bash", "-c", f"exec {command}"], system.folder, environment)
        for name, command in procfile().items()
        if name != "release"
    }
    system.children += started.values()
    return started


def test_every_task_is_told_once(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given two of every process
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    old, new = release(system), release(system)
    for name in old:
        wait_for(lambda name=name: all(READY[name] in one[name].output for one in (old, new)), BEGUN_S, name)  # type: ignore[misc]
    # When people send links, and all of the old release ends amid it
    people = [system.telegram.add_person(name, "ru", started=True) for name in ("А", "Б", "В", "Г")]
    for person in people[:2]:
        system.telegram.send_text(person, system.link("ready"))
    wait_for(lambda: system.faceit.calls()["total"] > 0, 60, "a worker to begin")
    for child in old.values():
        os.killpg(child.process.pid, signal.SIGTERM)
    for person in people[2:]:
        system.telegram.send_text(person, system.link("ready_low"))
    # Then each has one card and one message of progress
    for person in people:
        system.telegram.wait_for_message(person["id"], is_card, 90)
    time.sleep(3)
    for person in people:
        texts = [item.get("text", "") for item in system.telegram.messages(person["id"])]
        assert sum("Данные FACEIT" in text for text in texts) == 1, texts
        assert sum(text.startswith("✅") for text in texts) == 1, texts
    # And the old release has ended, each process as it should, while the new one stays
    assert {name: child.process.wait(60) for name, child in old.items()} == {name: CLEAN[name].code for name in old}
    assert {name: child.process.poll() for name, child in new.items()} == dict.fromkeys(new)
