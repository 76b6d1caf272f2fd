"""What a person or a chat chose. Without the database the last known choice holds."""

import asyncio
from typing import Any

from sqlalchemy import select

from errors import StorageUnavailableError
from storage.database import Database
from storage.last_known import Chosen
from storage.models import preferences
from texts.catalogue import LANGUAGES, Language

PATIENCE_S = 0.3
"""Every answer to a person begins with the language: a slow database must not hold it back."""


class Preferences:
    """Preferences by owner (`tg:<user id>` or `chat:<chat id>`).

    Reading never fails: while the database is away it gives what this process last knew of the owner, else None.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def language(self, owner: str) -> Language | None:
        """The language this owner chose; None when none was chosen or known."""
        return (await self._of(owner)).language

    async def timezone(self, owner: str) -> str | None:
        """The IANA name of the time zone this owner chose; None when none was chosen or known."""
        return (await self._of(owner)).timezone

    async def set_language(self, owner: str, language: Language) -> None:
        """Keep the choice. Raises StorageUnavailableError when it could not be kept."""
        await self._set(owner, {"language": language})
        self._database.last_known.keep(owner, self._database.last_known.of(owner)._replace(language=language))

    async def set_timezone(self, owner: str, name: str) -> None:
        """Keep an IANA name, which the caller has checked. Raises StorageUnavailableError."""
        await self._set(owner, {"timezone": name})
        self._database.last_known.keep(owner, self._database.last_known.of(owner)._replace(timezone=name))

    async def _of(self, owner: str) -> Chosen:
        try:
            async with asyncio.timeout(PATIENCE_S), self._database.reading() as connection:
                row = (await connection.execute(select(preferences).where(preferences.c.owner == owner))).one_or_none()
        except (StorageUnavailableError, TimeoutError):
            return self._database.last_known.of(owner)
        known = Chosen() if row is None else Chosen(row.language if row.language in LANGUAGES else None, row.timezone)
        self._database.last_known.keep(owner, known)
        return known

    async def _set(self, owner: str, chosen: dict[str, Any]) -> None:
        statement = self._database.insert(preferences).values(owner=owner, **chosen)
        async with self._database.writing() as connection:
            await connection.execute(statement.on_conflict_do_update(index_elements=["owner"], set_=chosen))
