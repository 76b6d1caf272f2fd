"""What is too old leaves the database by itself; what is not stays."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.remembered import open_database, remember
from bot.retention import keep_to_terms
from settings import Settings
from storage.database import SyncDatabase
from storage.history import HistoryEntry
from storage.predictions import Predictions, StoredPrediction
from tests.bot.conftest import until


def entry(task: str, days: float) -> HistoryEntry:
    at = datetime.now(UTC) - timedelta(days=days)
    return HistoryEntry(owner="tg:1", task=task, run="r", type="match_analysis", subject="m", state="completed", at=at)


async def test_the_old_go_and_the_young_stay(settings: Settings) -> None:
    # Given history and scored predictions, each young and old
    database = await open_database(settings)
    remembered = remember(database)
    await remembered.history.add(entry("old", settings.storage.history_days + 1))
    await remembered.history.add(entry("young", settings.storage.history_days - 1))
    kept = SyncDatabase.open(settings)
    predictions = Predictions(kept)
    for match, days in (("old", settings.storage.prediction_days + 1), ("young", settings.storage.prediction_days - 1)):
        at = datetime.now(UTC) - timedelta(days=days)
        predictions.keep(
            StoredPrediction(
                match_id=match, run="r", made_at=at, phase="veto_done", faction1=0.6, source="model", model=0.6,
                too_close=False, inputs={}, winner=None,
            )
        )  # fmt: skip
        predictions.settle(match, "faction1", at)
    # When the clean-up runs
    cleaning = asyncio.create_task(keep_to_terms(settings, remembered))
    await until(lambda: predictions.before_start("old") is None)
    cleaning.cancel()
    # Then the young are there, the old are not
    assert [one.task for one in await remembered.history.of("tg:1")] == ["young"]
    assert predictions.before_start("young") is not None
    kept.close()
    await database.close()
