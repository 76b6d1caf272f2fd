"""Two of everything, as in the minute when a platform lets the old release live beside the new one."""

import os
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import System
from tests.e2e.conftest import system as system  # noqa: PLC0414 (a fixture)
from tests.e2e.test_match_in_chat import is_card
from tests.processes import Child

pytestmark = pytest.mark.processes


def test_every_task_is_told_once(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given two schedulers, two workers, two bots
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for _ in range(2):
        system.children.append(Child("scheduler", ["periodiq", "actors.scheduler"], system.folder))
        system.start_worker()
        bot = Child("bot", [sys.executable, "-m", "bot"], system.folder)
        system.children.append(bot)
        bot.begun_with("bot.signed_in")
    # When people send links, and the first bot ends amid it
    people = [system.telegram.add_person(name, "ru", started=True) for name in ("А", "Б", "В", "Г")]
    for person in people[:2]:
        system.telegram.send_text(person, system.link("ready"))
    first = next(child for child in system.children if child.path.name.startswith("bot"))
    first.terminate()
    for person in people[2:]:
        system.telegram.send_text(person, system.link("ready_low"))
    # Then each has one card and one message of progress
    for person in people:
        system.telegram.wait_for_message(person["id"], is_card, 60)
    time.sleep(3)
    for person in people:
        texts = [item.get("text", "") for item in system.telegram.messages(person["id"])]
        assert sum("Данные FACEIT" in text for text in texts) == 1, texts
        assert sum(text.startswith("✅") for text in texts) == 1, texts
