"""What an owner asked for, by task; kept for `history_days`."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from storage.database import Database
from storage.models import history


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One ended task. `subject` is what was asked about, `match_id` and `player_id` where they became known."""

    owner: str
    task: str
    run: str
    type: str
    subject: str = field(repr=False)
    state: str
    at: datetime
    match_id: str | None = None
    player_id: str | None = None


class History:
    """Entries by owner. Every method raises StorageUnavailableError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, entry: HistoryEntry) -> bool:
        """Keep the entry; False when its task is known already, whose first entry stands."""
        values = {name: getattr(entry, name) for name in HistoryEntry.__dataclass_fields__}
        statement = self._database.insert(history).values(**values).on_conflict_do_nothing(index_elements=["task"])
        async with self._database.writing() as connection:
            return (await connection.execute(statement.returning(history.c.id))).first() is not None

    async def remove(self, task: str) -> None:
        """Take a task's entry back."""
        async with self._database.writing() as connection:
            await connection.execute(delete(history).where(history.c.task == task))

    async def of(self, owner: str, limit: int = 20) -> list[HistoryEntry]:
        """The latest entries of this owner, newest first."""
        wanted = select(*(history.c[name] for name in HistoryEntry.__dataclass_fields__))
        wanted = wanted.where(history.c.owner == owner).order_by(history.c.at.desc(), history.c.id.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [HistoryEntry(**row) for row in (await connection.execute(wanted)).mappings()]

    async def delete_expired(self, now: datetime) -> int:
        """Remove what is older than `history_days`; gives how many."""
        oldest = now - timedelta(days=self._database.limits.history_days)
        async with self._database.writing() as connection:
            return (await connection.execute(delete(history).where(history.c.at < oldest))).rowcount
