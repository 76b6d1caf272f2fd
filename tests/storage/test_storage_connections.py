"""How many connections a PostgreSQL sees: never more than the pools allow, and all processes fit a small plan."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from settings import Settings, load
from storage.database import Database, SyncDatabase
from storage.engines import ALONE, LOOP, THREADS, Pool
from tests.connections_held import WEBHOOK, most_of_sql, procfile
from tests.postgres import Cluster
from tests.storage.conftest import settings_with

SMALL_PLAN = 20
"""Connections that Heroku's essential-0 and essential-1 allow."""
SPARE = 1
"""For a person who looks into it."""
CROWD = 12


@pytest.fixture
def small(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Settings]:
    """A PostgreSQL whose pools are waited for as long as it takes."""
    found = settings_with(monkeypatch, cluster.url, tmp_path / "unused.sqlite3")
    patient = found.storage.model_copy(update={"connect_timeout": 30, "statement_timeout": 30})
    yield found.model_copy(update={"storage": patient})
    load.cache_clear()


@contextmanager
def watched(cluster: Cluster) -> Iterator[list[int]]:
    """Counts of the project's connections, taken again and again."""
    counts, over = [0], threading.Event()

    def look() -> None:
        with psycopg.connect(cluster.url, autocommit=True) as looking:
            while not over.wait(0.01):
                row = looking.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'faceit_bot'")
                counts.append(int((row.fetchone() or (0,))[0]))

    with ThreadPoolExecutor(1) as threads:
        looking = threads.submit(look)
        yield counts
        over.set()
        looking.result(30)


@pytest.mark.parametrize("pool", [THREADS, ALONE])
def test_a_crowd_of_threads_shares_the_pool(small: Settings, cluster: Cluster, pool: Pool) -> None:
    database = SyncDatabase.open(small, pool)

    def ask(_: int) -> None:
        with database.reading() as connection:
            connection.exec_driver_sql("SELECT pg_sleep(0.1)")

    with watched(cluster) as counts, ThreadPoolExecutor(CROWD) as threads:
        list(threads.map(ask, range(CROWD)))
    database.close()
    assert max(counts) == sum(pool)


async def test_a_crowd_on_a_loop_shares_the_pool(small: Settings, cluster: Cluster) -> None:
    database = Database.open(small)

    async def ask() -> None:
        async with database.reading() as connection:
            await connection.exec_driver_sql("SELECT pg_sleep(0.1)")

    with watched(cluster) as counts:
        await asyncio.gather(*(ask() for _ in range(CROWD)))
    await database.close()
    assert max(counts) == sum(LOOP)


def test_one_of_each_process_fits_a_small_plan_with_the_webhook_too() -> None:
    most = most_of_sql()
    names = [WEBHOOK if name == "web" else name for name in procfile()]
    assert sum(most[name] for name in names) <= SMALL_PLAN - SPARE
