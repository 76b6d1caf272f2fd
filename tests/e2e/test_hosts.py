"""Two hosts that share Valkey, PostgreSQL and nothing else: all tasks end once, and one that is cut off takes nothing

with it. Where PostgreSQL is not installed each host has a file of its own, which no more than these tests would bear.
"""

import json
import os
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from pipelines.manager import build_manager
from sandbox.ports import free_port
from settings import Settings, load
from storage.migrating import migrate
from storage.models import metadata
from tasks.states import State
from tests.e2e.conftest import System
from tests.e2e.hosts import Host, NotPermittedError, hosts
from tests.faults.ledger import CARD
from tests.needed import lacking
from tests.postgres import installed
from tests.processes import BEGUN_S, Child, wait_for

pytestmark = pytest.mark.processes

PEOPLE = 12
BACK_S = 8.0
"""Longer than a heartbeat, a lease and a retransmission of packets held back."""
ADDRESSES = ("REDIS_URL", "TELEGRAM_API_URL", "FACEIT_BASE_URL")
SWIFT = {
    "WORKERS__HEARTBEAT_TIMEOUT_MS": "3000",
    "WORKERS__MAINTENANCE_CHANCE": "1000000",
    "TELEGRAM__LEASE_SECONDS": "6",
}


@dataclass
class Pair:
    """Two hosts, each with a worker and a bot, and the people who ask."""

    system: System
    settings: Settings
    machines: list[Host]
    workers: list[Child]
    bots: list[Child]
    database_url: str = ""

    def ask(self, people: list[dict[str, Any]]) -> None:
        """A match of his own from each."""
        played = [
            match.match_id
            for match in self.system.faceit.league.matches.values()
            if match.status == "FINISHED" and match.game == "cs2"
        ]
        for person, match in zip(people, played[-len(people) :], strict=True):
            self.system.telegram.send_text(person, f"https://www.faceit.com/en/cs2/room/{match}")

    def people(self) -> list[dict[str, Any]]:
        """Those who ask."""
        return [self.system.telegram.add_person(f"p{number}", "en", started=True) for number in range(PEOPLE)]

    def cards(self) -> Counter[int]:
        """Cards that Telegram took, by chat."""
        return Counter(
            int(call.params["chat_id"])
            for call in self.system.telegram.calls("sendMessage")
            if call.status == 200 and CARD.search(str(call.params.get("text", "")))
        )

    def states(self, people: list[dict[str, Any]]) -> list[State]:
        """The state of every task of these people."""
        manager = build_manager(self.settings)
        try:
            found = [manager.store.recent(f"tg:{person['id']}", 5) for person in people]
            views = [manager.view(task) for tasks in found for task in tasks]
            return [view.state for view in views if view is not None]
        finally:
            manager.store.client.close()

    def remembered(self) -> Counter[str]:
        """Entries of the history that all hosts share, by person."""
        with psycopg.connect(self.database_url) as connection:
            return Counter(str(row[0]) for row in connection.execute("SELECT owner FROM history"))

    def at_work(self) -> bool:
        """Whether FACEIT was asked from both hosts."""
        port = urlsplit(os.environ["FACEIT_BASE_URL"]).port or 0
        return all(host.doors[port].accepted for host in self.machines)

    def delivering(self) -> int:
        """Which of the bots holds the lease of delivery; one of them does."""
        lines = [[line for line in bot.output.splitlines() if "lease=delivery" in line] for bot in self.bots]
        holding = ["lease.taken" in of_one[-1] for of_one in lines]
        assert sorted(holding) == [False, True], lines
        return holding.index(True)


