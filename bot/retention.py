"""What is too old to be kept leaves the database: looked at when the bot starts and every six hours after that."""

import asyncio
from datetime import UTC, datetime

import structlog

from bot.remembered import Remembered
from errors import StorageUnavailableError
from settings import Settings
from storage.database import SyncDatabase
from storage.population import Population
from storage.predictions import Predictions
from storage.privacy import hash_key

EVERY_S = 6 * 3600.0

log = structlog.get_logger(__name__)


async def keep_to_terms(settings: Settings, remembered: Remembered, every_s: float = EVERY_S) -> None:
    """Clean up for as long as the process lives; a database that is away is tried again next time."""
    while True:
        try:
            now = datetime.now(UTC)
            history = await remembered.history.delete_expired(now)
            predictions, counts = await asyncio.to_thread(_delete, settings, now)
            log.info("retention.done", history=history, predictions=predictions, counts=counts)
        except StorageUnavailableError as error:
            log.warning("retention.storage_away", error=type(error).__name__)
        await asyncio.sleep(every_s)


def _delete(settings: Settings, now: datetime) -> tuple[int, int]:
    database = SyncDatabase.open(settings)
    try:
        predictions = Predictions(database).delete_expired(now)
        return predictions, Population(database, hash_key(settings)).delete_expired(now)
    finally:
        database.close()
