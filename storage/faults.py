"""What drivers raise when the database is away becomes StorageUnavailableError; and it is not asked again at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from errors import StorageUnavailableError

AWAY = (OperationalError, InterfaceError, InternalError)
NO_SCHEMA = frozenset({"42P01", "42703"})
"""PostgreSQL's codes of an unknown table or column: this release's migration has not run."""
PAUSE_S = 1.0


@contextmanager
def translated() -> Iterator[None]:
    """Raises StorageUnavailableError for a database that is gone, late, locked, broken or without schema."""
    try:
        yield
    except PoolTimeoutError as error:
        raise StorageUnavailableError("all connections are busy") from error
    except DBAPIError as error:
        if not _away(error):
            raise
        raise StorageUnavailableError(f"the database is away: {type(error.orig).__name__}") from error
    except (OSError, TimeoutError) as error:
        raise StorageUnavailableError(f"the database is away: {type(error).__name__}") from error


def _away(error: DBAPIError) -> bool:
    """SQLite says plain DatabaseError of a file that is none of its own."""
    broken_file = type(error) is DatabaseError
    no_schema = getattr(error.orig, "sqlstate", None) in NO_SCHEMA
    return isinstance(error, AWAY) or error.connection_invalidated or broken_file or no_schema


class Absence:
    """After a connection that failed, the next calls fail at once: a crowd must not wait for each its own timeout."""

    def __init__(self, pause_s: float = PAUSE_S) -> None:
        self._pause_s = pause_s
        self._until = 0.0

    def check(self) -> None:
        """Raises StorageUnavailableError during the pause."""
        if monotonic() < self._until:
            raise StorageUnavailableError("the database was away a moment ago")

    def begin(self) -> None:
        """A connection failed."""
        self._until = monotonic() + self._pause_s
