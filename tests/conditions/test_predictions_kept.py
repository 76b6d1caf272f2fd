"""What is predicted before the start is kept with its inputs, shown when the match is over, and given to be scored."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from sandbox.faceit import FaceitStandIn
from settings import Settings
from storage.database import SyncDatabase
from storage.models import population_counts, population_voters
from storage.predictions import Predictions, StoredPrediction
from tests.conditions.analysing import analyse, card


def test_an_open_match_is_kept_with_its_inputs(settings: Settings, faceit: FaceitStandIn) -> None:
    match = faceit.league.scenarios["ready"]
    report = analyse(settings, faceit, match)
    database = SyncDatabase.open(settings)
    kept = Predictions(database).before_start(match)
    database.close()
    assert kept is not None and kept.winner is None
    assert kept.faction1 == report.prediction.faction1 and kept.model == report.prediction.model
    assert kept.inputs["elo_diff"] is not None and kept.inputs["recent_kd_diff"] is not None


def test_a_finished_match_first_seen_then_is_not_predicted(settings: Settings, faceit: FaceitStandIn) -> None:
    match = faceit.league.scenarios["finished"]
    analyse(settings, faceit, match)
    database = SyncDatabase.open(settings)
    assert Predictions(database).before_start(match) is None
    database.close()


def test_the_review_judges_what_was_said_before(settings: Settings, faceit: FaceitStandIn) -> None:
    # Given a prediction that was kept an hour before the start, against the later winner
    match = faceit.league.matches[faceit.league.scenarios["finished"]]
    first = analyse(settings, faceit, match.match_id)
    assert first.review is not None
    wrong = 0.2 if first.review.winner == "faction1" else 0.8
    began = datetime.fromtimestamp(match.started_at or 0, UTC)
    database = SyncDatabase.open(settings)
    predictions = Predictions(database)
    predictions.keep(
        StoredPrediction(
            match_id=match.match_id, run="run", made_at=began - timedelta(hours=1), phase="veto_done", faction1=wrong,
            source="model", model=wrong, too_close=False, inputs={"elo_diff": 10.0}, winner=None,
        )
    )  # fmt: skip
    # When the match is analysed after its end, then the card says that it did not come true
    report = analyse(settings, faceit, match.match_id)
    assert report.review is not None and report.review.predicted_right is False
    assert report.prediction.faction1 == wrong
    assert "❌" in card(report, "ru")
    # And it can be scored by the command line
    stored = predictions.before_start(match.match_id)
    database.close()
    assert stored is not None and stored.winner == report.review.winner
    assert scored(settings)


def scored(settings: Settings) -> bool:
    lines = subprocess.run(
        [sys.executable, "-m", "storage.scored"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    path = Path(settings.storage.sqlite_path).with_suffix(".jsonl")
    path.write_text(lines, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "analysis.score", str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode == 0 and "Brier" in done.stdout


def test_the_players_of_a_match_are_counted_once_and_cost_no_call(settings: Settings, faceit: FaceitStandIn) -> None:
    match = faceit.league.scenarios["ready"]
    analyse(settings, faceit, match)
    assert faceit.calls()["total"] == 31
    database = SyncDatabase.open(settings)

    def voters() -> int:
        with database.reading() as connection:
            return connection.execute(select(func.count()).select_from(population_voters)).scalar_one()

    def votes(metric: str) -> int:
        wanted = select(func.sum(population_counts.c.count)).where(population_counts.c.metric == metric)
        with database.reading() as connection:
            return int(connection.execute(wanted).scalar_one())

    first = voters()
    assert 5 <= first <= 10 and votes("kd") == votes("headshots") == first
    # When the match is analysed again, nobody votes again
    analyse(settings, faceit, match)
    assert voters() == votes("kd") == first
    database.close()
