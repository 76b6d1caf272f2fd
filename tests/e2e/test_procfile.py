"""The Procfile's processes under honcho serve an analysis and end cleanly together."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import System
from tests.processes import Child, wait_for

pytestmark = pytest.mark.processes


def test_honcho_starts_everything_and_ends_it(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given the Procfile under honcho, as a person starts it from an activated environment
    scripts = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")
    honcho = Child(
        "honcho",
        [str(scripts / "honcho"), "start", "-f", "Procfile", "bot", "worker", "background", "bulk"],
        system.folder,
    )
    system.children.append(honcho)
    honcho.begun(lambda: bool(system.telegram.status()["polled"]))
    # When somebody sends a link
    ann = system.telegram.add_person("Аня", "ru", started=True)
    system.telegram.send_text(ann, system.link("ready"))
    # Then the card comes
    system.telegram.wait_for_message(ann["id"], lambda item: "Данные FACEIT" in item.get("text", ""), 40)
    # And SIGTERM ends all of it in honcho's five seconds
    family = honcho.tree()
    os.kill(honcho.process.pid, signal.SIGTERM)
    honcho.process.wait(15)
    wait_for(lambda: not any(process.is_running() for process in family), 10, "every process to be gone")
    assert "SIGKILL" not in honcho.output, honcho.output
