"""Everything in the database that is past its term, in one go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from settings import Settings
from storage.database import SyncDatabase
from storage.engines import ALONE
from storage.models import history
from storage.population import Population
from storage.predictions import Predictions
from storage.privacy import hash_key


@dataclass(frozen=True)
class Expired:
    """Rows deleted, by what they were."""

    history: int
    predictions: int
    counts: int


def delete_expired(settings: Settings, now: datetime) -> Expired:
    """Delete on a connection of its own; doing it again deletes nothing more. Raises StorageUnavailableError."""
    database = SyncDatabase.open(settings, ALONE)
    try:
        return Expired(
            history=_history(database, now),
            predictions=Predictions(database).delete_expired(now),
            counts=Population(database, hash_key(settings)).delete_expired(now),
        )
    finally:
        database.close()


def _history(database: SyncDatabase, now: datetime) -> int:
    oldest = now - timedelta(days=database.limits.history_days)
    with database.writing() as connection:
        return connection.execute(delete(history).where(history.c.at < oldest)).rowcount
