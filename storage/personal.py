"""All that is held of one owner, to be given to them or taken away.

Predictions hold no person: they are about matches. What ties a person to one is the history alone, by run and match id,
so it goes with the history. Opt-outs and votes are keyed hashes of players, not of owners, and lead back to nobody.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select

from storage.database import Database
from storage.models import accounts, history, preferences

OWNED: dict[str, Table] = {"account": accounts, "preferences": preferences, "history": history}


class Personal:
    """Raises StorageUnavailableError: nothing is given or taken by halves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def export(self, owner: str) -> dict[str, Any]:
        """`account` and `preferences` (None where there is none) and `history` (newest first), ready for JSON."""
        async with self._database.reading() as connection:
            found = {
                name: [_plain(row._mapping) for row in await connection.execute(_of(table, owner))]
                for name, table in OWNED.items()
            }
        return {
            "account": next(iter(found["account"]), None),
            "preferences": next(iter(found["preferences"]), None),
            "history": found["history"],
        }

    async def forget(self, owner: str) -> dict[str, int]:
        """Delete it all, in one transaction; gives the rows deleted of `account`, `preferences` and `history`."""
        async with self._database.writing() as connection:
            gone = {
                name: (await connection.execute(delete(table).where(table.c.owner == owner))).rowcount
                for name, table in OWNED.items()
            }
        self._database.last_known.drop(owner)
        return gone


def _of(table: Table, owner: str) -> Any:
    wanted = select(table).where(table.c.owner == owner)
    return wanted.order_by(table.c.at.desc()) if "at" in table.c else wanted


def _plain(row: Any) -> dict[str, Any]:
    """Without the row's number; times as ISO 8601."""
    return {
        key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items() if key != "id"
    }
