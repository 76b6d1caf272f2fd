"""A manager on the test server, and workers that are always ended."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from pipelines.manager import TaskManager, build_manager, match_wish
from settings import Settings
from tasks.events import ENDINGS
from tasks.records import TaskView
from tasks.states import State
from tests.processes import Child, wait_for, worker


@pytest.fixture
def manager(settings: Settings) -> Iterator[TaskManager]:
    """The TaskManager faces use."""
    result = build_manager(settings)
    yield result
    result.store.client.close()


@pytest.fixture
def workers(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Child]]:
    """Starts probe workers; a dead one's messages come back within seconds."""
    monkeypatch.setenv("WORKERS__HEARTBEAT_TIMEOUT_MS", "2000")
    monkeypatch.setenv("WORKERS__MAINTENANCE_CHANCE", "1000000")
    children: list[Child] = []

    def start(**options: object) -> Child:
        child = worker(tmp_path, **options)  # type: ignore[arg-type]
        children.append(child)
        return child

    yield start
    for child in children:
        child.kill()


class Bench:
    """Short words for submitting and waiting."""

    def __init__(self, manager: TaskManager, client: redis.Redis) -> None:
        self.manager = manager
        self.client = client

    def submit(self, subject: str, owner: str = "tg:1") -> str:
        """A new task; gives its id."""
        return self.manager.submit(match_wish(owner, subject, chat=1)).task.id

    def ended(self, task: str, timeout: float = 20) -> TaskView:
        """The task once it is over."""
        wait_for(lambda: self.view(task).state.final, timeout, f"{task} to end: {self.view(task)}")
        return self.view(task)

    def view(self, task: str) -> TaskView:
        """The task now."""
        view = self.manager.view(task)
        assert view is not None
        return view

    def endings(self) -> list[tuple[str, State]]:
        """(task, state) of every entry of the endings stream."""
        entries: Any = self.client.xrange(ENDINGS)
        return [(fields[b"task"].decode(), State(fields[b"state"].decode())) for _, fields in entries]


@pytest.fixture
def bench(manager: TaskManager, redis_tasks: redis.Redis) -> Bench:
    """A bench on the test server."""
    return Bench(manager, redis_tasks)
