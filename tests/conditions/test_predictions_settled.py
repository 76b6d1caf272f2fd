"""Every prediction is scored, whether or not anybody asks about its match again: an hourly turn looks winners up."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from actors.maintenance import Maintenance
from actors.settling import MATCHES_A_TURN, settle_open
from faceit.errors import BudgetDeferredError, FaceitUnavailableError
from faceit.models import Match
from sandbox.faceit import FaceitStandIn
from settings import Settings
from storage.database import SyncDatabase
from storage.predictions import Predictions, StoredPrediction
from storage.release import migrate_local
from storage.scored import scored_lines
from tests.conditions.analysing import fast

NOW = datetime.now(UTC)


@pytest.fixture
def database(settings: Settings) -> Iterator[SyncDatabase]:
    migrate_local(settings)
    opened = SyncDatabase.open(settings)
    yield opened
    opened.close()


def keep(database: SyncDatabase, match_id: str, age: timedelta, phase: str = "veto_done") -> None:
    made = StoredPrediction(
        match_id=match_id, run="run", made_at=NOW - age, phase=phase, faction1=0.6, source="model", model=0.6,  # type: ignore[arg-type]
        too_close=False, inputs={"elo_diff": 10.0},
    )  # fmt: skip
    assert Predictions(database).keep(made)


def asked(faceit: FaceitStandIn) -> list[str]:
    return [path for _, path, _, _ in faceit.calls()["calls"]]


def test_a_turn_settles_what_is_over(settings: Settings, faceit: FaceitStandIn, database: SyncDatabase) -> None:
    scenarios = faceit.league.scenarios
    old = timedelta(hours=4)
    # Given predictions that nobody came back to: of matches over, called off, forfeited, gone, and still played
    keep(database, scenarios["finished"], old + timedelta(minutes=9), "before_veto")
    keep(database, scenarios["finished"], old)
    for name in ("finished_bo3", "cancelled", "forfeit", "ongoing"):
        keep(database, scenarios[name], old)
    keep(database, "1-00000000-0000-4000-8000-000000000000", old)
    # And of one that was made a moment ago, and one that has been open for more than a week
    keep(database, scenarios["hub_map_finished"], timedelta(hours=1))
    keep(database, scenarios["ready"], timedelta(days=8))
    # When the hourly turn comes
    Maintenance(fast(settings, faceit)).settle()
    # Then each was asked about with one call, the young one with none
    paths = asked(faceit)
    assert len(paths) == len(set(paths)) == 7
    assert all("/matches/" in path and not path.endswith("/stats") for path in paths)
    assert not any(scenarios["hub_map_finished"] in path for path in paths)
    # And those with a winner can be scored: with both phases where there are two
    predictions = Predictions(database)
    won = {name: faceit.league.matches[scenarios[name]].winner for name in ("finished", "finished_bo3")}
    for name, winner in won.items():
        found = predictions.before_start(scenarios[name])
        assert found is not None and found.winner == f"faction{(winner or 0) + 1}"
    assert len(list(scored_lines(database))) == 2
    assert len(list(scored_lines(database, phase="before_veto"))) == 1
    # And only what may still get a result stays open
    assert set(predictions.open(NOW, 99)) == {scenarios["ongoing"], scenarios["hub_map_finished"]}
    # And the next turn asks about that one alone
    faceit.reset()
    Maintenance(fast(settings, faceit)).settle()
    assert len(asked(faceit)) <= 1


@pytest.mark.parametrize("error", [BudgetDeferredError("hour", delay=60), FaceitUnavailableError("503", path="/")])
def test_a_turn_that_may_not_go_on_leaves_all_as_it_was(database: SyncDatabase, error: Exception) -> None:
    for number in range(3):
        keep(database, f"m{number}", timedelta(hours=4))
    calls: list[str] = []

    def match(match_id: str) -> Match:
        calls.append(match_id)
        raise error

    counts = settle_open(Predictions(database), match, NOW)
    assert counts == {"settled": 0, "closed": 0, "open": 0} and len(calls) == 1
    assert len(Predictions(database).open(NOW, 99)) == 3


def test_a_turn_has_an_end(database: SyncDatabase) -> None:
    for number in range(MATCHES_A_TURN + 5):
        keep(database, f"m{number}", timedelta(hours=4))
    calls: list[str] = []

    def match(match_id: str) -> Match:
        calls.append(match_id)
        return Match.model_validate({"match_id": match_id, "status": "ONGOING"})

    assert settle_open(Predictions(database), match, NOW)["open"] == MATCHES_A_TURN
    # Those left over come first in the next one
    assert settle_open(Predictions(database), match, NOW + timedelta(hours=1))["open"] == MATCHES_A_TURN
    assert set(calls) == {f"m{number}" for number in range(MATCHES_A_TURN + 5)}
