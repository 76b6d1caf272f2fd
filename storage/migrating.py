"""Migrating under a lock, in one transaction: either all of it happens or nothing."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

from settings import Settings
from storage.engines import sql_url
from storage.faults import translated
from storage.migrations import FOLDER, head

LOCK = 0x0FACE17
"""Number of the advisory lock; anything, as long as it stays the same."""
PATIENCE_S = 60
"""Seconds another release may take."""


def migrate(settings: Settings) -> None:
    """To the newest migration; a database that is newer is left alone. Raises StorageUnavailableError."""
    engine = _engine(settings)
    try:
        with translated():
            with engine.connect() as connection:
                _lasting(connection)
            with engine.begin() as connection:
                _lock(connection)
                _upgrade(connection)
    finally:
        engine.dispose()


def _engine(settings: Settings) -> Engine:
    """Of its own: a migration may take longer than any limit of the stores."""
    url = sql_url(settings)
    if url.get_backend_name() == "postgresql":
        # libpq's least is two seconds; a release isn't in that much of a hurry.
        arguments = {"connect_timeout": 10, "application_name": "faceit_bot release"}
        return create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=arguments)
    engine = create_engine(
        url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": PATIENCE_S, "isolation_level": None}
    )
    # The lock on the file: whoever comes second waits here.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(_begin(connection)))
    return engine


def _begin(connection: Connection) -> str:
    return "SELECT 1" if connection.get_execution_options().get("outside") else "BEGIN IMMEDIATE"


def _lasting(connection: Connection) -> None:
    """SQLite: readers and a writer side by side, a property of the file from now on."""
    if connection.dialect.name != "sqlite":
        return
    # While another one migrates, the mode can't change, and SQLite doesn't wait for that.
    waiting = Retrying(
        stop=stop_after_delay(PATIENCE_S), wait=wait_random(0.02, 0.1), retry=retry_if_exception(_locked), reraise=True
    )
    waiting(connection.execution_options(outside=True).exec_driver_sql, "PRAGMA journal_mode=WAL")


def _locked(error: BaseException) -> bool:
    return isinstance(error, OperationalError) and "locked" in str(error.orig)


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL statement_timeout = {PATIENCE_S * 1000}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
        connection.execute(text("SET LOCAL statement_timeout = 0"))


def _upgrade(connection: Connection) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current >= head():
        return
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
