"""Predictions: the last one before the start is judged by the first winner told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from analysis.score import parse
from storage.database import SyncDatabase
from storage.models import predictions as table
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
    assert predictions.keep(made(minutes=2))
    assert not predictions.keep(made(minutes=1))
    assert predictions.before_start("1-m") == made(minutes=2)


def test_the_one_after_the_veto_leaves_the_one_before(sync_database: SyncDatabase) -> None:
    predictions = Predictions(sync_database)
    predictions.keep(made(minutes=1, faction1=0.4))
    predictions.keep(later := made(minutes=3, phase="veto_done", faction1=0.7))
    # An older one of the other phase does not come to be the last before the start
    assert predictions.keep(made(minutes=2, faction1=0.45))
    assert predictions.before_start("1-m") == later
    # One winner is of both, and of a match one counts: the last, or that of the phase asked for
    assert predictions.settle("1-m", "faction1") and not predictions.settle("1-m", "faction2")
    assert not predictions.keep(made(minutes=9)) and not predictions.keep(made(minutes=9, phase="veto_done"))
    assert list(parse(scored_lines(sync_database))) == [(0.7, True)]
    assert list(parse(scored_lines(sync_database, phase="before_veto"))) == [(0.45, True)]
    assert list(parse(scored_lines(sync_database, phase="veto_done"))) == [(0.7, True)]
    assert predictions.delete_expired(NOW + timedelta(days=400)) == 2


def test_open_ones_are_given_the_longest_unasked_first(sync_database: SyncDatabase) -> None:
    predictions = Predictions(sync_database)
    for minute, match_id in enumerate(("a", "b", "c", "late", "settled", "nobody")):
        predictions.keep(made(match_id, minutes=minute))
    predictions.keep(made("late", minutes=300, phase="veto_done"))
    predictions.settle("settled", "faction1")
    assert predictions.settle("nobody", None) and not predictions.settle("nobody", "faction1")
    before = NOW + timedelta(minutes=60)
    assert list(predictions.open(before, 10)) == ["a", "b", "c"]
    assert predictions.open(before, 1) == {"a": NOW}
    predictions.asked("a", NOW + timedelta(hours=2))
    predictions.asked("b", NOW + timedelta(hours=1))
    assert list(predictions.open(before, 10)) == ["c", "b", "a"]
    assert [item.won for item in parse(scored_lines(sync_database))] == [True]


# Beside the release before, which knows one table, by match


def put_by_the_release_before(database: SyncDatabase, match_id: str, made_at: datetime, **more: Any) -> None:
    """As its `keep` does."""
    values = {
        "match_id": match_id, "run": "old", "made_at": made_at, "phase": "before_veto", "faction1": 0.3,
        "source": "model", "model": 0.3, "too_close": False, "inputs": {"elo_diff": 1.0}, **more,
    }  # fmt: skip
    new = database.insert(table).values(**values)
    with database.writing() as connection:
        connection.execute(new.on_conflict_do_update(index_elements=["match_id"], set_=values))


def test_what_a_worker_of_the_release_before_keeps_is_taken_over(sync_database: SyncDatabase) -> None:
    predictions = Predictions(sync_database)
    predictions.keep(made("both", minutes=1))
    put_by_the_release_before(sync_database, "theirs", NOW)
    assert predictions.before_start("theirs") is not None
    assert predictions.adopt() == 1 and predictions.adopt() == 0
    assert list(predictions.open(NOW + timedelta(hours=1), 10)) == ["theirs", "both"]
    # And after a step back it finds what this one has kept, the last of a match
    predictions.keep(later := made("both", minutes=2, phase="veto_done"))
    predictions.settle("both", "faction2")
    with sync_database.reading() as connection:
        row = connection.execute(select(table).where(table.c.match_id == "both")).one()
    assert (row.made_at, row.phase, row.winner) == (later.made_at, "veto_done", "faction2")
    # Nor does it take a later one over an older
    assert not predictions.keep(made("theirs", minutes=-5))


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
