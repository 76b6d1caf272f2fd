"""The whole system as it is deployed: bot and worker processes, stand-ins over HTTP."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sandbox.faceit.league import League
from sandbox.faceit.options import Options
from sandbox.faceit.standin import FaceitStandIn
from sandbox.ports import free_port
from sandbox.telegram.config import Config
from sandbox.telegram.stand_in import TelegramStandIn
from settings import Settings
from tests.conftest import ENVIRONMENT
from tests.processes import Child, worker


@dataclass
class System:
    """Both stand-ins, and the processes that serve them."""

    telegram: TelegramStandIn
    faceit: FaceitStandIn
    folder: Path
    children: list[Child]
    port: int = 0
    """Of the web process that takes updates; 0 while the bot polls."""
    answering: Child | None = None
    """The process that answers people."""

    def link(self, scenario: str) -> str:
        """Room link of a named match."""
        return f"https://www.faceit.com/en/cs2/room/{self.faceit.league.scenarios[scenario]}"

    def start_bot(self) -> Child:
        """A bot process; returns once it polls, or has set the webhook of a web process started with the first one."""
        if self.port and self.answering is None:
            self.answering = self.start_web(self.port)
        child = Child("bot", [sys.executable, "-m", "bot"], self.folder)
        self.children.append(child)
        if self.port:
            child.begun_with("webhook.set")
        else:
            self.answering = child
            child.begun(lambda: bool(self.telegram.status()["polled"]))
        return child

    def start_web(self, port: int) -> Child:
        """A web process, serving."""
        environment = {"PORT": str(port), "WEB__HOST": "127.0.0.1"}
        child = Child("web", [sys.executable, "-m", "web"], self.folder, environment)
        self.children.append(child)
        child.begun_with("Uvicorn running")
        return child

    def start_worker(self) -> Child:
        """A worker process for all queues."""
        child = worker(self.folder, module="actors.worker", threads=6)
        self.children.append(child)
        child.begun_with("ready for action")
        return child


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """Callback data of a message's buttons by their text."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button.get("callback_data", "") for row in rows for button in row}


@contextmanager
def system_of(folder: Path, monkeypatch: pytest.MonkeyPatch, league: League | None = None) -> Iterator[System]:
    """Stand-ins, of this league or that of now, and the environment; `folder` takes what the processes write."""
    with (
        FaceitStandIn(league, Options(latency_ms=60, rate=20)) as faceit,
        TelegramStandIn(Config(token=ENVIRONMENT["BOT_TOKEN"])) as telegram,
    ):
        monkeypatch.setenv("FACEIT_BASE_URL", faceit.url)
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        monkeypatch.setenv("FACEIT__RATE_PER_SECOND", "20")
        monkeypatch.setenv("TELEGRAM__POLL_TIMEOUT", "2")
        monkeypatch.setenv("TELEGRAM__LEASE_SECONDS", "3")
        result = System(telegram, faceit, folder, [])
        yield result
        for child in result.children:
            child.kill()
            child.show_end()


BOTH_WAYS = pytest.mark.parametrize("system", ["polling", "webhook"], indirect=True)
"""For tests that must pass however updates come."""


@pytest.fixture
def system(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[System]:
    """Stand-ins and environment; tests start the processes they need. BOTH_WAYS runs a test with a webhook too."""
    with system_of(tmp_path, monkeypatch) as result:
        if getattr(request, "param", "polling") == "webhook":
            result.port = free_port()
            monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", f"http://127.0.0.1:{result.port}")
        yield result
