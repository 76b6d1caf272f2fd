"""Players who asked not to be analysed, kept as keyed hashes: the list itself names nobody."""

import threading
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from sqlalchemy import delete, select

from errors import StorageUnavailableError
from storage.database import Database, SyncDatabase
from storage.models import opt_outs
from storage.privacy import keyed_hash

FRESH_S = 60.0
"""Seconds within which another process's change is seen."""

ALL = select(opt_outs.c.player_hash)


class _Hashes:
    """The set as it was last read, and when."""

    def __init__(self, key: bytes, clock: Callable[[], float]) -> None:
        self._key = key
        self._clock = clock
        self._known: frozenset[str] | None = None
        self._read_at = 0.0

    def hashed(self, player_id: str) -> str:
        """Ids are compared without regard to case or blanks around them."""
        return keyed_hash(self._key, "opt-out", player_id.strip().lower())

    @property
    def fresh(self) -> frozenset[str] | None:
        """The set unless it is too old."""
        return self._known if self._clock() - self._read_at < FRESH_S else None

    def read(self, rows: Iterable[str]) -> frozenset[str]:
        """The set just read."""
        self._known, self._read_at = frozenset(rows), self._clock()
        return self._known

    def stale(self, error: StorageUnavailableError) -> frozenset[str]:
        """The last one known. Raises `error` when none is: whoever asks must decide what to do without."""
        if self._known is None:
            raise error
        return self._known

    def changed(self, hashed: str, *, present: bool) -> None:
        """This process's own change is seen at once, also while the database is away afterwards."""
        if self._known is not None:
            self._known = self._known | {hashed} if present else self._known - {hashed}

    def among(self, ids: Collection[str], hashes: frozenset[str]) -> set[str]:
        """Those of the ids whose hashes are in the set."""
        return {player_id for player_id in ids if self.hashed(player_id) in hashes}


def _adding(database: Database | SyncDatabase, hashed: str) -> Any:
    new = database.insert(opt_outs).values(player_hash=hashed, at=datetime.now(UTC))
    return new.on_conflict_do_nothing(index_elements=["player_hash"])


def _removing(hashed: str) -> Any:
    return delete(opt_outs).where(opt_outs.c.player_hash == hashed)


class OptOuts:
    """For worker threads. `key` is storage.privacy.hash_key; `clock` gives seconds that never go back."""

    def __init__(self, database: SyncDatabase, key: bytes, clock: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._hashes = _Hashes(key, clock)
        self._lock = threading.Lock()

    def add(self, player_id: str) -> None:
        """Analyse this player no more. Raises StorageUnavailableError."""
        self._write(_adding(self._database, hashed := self._hashes.hashed(player_id)), hashed, present=True)

    def remove(self, player_id: str) -> bool:
        """Whether the player was on the list. Raises StorageUnavailableError."""
        return self._write(_removing(hashed := self._hashes.hashed(player_id)), hashed, present=False)

    def contains_any(self, ids: Collection[str]) -> set[str]:
        """Those of the ids who opted out, as read within the last minute, or as last known while the database is away.

        Raises StorageUnavailableError when it is away and nothing was ever read.
        """
        # One thread reads, the others wait for it: they would read the same.
        with self._lock:
            hashes = self._hashes.fresh
            if hashes is None:
                try:
                    with self._database.reading() as connection:
                        hashes = self._hashes.read(connection.execute(ALL).scalars())
                except StorageUnavailableError as error:
                    hashes = self._hashes.stale(error)
        return self._hashes.among(ids, hashes)

    def _write(self, statement: Any, hashed: str, *, present: bool) -> bool:
        with self._lock:
            with self._database.writing() as connection:
                changed = connection.execute(statement).rowcount > 0
            self._hashes.changed(hashed, present=present)
        return changed


class AsyncOptOuts:
    """The same for the bot's event loop."""

    def __init__(self, database: Database, key: bytes, clock: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._hashes = _Hashes(key, clock)

    async def add(self, player_id: str) -> None:
        """Analyse this player no more. Raises StorageUnavailableError."""
        await self._write(_adding(self._database, hashed := self._hashes.hashed(player_id)), hashed, present=True)

    async def remove(self, player_id: str) -> bool:
        """Whether the player was on the list. Raises StorageUnavailableError."""
        return await self._write(_removing(hashed := self._hashes.hashed(player_id)), hashed, present=False)

    async def contains_any(self, ids: Collection[str]) -> set[str]:
        """As OptOuts.contains_any."""
        hashes = self._hashes.fresh
        if hashes is None:
            try:
                async with self._database.reading() as connection:
                    hashes = self._hashes.read((await connection.execute(ALL)).scalars())
            except StorageUnavailableError as error:
                hashes = self._hashes.stale(error)
        return self._hashes.among(ids, hashes)

    async def _write(self, statement: Any, hashed: str, *, present: bool) -> bool:
        async with self._database.writing() as connection:
            changed: bool = (await connection.execute(statement)).rowcount > 0
        self._hashes.changed(hashed, present=present)
        return changed
