"""A made-up FACEIT for all conditions, put back to its beginning before each."""

from collections.abc import Iterator

import pytest

from sandbox.faceit import FaceitStandIn
from sandbox.faceit.bench import Bench
from sandbox.faceit.match import LEAGUE
from sandbox.faceit.options import Options


@pytest.fixture(scope="session")
def league_on_loopback() -> Iterator[FaceitStandIn]:
    """The stand-in without latency or limit; its league has a series about to start, too."""
    with FaceitStandIn(options=Options(latency_ms=0, rate=None)) as stand_in:
        bench = Bench(stand_in.league)
        series = bench.ready("coming_bo3")
        series.competition, series.calculate_elo, series.best_of, series.picks = LEAGUE, False, 3, series.pool[:3]
        bench.enter(series)
        unset = bench.ready("manual_result_pending")
        unset.started_at = unset.created_at + 60
        bench.enter(unset, "MANUAL_RESULT")
        crowded = bench.ready("nine_in_roster")
        playing = {seat.player.player_id for faction in crowded.factions for seat in faction.roster}
        rest = [player for player in stand_in.league.ordinary if player.player_id not in playing]
        crowded.factions[1].roster.extend(type(crowded.factions[1].roster[0])(player, 5) for player in rest[:4])
        bench.enter(crowded)
        yield stand_in


@pytest.fixture
def faceit(league_on_loopback: FaceitStandIn) -> FaceitStandIn:
    """FACEIT without faults and with an empty log of calls."""
    league_on_loopback.reset()
    return league_on_loopback
