"""Both databases: a SQLite file, and a PostgreSQL cluster of the session. Tests of the stores run on each."""

import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from sandbox.ports import free_port
from sandbox.valkey import EmbeddedValkey
from settings import Settings, load
from storage.database import Database, SyncDatabase
from storage.migrating import migrate
from storage.models import metadata
from tests.conftest import ENVIRONMENT
from tests.postgres import Cluster
from tests.processes import wait_for


def settings_with(monkeypatch: pytest.MonkeyPatch, database_url: str, file: Path) -> Settings:
    """In the environment too, for child processes."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("STORAGE__SQLITE_PATH", str(file))
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.delenv("DYNO", raising=False)
    load.cache_clear()
    return load()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, valkey: EmbeddedValkey
) -> Iterator[Settings]:
    """Settings of a database without any table."""
    monkeypatch.setenv("REDIS_URL", valkey.url)
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("cluster").url
    settings = settings_with(monkeypatch, url, tmp_path / "deep" / "bot.sqlite3")
    if url:
        database = SyncDatabase.open(settings)
        with database.writing() as connection:
            for name in [*metadata.tables, "alembic_version"]:
                connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
        database.close()
    yield settings
    load.cache_clear()


@pytest.fixture
def prepared(empty: Settings) -> Settings:
    """Settings of a database with empty tables."""
    if not empty.database_url.get_secret_value():
        Path(empty.storage.sqlite_path).parent.mkdir(parents=True)
    migrate(empty)
    return empty


@pytest.fixture
async def database(prepared: Settings) -> AsyncIterator[Database]:
    opened = Database.open(prepared)
    yield opened
    await opened.close()


@pytest.fixture
def sync_database(prepared: Settings) -> Iterator[SyncDatabase]:
    opened = SyncDatabase.open(prepared)
    yield opened
    opened.close()


@pytest.fixture
def black_hole() -> Iterator[int]:
    """A port whose line of connections is full: the kernel drops every further packet without an answer."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        port: int = listening.getsockname()[1]
        for _ in range(8):
            knocking = stack.enter_context(socket.socket())
            knocking.settimeout(0.1)
            try:
                knocking.connect(("127.0.0.1", port))
            except TimeoutError:
                yield port
                return
        pytest.fail("the line never got full")


@pytest.fixture(params=["unreadable file", "nothing listens", "black hole", "server frozen"])
def away(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, black_hole: int
) -> Iterator[Settings]:
    """Settings of a database that is not there, in four ways."""
    (tmp_path / "plain").touch()
    frozen: Cluster | None = None
    urls = {
        "unreadable file": "",
        "nothing listens": f"postgres://u:p@127.0.0.1:{free_port()}/x",
        "black hole": f"postgresql://u:p@127.0.0.1:{black_hole}/x",
    }
    if request.param == "server frozen":
        frozen = request.getfixturevalue("cluster")
        frozen.signal(signal.SIGSTOP)
    url = frozen.url if frozen else urls[request.param]
    yield settings_with(monkeypatch, url, tmp_path / "plain" / "bot.sqlite3")
    if frozen:
        frozen.signal(signal.SIGCONT)
    load.cache_clear()


@pytest.fixture
def stopped(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a migrated PostgreSQL that a test may stop."""
    settings = settings_with(monkeypatch, cluster.url, tmp_path / "unused.sqlite3")
    migrate(settings)
    yield settings
    cluster.stop()
    cluster.start()
    wait_for((cluster.data / "postmaster.pid").exists)
    load.cache_clear()


def pointed_at(settings: Settings, url: str) -> Settings:
    return settings.model_copy(update={"database_url": SecretStr(url)})
