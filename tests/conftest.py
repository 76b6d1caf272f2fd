"""Fixtures of all tests: an embedded Valkey of the session, and settings that point at it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from pydantic import SecretStr

import connections
from sandbox.valkey import EmbeddedValkey, server_binary
from settings import Settings, load
from storage.release import migrate_local
from tests.needed import lacking
from tests.postgres import Cluster, installed

ENVIRONMENT = {
    "BOT_TOKEN": "123456:TESTTOKENTESTTOKENTESTTOKENTESTTOKE",
    "FACEIT_API_KEY": "test-key-of-the-stand-in",
    "TELEGRAM_API_URL": "http://127.0.0.1:9",
    "FACEIT_BASE_URL": "http://127.0.0.1:9/data/v4",
}


@pytest.fixture(scope="session", autouse=True)
def server_is_there() -> None:
    """Nothing is tested against another server than the one that was asked for."""
    try:
        server_binary()
    except FileNotFoundError as error:
        lacking(str(error))


@pytest.fixture(scope="session")
def valkey() -> Iterator[EmbeddedValkey]:
    """One server for the session; tests empty it between them by deleting their keys."""
    with EmbeddedValkey() as server:
        yield server


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Skipped where PostgreSQL is not installed; required in CI."""
    found = installed()
    if found is None:
        lacking("PostgreSQL is not installed")
    server = Cluster(found)
    yield server
    server.remove()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all its tables, to be copied: migrating anew for every test would take minutes."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    loaded = load()
    storage = loaded.storage.model_copy(update={"sqlite_path": str(path)})
    migrate_local(loaded.model_copy(update={"storage": storage, "database_url": SecretStr("")}))
    return path


@pytest.fixture
def settings(
    valkey: EmbeddedValkey, migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """Settings of a clean server, in the environment too, so that child processes inherit them."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("REDIS_URL", valkey.url)
    shutil.copy(migrated, tmp_path / "bot.sqlite3")
    monkeypatch.setenv("STORAGE__SQLITE_PATH", str(tmp_path / "bot.sqlite3"))
    os.environ.pop("DATABASE_URL", None)
    load.cache_clear()
    loaded = load()
    for database in ("tasks", "cache"):
        client = connections.redis_client("consumer", database, loaded)
        client.flushdb()
        client.close()
    yield loaded
    load.cache_clear()


@pytest.fixture
def redis_tasks(settings: Settings) -> Iterator[redis.Redis]:
    """A client on the database of broker and tasks."""
    client = connections.redis_client("consumer", "tasks", settings)
    yield client
    client.close()
