"""How many connections to Redis the processes of the Procfile hold, each started once: idle, and at work."""

import os
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import redis

from pipelines.bulk import BRIEF, BulkSubject, bulk_wish
from pipelines.manager import build_manager
from settings import Settings
from tests.e2e.conftest import System
from tests.processes import ROOT, Child, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]

READY = {
    "bot": "bot.signed_in",
    "worker": "ready for action",
    "background": "ready for action",
    "bulk": "ready for action",
    "scheduler": "Registered periodic actors",
    "web": "Uvicorn running",
}
"""What each writes once it serves."""
MOST = {"bot": 60, "worker": 60, "background": 60, "bulk": 60, "scheduler": 3, "web": 20}
"""With eight threads a worker."""


def entries() -> dict[str, str]:
    """The lines of the Procfile but for the release, which ends."""
    lines = (line.partition(": ") for line in (ROOT / "Procfile").read_text().splitlines() if line.strip())
    return {name: command for name, _, command in lines if name != "release"}


@pytest.fixture
def processes(system: System, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Child]]:
    """One of each, serving."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PORT", str(free.getsockname()[1]))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    started = {}
    for name, command in entries().items():
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
    processes: dict[str, Child],
    redis_tasks: redis.Redis,
    record_property: Callable[[str, object], None],
) -> None:
    # Given one of each process, idle
    time.sleep(3)
    idle = held(redis_tasks, processes)
    # When everybody has work: matches, players, a bulk
    people = [system.telegram.add_person(f"Person {number}", "ru", started=True) for number in range(6)]
    links = [system.link(name) for name in ("ready", "ready_low", "ready_high", "ongoing", "no_elo", "finished")]
    for person, link in zip(people, links, strict=True):
        system.telegram.send_text(person, link)
        system.telegram.send_text(person, "/player -k1te-")
    manager = build_manager(settings)
    manager.submit(bulk_wish("tg:7", BulkSubject(player="-k1te-", count=30), BRIEF))
    manager.store.client.close()
    busy: Counter[str] = Counter()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        now = held(redis_tasks, processes)
        busy = busy | now
        time.sleep(0.2)
    # Then none holds more than its share, and the sum is known
    for name, found in {"idle": idle, "busy": busy}.items():
        record_property(name, dict(found))
        sys.stdout.write(f"{name}: {found.total()} connections, {dict(sorted(found.items()))}\n")
    # Pages ask when they are asked for
    assert {*idle, "web"} == set(processes)
    assert {name: count for name, count in busy.items() if count > MOST[name]} == {}
    assert all(idle[name] <= busy[name] for name in processes)
