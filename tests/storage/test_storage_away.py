"""A database that is away, late, locked, without schema; many processes on one; addresses as hosts give them."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from errors import ConfigurationError, StorageUnavailableError, TransientError
from settings import Settings
from storage.accounts import Accounts
from storage.database import Database, SyncDatabase
from storage.engines import sql_url
from storage.opt_outs import AsyncOptOuts, OptOuts
from storage.population import Population
from storage.predictions import Predictions
from storage.preferences import Preferences
from storage.release import migrate_local
from tests.postgres import Cluster
from tests.processes import ROOT
from tests.storage.conftest import pointed_at

LONG_S = 5.0
"""Far above every limit, far below what an unlimited wait would take."""


async def drivers_ended() -> None:
    """A connection that was refused leaves a thread of its driver's, which speaks to the loop once more."""
    deadline = time.monotonic() + LONG_S
    while any("_connection_worker_thread" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def test_every_store_says_so_in_time(away: Settings) -> None:
    database, sync = Database.open(away), SyncDatabase.open(away)
    async with asyncio.timeout(LONG_S):
        with pytest.raises(StorageUnavailableError):
            await Accounts(database).of("tg:1")
        with pytest.raises(StorageUnavailableError):
            await Preferences(database).set_language("tg:1", "en")
        assert await Preferences(database).language("tg:1") is None
    began = time.monotonic()
    with pytest.raises(StorageUnavailableError):
        Predictions(sync).before_start("1-m")
    with pytest.raises(StorageUnavailableError):
        OptOuts(sync, b"k").contains_any(["p"])
    assert time.monotonic() - began < LONG_S
    await database.close()
    await drivers_ended()
    sync.close()


async def test_a_crowd_waits_no_longer_than_one(away: Settings) -> None:
    database = Database.open(away)
    async with asyncio.timeout(LONG_S):
        answers = await asyncio.gather(*(Preferences(database).language(f"tg:{n}") for n in range(200)))
        failed = await asyncio.gather(*(Accounts(database).of(f"tg:{n}") for n in range(200)), return_exceptions=True)
    assert set(answers) == {None}
    assert {type(error) for error in failed} == {StorageUnavailableError}
    await database.close()
    await drivers_ended()


@pytest.mark.parametrize("how", ["stopped", "frozen"])
async def test_what_was_known_holds_while_postgresql_is_away_and_it_comes_back(
    stopped: Settings, cluster: Cluster, how: str
) -> None:
    # Given choices made and read while it was there
    database, sync = Database.open(stopped), SyncDatabase.open(stopped)
    preferences, opted, twin = (
        Preferences(database),
        OptOuts(sync, b"k", _running),
        AsyncOptOuts(database, b"k", _running),
    )
    await preferences.set_language("tg:1", "en")
    await preferences.set_timezone("tg:1", "Europe/Riga")
    opted.add("p")
    assert opted.contains_any(["p"]) == {"p"} == await twin.contains_any(["p"])
    # When it goes, with connections of the pool open
    cluster.stop() if how == "stopped" else cluster.signal(signal.SIGSTOP)
    # Then the last known holds, and what must be kept is refused
    async with asyncio.timeout(2 * LONG_S):
        assert await preferences.language("tg:1") == "en"
        assert await preferences.timezone("tg:1") == "Europe/Riga"
        assert await twin.contains_any(["p", "q"]) == {"p"}
        with pytest.raises(StorageUnavailableError):
            await preferences.set_language("tg:1", "ru")
    assert opted.contains_any(["p", "q"]) == {"p"}
    with pytest.raises(StorageUnavailableError):
        opted.add("q")
    # And when it is back, so are they
    cluster.start() if how == "stopped" else cluster.signal(signal.SIGCONT)
    await _when_back(preferences)
    assert await Preferences(database).language("tg:1") == "ru"
    await database.close()
    sync.close()


def _running() -> float:
    """A clock on which everything read is old at once."""
    _running.now += 1000.0  # type: ignore[attr-defined]
    return float(_running.now)  # type: ignore[attr-defined]


_running.now = 0.0  # type: ignore[attr-defined]


async def _when_back(preferences: Preferences) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                return await preferences.set_language("tg:1", "ru")
            except StorageUnavailableError:
                await asyncio.sleep(0.1)


async def test_without_schema_it_counts_as_away(empty: Settings) -> None:
    if not empty.database_url.get_secret_value():
        Path(empty.storage.sqlite_path).parent.mkdir()
    database, sync = Database.open(empty), SyncDatabase.open(empty)
    with pytest.raises(StorageUnavailableError):
        await Accounts(database).of("tg:1")
    with pytest.raises(StorageUnavailableError):
        Population(sync, b"k").vote("p", 2000, {"kd": 1.0}, _noon())
    await database.close()
    sync.close()


async def test_a_lock_held_too_long_is_an_answer_too_late(prepared: Settings) -> None:
    short = prepared.model_copy(update={"storage": prepared.storage.model_copy(update={"statement_timeout": 0.3})})
    database, sync = Database.open(short), SyncDatabase.open(prepared)
    with sync.writing() as connection:
        connection.exec_driver_sql("INSERT INTO accounts VALUES ('tg:1', 'p', 'n', '2026-01-01 00:00:00')")
        async with asyncio.timeout(LONG_S):
            with pytest.raises(StorageUnavailableError):
                await Accounts(database).link("tg:1", "p", "n")
    assert (await Accounts(database).link("tg:1", "p", "n")).player_id == "p"
    await database.close()
    sync.close()


def test_a_file_that_is_no_database_is_named_so(empty: Settings) -> None:
    if empty.database_url.get_secret_value():
        return
    path = Path(empty.storage.sqlite_path)
    path.parent.mkdir()
    path.write_text("not a database at all, only text, but long enough to be looked at" * 100)
    with pytest.raises(StorageUnavailableError):
        migrate_local(empty)


VOTES = """
import sys
from datetime import UTC, datetime
from settings import load
from storage.database import SyncDatabase
from storage.population import Population
population = Population(SyncDatabase.open(load()), b"k")
for number in range(40):
    assert population.vote(f"{sys.argv[1]}-{number}", 2000, {"kd": 1.0, "adr": 80.0}, datetime(2026, 11, 1, tzinfo=UTC))
"""


def test_many_processes_write_at_once(prepared: Settings, sync_database: SyncDatabase) -> None:
    command = [sys.executable, "-W", "ignore", "-c", VOTES]
    running = [subprocess.Popen([*command, str(n)], cwd=ROOT, stderr=subprocess.PIPE, text=True) for n in range(4)]
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    assert Population(sync_database, b"k").histogram(2000, "kd", _noon()) == {20: 160}


def test_readers_do_not_wait_for_a_writer(prepared: Settings, sync_database: SyncDatabase) -> None:
    if prepared.database_url.get_secret_value():
        return
    writer = sqlite3.connect(prepared.storage.sqlite_path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    assert Predictions(sync_database).before_start("1-m") is None
    writer.close()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_addresses_as_hosts_give_them(settings: Settings, scheme: str) -> None:
    url = sql_url(pointed_at(settings, f"{scheme}://u:p%40ss@h.example.org:5433/name?sslmode=require"))
    assert (url.drivername, url.host, url.port, url.password) == ("postgresql+psycopg", "h.example.org", 5433, "p@ss")
    assert url.query["sslmode"] == "require"


@pytest.mark.parametrize("url", ["mysql://u:hunter2@h/x", "hunter2", "postgres://u:hunter2@h:port/x"])
def test_another_address_is_refused_without_its_password(settings: Settings, url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        SyncDatabase.open(pointed_at(settings, url))
    assert "hunter2" not in repr(refused.value) and refused.value.setting == "DATABASE_URL"


def test_a_step_may_try_again() -> None:
    assert issubclass(StorageUnavailableError, TransientError)


def _noon() -> datetime:
    return datetime(2026, 11, 24, 12, tzinfo=UTC)
