"""What outlives Redis, as handlers and delivery use it. A database that is away costs one moment, not every answer."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.breaker import Breaker
from errors import StorageUnavailableError
from settings import Settings
from storage.accounts import Account, Accounts
from storage.database import Database
from storage.history import History, HistoryEntry
from storage.last_known import LastKnown
from storage.personal import Personal
from storage.preferences import Preferences
from storage.release import migrate_local
from tasks.records import TaskView
from texts.catalogue import Language

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Remembered:
    """The stores by themselves, for what must be told when it fails; and answers that do without."""

    accounts: Accounts
    preferences: Preferences
    history: History
    personal: Personal
    database: Database
    last_known: LastKnown
    breaker: Breaker

    async def account(self, owner: str) -> Account | None:
        """Whom this owner is on FACEIT; None also while that can't be known."""
        return await self.breaker.call(lambda: self.accounts.of(owner), None)

    async def language(self, owner: str) -> Language | None:
        """The language this owner chose; the last one known while the database is away."""
        known = self.last_known.of(owner).language
        return await self.breaker.call(lambda: self.preferences.language(owner), known)

    async def note(self, view: TaskView, report: dict[str, Any] | None) -> None:
        """An analysis has ended and was told: it goes into its owner's history, if the database is there."""
        entry = HistoryEntry(
            owner=view.owner,
            task=view.id,
            run=view.run,
            type=view.type,
            subject=view.subject,
            match_id=(report or {}).get("match_id"),
            player_id=(report or {}).get("player_id"),
            state=view.state,
            at=datetime.now(UTC),
        )
        await self.breaker.call(lambda: self.history.add(entry), default=False)

    async def unnote(self, view: TaskView) -> None:
        """Take that entry back."""
        await self.breaker.call(lambda: self.history.remove(view.id), None)

    async def player_id(self, owner: str) -> str | None:
        """The same as an id."""
        account = await self.account(owner)
        return account.player_id if account else None


async def open_database(settings: Settings) -> Database:
    """The database; a file of one's own is brought up to date first. One that can't be is logged and does not stop

    the bot: whatever needs it says so. Raises ConfigurationError.
    """
    try:
        await asyncio.to_thread(migrate_local, settings)
    except StorageUnavailableError as error:
        log.warning("storage.not_migrated", error=str(error.__cause__ or error)[:200])
    return Database.open(settings)


def remember(database: Database) -> Remembered:
    """All stores on one database."""
    return Remembered(
        accounts=Accounts(database),
        preferences=Preferences(database),
        history=History(database),
        personal=Personal(database),
        database=database,
        last_known=database.last_known,
        breaker=Breaker(timeout_s=0.4, pause_s=5.0, what="storage"),
    )
