"""Two hosts that share Valkey and nothing else: all tasks end once, and one that is cut off takes nothing with it."""

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipelines.manager import build_manager
from settings import Settings
from tasks.states import State
from tests.e2e.conftest import System
from tests.e2e.hosts import Host, NotPermittedError, hosts
from tests.faults.ledger import CARD
from tests.needed import lacking
from tests.processes import Child, wait_for

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
def pair(system: System, settings: Settings, migrated: Path) -> Iterator[Pair]:
    """A worker with two threads and a bot on each of two hosts; the first host's bot holds the leases."""
    # On a busy machine calls bunch up on their way: what is looked at here is not the budget.
    system.faceit.configure(rate=200)
    ports = [urlsplit(os.environ[name]).port or 0 for name in ADDRESSES]
    try:
        with hosts(2, ports) as machines:
            result = Pair(system, settings, machines, [], [])
            for host in machines:
                database = system.folder / f"{host.name}.sqlite3"
                shutil.copy(migrated, database)
                environment = host.reaching({name: os.environ[name] for name in ADDRESSES})
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
    wait_for(lambda: "ready for action" in worker.output, 60, f"a worker on {host.name}: {worker.output[-800:]}")
    wait_for(lambda: "lease=delivery" in bot.output, 60, f"a bot on {host.name}: {bot.output[-800:]}")


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
