"""How many connections to Redis the processes of the Procfile hold, each started once: idle, and at work."""

import os
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import redis

from pipelines.bulk import BRIEF, BulkSubject, bulk_wish
from pipelines.manager import build_manager
from settings import Settings
from tests.e2e.conftest import System
from tests.e2e.test_match_in_chat import is_card
from tests.processes import ROOT, Child, wait_for

pytestmark = pytest.mark.processes

READY = {
    "bot": "bot.signed_in",
    "worker": "ready for action",
    "background": "ready for action",
    "bulk": "ready for action",
    "scheduler": "Registered periodic actors",
    "web": "Uvicorn running",
}
"""What each writes once it serves."""


@dataclass(frozen=True)
class Layout:
    """What runs, its environment, the most connections of each process, and how many people ask at once."""

    without: tuple[str, ...]
    environment: dict[str, str]
    most: dict[str, int]
    people: int


LAYOUTS = {
    "one of each": Layout(
        without=(),
        environment={},
        most={"bot": 18, "worker": 14, "background": 14, "bulk": 14, "scheduler": 3, "web": 3},
        people=40,
    ),
    "one small worker, few connections": Layout(
        without=("background", "bulk"),
        environment={"WORKER_QUEUES": "all", "WORKER_THREADS": "4", "REDIS__MAX_CONNECTIONS": "3"},
        most={"bot": 9, "worker": 5, "scheduler": 1, "web": 1},
        people=15,
    ),
}
"""The bounds of docs/deploy-heroku.md: 66 in all, 16 in all."""


def entries() -> dict[str, str]:
    """The lines of the Procfile but for the release, which ends."""
    lines = (line.partition(": ") for line in (ROOT / "Procfile").read_text().splitlines() if line.strip())
    return {name: command for name, _, command in lines if name != "release"}


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> Layout:
    return LAYOUTS[request.param]


@pytest.fixture
def processes(system: System, layout: Layout, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Child]]:
    """One of each that the layout has, serving."""
    for name, value in layout.environment.items():
        monkeypatch.setenv(name, value)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PORT", str(free.getsockname()[1]))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    started = {}
    for name, command in entries().items():
        if name in layout.without:
            continue
        started[name] = Child(name, ["bash", "-c", f"exec {command}"], system.folder)
        system.children.append(started[name])
    for name, child in started.items():
        wait_for(lambda child=child, name=name: READY[name] in child.output, 60, f"{name} to serve")  # type: ignore[misc]
    yield started


def held(client: redis.Redis, processes: dict[str, Child]) -> Counter[str]:
    """Connections by process as the server lists them; whoever is none of these is left out."""
    owners = {
        connection.laddr.port: name
        for name, child in processes.items()
        for process in child.tree()
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_ESTABLISHED
    }
    ports = [int(one["addr"].rpartition(":")[2]) for one in client.client_list()]
    return Counter(owners[port] for port in ports if port in owners)


def test_every_process_keeps_to_its_share(
    system: System,
    settings: Settings,
    layout: Layout,
    processes: dict[str, Child],
    redis_tasks: redis.Redis,
    record_property: Callable[[str, object], None],
) -> None:
    # Given the layout's processes, idle
    time.sleep(3)
    idle = held(redis_tasks, processes)
    # When everybody has work: matches, players, a bulk
    system.faceit.configure(rate=500)
    played = [match.match_id for match in system.faceit.league.matches.values() if match.status == "FINISHED"]
    assert len(played) >= layout.people
    people = [system.telegram.add_person(f"Person {number}", "ru", started=True) for number in range(layout.people)]
    for person, match in zip(people, played, strict=False):
        system.telegram.send_text(person, f"https://www.faceit.com/en/cs2/room/{match}")
        system.telegram.send_text(person, "/player -k1te-")
    manager = build_manager(settings)
    manager.submit(bulk_wish("tg:7", BulkSubject(player="-k1te-", count=30), BRIEF))
    manager.store.client.close()
    busy: Counter[str] = Counter()

    def all_served() -> bool:
        nonlocal busy
        busy = busy | held(redis_tasks, processes)
        return all(sum(map(is_card, system.telegram.messages(one["id"]))) >= 2 for one in people)

    # Then all of it is done
    wait_for(all_served, 120, "two cards for everybody")
    # And none held more than its share, and the sum is known
    for name, found in {"idle": idle, "busy": busy}.items():
        record_property(name, dict(found))
        sys.stdout.write(f"{name}: {found.total()} connections, {dict(sorted(found.items()))}\n")
    # Pages ask when they are asked for
    assert {*idle, "web"} == set(processes)
    assert {name: count for name, count in busy.items() if count > layout.most[name]} == {}
    assert all(idle[name] <= busy[name] for name in processes)
