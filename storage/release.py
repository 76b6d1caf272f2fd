"""`python -m storage.release` checks the configuration and brings the database to the newest migration.

Exit code 1 with a reason when it can't. Two at once are safe: the second waits, then finds nothing to do.
"""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from pydantic import ValidationError

from errors import BotError, StorageUnavailableError
from settings import Settings, load
from storage import preflight
from storage.engines import sqlite_file
from storage.migrations import head


def migrate_local(settings: Settings) -> None:
    """Bring a SQLite file to the newest migration, making it if need be; does nothing on PostgreSQL.

    Cheap when there is nothing to do: neither SQLAlchemy nor Alembic is loaded. Raises StorageUnavailableError.
    """
    path = sqlite_file(settings)
    if path is not None and not at_head(path):
        _migrate(settings)


def at_head(path: Path) -> bool:
    """Whether the file has the newest migration, or one newer still: releases live with the next one's schema."""
    try:
        # Not to be made by looking.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=2)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        # No file, no table, or something worse, which migrating will name.
        return False
    return row is not None and str(row[0]) >= head()


def release(settings: Settings) -> str:
    """Migrate; gives the version. Raises ConfigurationError and StorageUnavailableError."""
    _migrate(settings)
    return head()


def _migrate(settings: Settings) -> None:
    from storage.migrating import migrate

    path = sqlite_file(settings)
    if path is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageUnavailableError(f"{path.parent} can't be made: {error.strerror}") from error
    migrate(settings)


def _detail(error: BotError) -> str:
    """What the driver said, on one line; it names host and user, never the password."""
    said = getattr(error.__cause__, "orig", None)
    return "" if said is None else f" ({' '.join(str(said).split())})"


def main() -> int:
    """Exit code 0, or 1 with the reason on stderr."""
    try:
        settings = load()
        refused = preflight.refusals(settings)
        for line in [*refused, *(f"warning: {line}" for line in preflight.warnings(settings))]:
            sys.stderr.write(f"release: {line}\n")
        if refused:
            return 1
        version = release(settings)
    except ValidationError as error:
        for item in error.errors():
            # Fields of the root are environment variables, the others keys of settings.toml.
            name = "__".join(str(part) for part in item["loc"]).upper()
            sys.stderr.write(f"release: {name}: {item['msg']}\n")
        return 1
    except BotError as error:
        sys.stderr.write(f"release: {error}{_detail(error)}\n")
        return 1
    sys.stdout.write(f"release: the database is at {version}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
