"""The database as the stores use it: transactions that read or write, in an event loop or in threads."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.exc import DBAPIError

from settings import Settings, StorageSettings
from storage.engines import THREADS, Pool, async_sql_engine, sql_engine
from storage.faults import Absence, translated
from storage.last_known import LastKnown

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


class Database:
    """For the bot's event loop. Opening connects nowhere: an absent database shows at the first use."""

    def __init__(self, engine: "AsyncEngine", limits: StorageSettings) -> None:
        self.engine = engine
        self.limits = limits
        self.last_known = LastKnown()
        self._absence = Absence()
        _prepare(engine.sync_engine)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Raises ConfigurationError when DATABASE_URL is no address of a PostgreSQL."""
        if not settings.database_url.get_secret_value():
            return cls(async_sql_engine(settings), settings.storage)
        from storage.postgres import async_connection_class

        connect = async_connection_class(settings.storage).connect
        return cls(async_sql_engine(settings, async_creator_fn=connect), settings.storage)

    async def close(self) -> None:
        """Close every connection; call it before the loop ends."""
        await self.engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator["AsyncConnection"]:
        """A transaction that only reads. Raises StorageUnavailableError."""
        async with self._transaction({}) as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator["AsyncConnection"]:
        """A transaction that writes, committed at the end. Raises StorageUnavailableError."""
        async with self._transaction({"writing": True}) as connection:
            yield connection

    def insert(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """An INSERT that knows ON CONFLICT."""
        return insert_for(self.engine.dialect.name, table)

    @asynccontextmanager
    async def _transaction(self, options: dict[str, Any]) -> AsyncIterator["AsyncConnection"]:
        self._absence.check()
        with translated():
            async with AsyncExitStack() as stack:
                try:
                    # Looking up the name and a stale connection of the pool count too.
                    async with asyncio.timeout(self.limits.connect_timeout + self.limits.statement_timeout):
                        connection = await stack.enter_async_context(self.engine.connect())
                except (DBAPIError, OSError):
                    self._absence.begin()
                    raise
                await connection.execution_options(**options)
                await stack.enter_async_context(connection.begin())
                yield connection


class SyncDatabase:
    """For steps in worker threads; may be shared by them. Open it after a fork."""

    def __init__(self, engine: Engine, limits: StorageSettings) -> None:
        self.engine = engine
        self.limits = limits
        self._absence = Absence()
        _prepare(engine)

    @classmethod
    def open(cls, settings: Settings, pool: Pool = THREADS) -> Self:
        """Connects nowhere. Raises ConfigurationError when DATABASE_URL is no address of a PostgreSQL."""
        engine = sql_engine(settings, pool)
        if engine.dialect.name == "postgresql":
            from storage.postgres import connection_class

            limited = connection_class(settings.storage)
            event.listen(engine, "do_connect", lambda _dialect, _record, args, kwargs: limited.connect(*args, **kwargs))
        return cls(engine, settings.storage)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises StorageUnavailableError."""
        with self._transaction({}) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, committed at the end. Raises StorageUnavailableError."""
        with self._transaction({"writing": True}) as connection:
            yield connection

    def insert(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """An INSERT that knows ON CONFLICT."""
        return insert_for(self.engine.dialect.name, table)

    @contextmanager
    def _transaction(self, options: dict[str, Any]) -> Iterator[Connection]:
        self._absence.check()
        with translated():
            try:
                connection = self.engine.connect()
            except (DBAPIError, OSError):
                self._absence.begin()
                raise
            with connection, connection.execution_options(**options).begin():
                yield connection


def insert_for(dialect: str, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT that knows ON CONFLICT; the same words on both, but two constructs."""
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def _prepare(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        # What is deleted is overwritten: a person who is forgotten leaves nothing in the file.
        for pragma in ("secure_delete=ON", "synchronous=NORMAL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once when another wrote in between.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
