"""Engines of the database: the file, or the PostgreSQL that DATABASE_URL names."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from errors import ConfigurationError
from settings import ROOT, Settings

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine
    from sqlalchemy.ext.asyncio import AsyncEngine

Pool = tuple[int, int]
"""Connections: (kept, more at need)."""
LOOP: Pool = (2, 2)
"""An event loop's on PostgreSQL, where people wait. The processes share 20: what Heroku's small plans allow in all."""
THREADS: Pool = (1, 1)
"""A worker's on PostgreSQL: each step asks for milliseconds."""
ALONE: Pool = (1, 0)
"""On PostgreSQL for work beside a process' own: the bot's analyses without Redis, deleting what is past its term."""
FILE_LOOP: Pool = (3, 3)
FILE_THREADS: Pool = (1, 3)
"""Of a SQLite file, which counts no connections."""


def sqlite_file(settings: Settings) -> Path | None:
    """The database's file; None when DATABASE_URL names a PostgreSQL."""
    return None if settings.database_url.get_secret_value() else ROOT / settings.storage.sqlite_path


def sql_url(settings: Settings, *, driver: Literal["aiosqlite", "pysqlite"] = "pysqlite") -> "URL":
    """Where the database is, for SQLAlchemy; `driver` is SQLite's, PostgreSQL has one for both worlds.

    Raises ConfigurationError when DATABASE_URL is no address of a PostgreSQL.
    """
    # SQLAlchemy is heavy: only who builds an engine loads it.
    from sqlalchemy import URL, make_url
    from sqlalchemy.exc import ArgumentError

    if (path := sqlite_file(settings)) is not None:
        return URL.create(f"sqlite+{driver}", database=str(path))
    try:
        url = make_url(settings.database_url.get_secret_value())
    except (ArgumentError, ValueError):
        # The error's text and chain carry the password.
        raise ConfigurationError("DATABASE_URL", "is no address; it looks like postgres://user:…@host/name") from None
    if url.get_backend_name() not in {"postgres", "postgresql"}:
        raise ConfigurationError("DATABASE_URL", "must begin with postgres:// or postgresql://")
    return url.set(drivername="postgresql+psycopg")


def _sql_options(settings: Settings, url: "URL", pool: Pool, of_file: Pool) -> dict[str, Any]:
    file = url.get_backend_name() == "sqlite"
    kept, more = of_file if file else pool
    # Parameters of statements are people's data: kept out of errors and logs.
    options: dict[str, Any] = {"hide_parameters": True, "pool_size": kept, "max_overflow": more}
    options |= {"pool_timeout": settings.storage.connect_timeout}
    if file:
        # Transactions are begun by hand (storage/database.py): the driver's own begin too late to be safe.
        return options | {"connect_args": {"timeout": settings.storage.statement_timeout, "isolation_level": None}}
    arguments = {
        "application_name": "faceit_bot",
        "options": f"-c statement_timeout={round(settings.storage.statement_timeout * 1000)}",
        # Prepared statements break behind a pooler.
        "prepare_threshold": None,
    }
    return options | {"pool_pre_ping": True, "pool_recycle": 300, "connect_args": arguments}


def sql_engine(settings: Settings, pool: Pool = THREADS, **arguments: Any) -> "Engine":
    """For threads; `pool` bounds it on PostgreSQL, `arguments` go to the driver. Connects at first use.

    Raises ConfigurationError.
    """
    from sqlalchemy import create_engine

    url = sql_url(settings)
    options = _sql_options(settings, url, pool, FILE_THREADS)
    options["connect_args"] |= arguments
    return create_engine(url, **options)


def async_sql_engine(settings: Settings, pool: Pool = LOOP, **arguments: Any) -> "AsyncEngine":
    """The same for an event loop."""
    from sqlalchemy.ext.asyncio import create_async_engine

    url = sql_url(settings, driver="aiosqlite")
    options = _sql_options(settings, url, pool, FILE_LOOP)
    options["connect_args"] |= arguments
    return create_async_engine(url, **options)