@pytest.fixture
def shared_database(request: pytest.FixtureRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of an empty PostgreSQL for both hosts, in the environment too; "" where none is installed."""
    if installed() is None and not os.environ.get("CI"):
        return ""
    url: str = request.getfixturevalue("cluster").url
    monkeypatch.setenv("DATABASE_URL", url)
    load.cache_clear()
    migrate(load())
    with psycopg.connect(url) as connection:
        for table in metadata.tables:
            connection.execute(f'DELETE FROM "{table}"')
    return url


@pytest.fixture
def pair(system: System, settings: Settings, shared_database: str, migrated: Path) -> Iterator[Pair]:
    """A worker with two threads and a bot on each of two hosts; the first host's bot holds the leases."""
    # On a busy machine calls bunch up on their way: what is looked at here is not the budget.
    system.faceit.configure(rate=200)
    shared = (*ADDRESSES, "DATABASE_URL") if shared_database else ADDRESSES
    ports = [urlsplit(os.environ[name]).port or 0 for name in shared]
    try:
        with hosts(2, ports) as machines:
            result = Pair(system, settings, machines, [], [], shared_database)
            for host in machines:
                database = system.folder / f"{host.name}.sqlite3"
                shutil.copy(migrated, database)
                environment = host.reaching({name: os.environ[name] for name in shared})
                environment |= {**SWIFT, "STORAGE__SQLITE_PATH": str(database), "dramatiq_worker_timeout": "50"}
                start_on(host, result, environment)
            yield result
            for child in system.children:
                child.kill()
            system.children.clear()
    except NotPermittedError as error:
        lacking(str(error))


def start_on(host: Host, pair: Pair, environment: dict[str, str]) -> None:
    """A worker and a bot there, both serving or standing by."""
    work = [sys.executable, "-m", "dramatiq", "actors.worker", "--processes", "1", "--threads", "2", "--skip-logging"]
    worker = Child(f"worker-{host.name}", host.command(*work), pair.system.folder, environment)
    bot = Child(f"bot-{host.name}", host.command(sys.executable, "-m", "bot"), pair.system.folder, environment)
    pair.workers.append(worker)
    pair.bots.append(bot)
    pair.system.children += [worker, bot]
    for child, words in ((worker, "ready for action"), (bot, "lease=delivery")):
        child.begun_with(words)


def test_both_work_one_tells_and_each_task_ends_once(pair: Pair) -> None:
    # Given two hosts, when twelve people ask
    people = pair.people()
    pair.ask(people)
    wait_for(lambda: len(pair.cards()) == PEOPLE, 120, "every card")
    # Then every task ended once, completed, and was told once, by one of the bots
    assert pair.states(people) == [State.COMPLETED] * PEOPLE
    assert set(pair.cards().values()) == {1}
    pair.delivering()
    # And both hosts took part
    assert pair.at_work()
    # And what outlives Redis stands once, in the database of both
    if pair.database_url:
        # On a busy machine an entry may be given up: the history must not hold up what is told.
        wait_for(lambda: bool(pair.remembered()), 30, "the history")
        assert set(pair.remembered().values()) == {1}
        assert set(pair.remembered()) <= {f"tg:{person['id']}" for person in people}


def test_pages_are_served_from_a_host_of_their_own(pair: Pair) -> None:
    # Given a web process on one of the hosts
    host, port = pair.machines[1], free_port()
    environment = host.reaching({name: os.environ[name] for name in ADDRESSES}) | {"PORT": str(port)}
    web = Child(f"web-{host.name}", host.command(sys.executable, "-m", "web"), pair.system.folder, environment)
    pair.system.children.append(web)
    web.begun_with("Uvicorn running")
    # Then it is alive, and sees that every queue has workers, wherever they are
    assert asked(host, port, "/healthz") == {"alive": True}
    wait_for(lambda: asked(host, port, "/readyz") == {"ready": True, "reasons": []}, BEGUN_S, "to be ready")


def asked(host: Host, port: int, path: str) -> dict[str, Any]:
    """A page's answer, from outside of its host."""
    try:
        with urllib.request.urlopen(f"http://{host.inside}:{port}{path}", timeout=15) as answer:
            found: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        found = json.load(error)
    return found


def test_a_host_cut_off_in_mid_task_takes_nothing_with_it(pair: Pair) -> None:
    # Given analyses under way on both hosts, more waiting
    pair.system.faceit.configure(latency_ms=300)
    people = pair.people()
    pair.ask(people)
    wait_for(pair.at_work, 40, "both workers at work")
    lost = pair.delivering()
    assert len(pair.cards()) < PEOPLE
    # When the cable of the host whose bot tells is pulled
    pair.machines[lost].cut_off()
    # Then the other one ends every task and tells every person
    wait_for(lambda: len(pair.cards()) == PEOPLE, 150, "every card")
    assert pair.states(people) == [State.COMPLETED] * PEOPLE
    assert "delivery.started" in pair.bots[1 - lost].output
    # And when it is back, its late words end nothing again; only a send that the cut caught half way may come twice
    pair.machines[lost].join()
    time.sleep(BACK_S)
    assert pair.states(people) == [State.COMPLETED] * PEOPLE
    told = pair.cards()
    assert max(told.values()) <= 2 and sum(told.values()) <= PEOPLE + 2, told
