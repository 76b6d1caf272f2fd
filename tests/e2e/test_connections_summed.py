"""How many connections the processes of the Procfile hold, each started once: idle, and at work."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from pipelines.bulk import BRIEF, BulkSubject, bulk_wish
from pipelines.manager import build_manager
from sandbox.ports import free_port
from settings import Settings, load
from storage.migrating import migrate
from tests.connections_held import WEBHOOK, most_of_redis, most_of_sql, procfile
from tests.e2e.conftest import System
from tests.e2e.test_match_in_chat import is_card
from tests.processes import BEGUN_S, Child, wait_for

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
    """What runs, its environment, the most connections in all, how many people ask at once, and how updates come."""

    without: tuple[str, ...]
    environment: dict[str, str]
    most: int
    people: int
    webhook: bool = False
    """With a PostgreSQL, too."""
    max_connections: int = 8

    def named(self, process: str) -> str:
        """As tests.connections_held has it."""
        return WEBHOOK if self.webhook and process == "web" else process


LAYOUTS = {
    "one of each": Layout(without=(), environment={}, most=66, people=40),
    "one of each, webhook": Layout(without=(), environment={}, most=77, people=15, webhook=True),
    "one small worker, few connections": Layout(
        without=("background", "bulk"),
        environment={"WORKER_QUEUES": "all", "WORKER_THREADS": "4", "REDIS__MAX_CONNECTIONS": "3"},
        most=16,
        people=15,
        max_connections=3,
    ),
}
"""Those of docs/deploy-heroku.md that differ in the pools of a process; tests/deploy/test_sums.py has the others."""


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> Layout:
    return LAYOUTS[request.param]


@pytest.fixture
def sql(request: pytest.FixtureRequest, layout: Layout, monkeypatch: pytest.MonkeyPatch, system: System) -> str:
    """Address of the layout's PostgreSQL, migrated; "" where it has none."""
    if not layout.webhook:
        return ""
    url: str = request.getfixturevalue("cluster").url
    monkeypatch.setenv("DATABASE_URL", url)
    load.cache_clear()
    migrate(load())
    return url


@pytest.fixture
def processes(system: System, layout: Layout, sql: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Child]]:
    """One of each that the layout has, serving."""
    for name, value in layout.environment.items():
        monkeypatch.setenv(name, value)
    port = free_port()
    monkeypatch.setenv("PORT", str(port))
    if layout.webhook:
        monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    started = {}
    for name, command in procfile().items():
        if name in {"release", *layout.without}:
            continue
        started[name] = Child(name, ["bash", "-c", f"exec {command}"], system.folder)
        system.children.append(started[name])
    for name, child in started.items():
        wait_for(lambda child=child, name=name: READY[name] in child.output, BEGUN_S, f"{name} to serve")  # type: ignore[misc]
    yield started


def held(ports: list[int], processes: dict[str, Child]) -> Counter[str]:
    """Connections by process, from those a server lists; whoever is none of these is left out."""
    owners = {
        connection.laddr.port: name
        for name, child in processes.items()
        for process in child.tree()
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_ESTABLISHED
    }
    return Counter(owners[port] for port in ports if port in owners)


def redis_ports(client: redis.Redis) -> list[int]:
    return [int(one["addr"].rpartition(":")[2]) for one in client.client_list()]


def sql_ports(url: str) -> list[int]:
    if not url:
        return []
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT client_port FROM pg_stat_activity WHERE application_name = 'faceit_bot'")
        return [int(row[0]) for row in rows]


def test_every_process_keeps_to_its_share(
    system: System,
    settings: Settings,
    layout: Layout,
    processes: dict[str, Child],
    sql: str,
    redis_tasks: redis.Redis,
    record_property: Callable[[str, object], None],
) -> None:
    # Given the layout's processes, idle
    time.sleep(3)
    idle = held(redis_ports(redis_tasks), processes)
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
    busy, of_sql = Counter[str](), Counter[str]()

    def all_served() -> bool:
        nonlocal busy, of_sql
        busy = busy | held(redis_ports(redis_tasks), processes)
        of_sql = of_sql | held(sql_ports(sql), processes)
        return all(sum(map(is_card, system.telegram.messages(one["id"]))) >= 2 for one in people)

    # Then all of it is done
    wait_for(all_served, 120, "two cards for everybody")
    # And none held more than its share, and the sum is known
    for name, found in {"idle": idle, "busy": busy, "sql": of_sql}.items():
        record_property(name, dict(found))
        sys.stdout.write(f"{name}: {found.total()} connections, {dict(sorted(found.items()))}\n")
    # Pages ask when they are asked for
    assert {*idle, "web"} == set(processes)
    most = most_of_redis(settings, layout.max_connections)
    assert {name: count for name, count in busy.items() if count > most[layout.named(name)]} == {}
    assert sum(most[layout.named(name)] for name in processes) == layout.most
    most = most_of_sql()
    assert {name: count for name, count in of_sql.items() if count > most[layout.named(name)]} == {}
    assert bool(of_sql) is layout.webhook
    assert all(idle[name] <= busy[name] for name in processes)
