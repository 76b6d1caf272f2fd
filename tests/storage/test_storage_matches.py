"""Predictions: the last one before the start is judged by the first winner told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from analysis.score import parse
from storage.database import SyncDatabase
from storage.predictions import Predictions, StoredPrediction
from storage.scored import scored_lines

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def made(match_id: str = "1-m", minutes: int = 0, **changes: Any) -> StoredPrediction:
    values: dict[str, Any] = {
        "match_id": match_id, "run": f"r{minutes}", "made_at": NOW + timedelta(minutes=minutes), "phase": "before_veto",
        "faction1": 0.53, "source": "faceit", "model": 0.56, "too_close": False, "inputs": {"elo": 12.5, "map": None},
    }  # fmt: skip
    return StoredPrediction(**values | changes)


def test_a_later_one_replaces_an_earlier_but_not_the_other_way_round(sync_database: SyncDatabase) -> None:
    predictions = Predictions(sync_database)
    assert predictions.before_start("1-m") is None
    assert predictions.keep(made(minutes=1))
    assert predictions.before_start("1-m") == made(minutes=1)
    assert predictions.keep(later := made(minutes=3, phase="veto_done", faction1=None, source=None))
    assert not predictions.keep(made(minutes=2))
    assert predictions.before_start("1-m") == later


def test_the_first_winner_stands_and_ends_predicting(sync_database: SyncDatabase) -> None:
    predictions = Predictions(sync_database)
    assert not predictions.settle("1-m", "faction1")
    predictions.keep(made())
    assert predictions.settle("1-m", "faction2")
    assert not predictions.settle("1-m", "faction1")
    assert not predictions.keep(made(minutes=5))
    found = predictions.before_start("1-m")
    assert found is not None and (found.winner, found.run) == ("faction2", "r0")


def test_what_is_no_prediction_before_the_start_is_refused(sync_database: SyncDatabase) -> None:
    for wrong in (made(winner="faction1"), made(phase="finished")):
        with pytest.raises(ValueError, match="before the start"):
            Predictions(sync_database).keep(wrong)


def test_settled_ones_can_be_scored(sync_database: SyncDatabase) -> None:
    predictions = Predictions(sync_database)
    for match_id, chance, winner in (("a", 0.6, "faction1"), ("b", 0.7, "faction2"), ("c", None, "faction1")):
        predictions.keep(made(match_id, faction1=chance))
        predictions.settle(match_id, winner)  # type: ignore[arg-type]
    predictions.keep(made("open"))
    assert sorted(parse(scored_lines(sync_database))) == [(0.6, True), (0.7, False)]
    assert [item.p for item in parse(scored_lines(sync_database, model=True))] == [0.56] * 3


def test_they_expire_after_the_scoring_or_never_scored(sync_database: SyncDatabase) -> None:
    predictions = Predictions(sync_database)
    for match_id in ("scored late", "scored at once", "never scored"):
        predictions.keep(made(match_id))
    predictions.settle("scored late", "faction1", NOW + timedelta(days=9))
    predictions.settle("scored at once", "faction1", NOW)
    later = NOW + timedelta(days=sync_database.limits.prediction_days, minutes=1)
    assert predictions.delete_expired(later) == 2
    assert predictions.before_start("scored late") is not None
