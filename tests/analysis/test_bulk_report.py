"""Many matches together: rows from real reports, totals counted by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from analysis.bulk.compose import compose, row_of, share, summarise
from analysis.bulk.report import BulkLine, BulkRow, FailedMatch
from analysis.report import MatchReport
from sandbox.faceit import FaceitStandIn
from sandbox.faceit.options import Options
from settings import Settings
from tests.conditions.analysing import analyse

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def row(number: int, **more: object) -> BulkRow:
    return BulkRow.model_validate({"match_id": f"m{number}", "task": f"t{number}", "status": "FINISHED", **more})


def line(kills: int, deaths: int, adr: float | None = None, rounds: int | None = None) -> BulkLine:
    return BulkLine(nickname="me", kills=kills, deaths=deaths, kd=kills / deaths, adr=adr, rounds=rounds)


@pytest.fixture(scope="module")
def faceit() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(options=Options(latency_ms=0, rate=None)) as stand_in:
        yield stand_in


def report_of(settings: Settings, faceit: FaceitStandIn, scenario: str) -> MatchReport:
    return analyse(settings, faceit, faceit.league.scenarios[scenario])


def test_a_row_says_what_the_match_says(settings: Settings, faceit: FaceitStandIn) -> None:
    match = faceit.league.matches[faceit.league.scenarios["finished"]]
    me = match.factions[1].roster[0].player
    found = row_of(report_of(settings, faceit, "finished"), "task1", me.player_id)
    assert (found.match_id, found.task, found.side) == (match.match_id, "task1", "faction2")
    assert found.winner == ("faction1" if match.winner == 0 else "faction2")
    assert found.won is (match.winner == 1)
    first, second = match.maps[0].scores
    assert found.score == {"faction1": first.total, "faction2": second.total}
    assert found.own is not None and found.own.nickname == me.nickname
    assert found.best is not None and found.best.kd is not None and found.own.kd is not None
    assert found.best.kd >= found.own.kd


def test_an_open_match_is_not_won_and_has_nobody_best(settings: Settings, faceit: FaceitStandIn) -> None:
    found = row_of(report_of(settings, faceit, "ready"), "task1", None)
    assert (found.winner, found.won, found.side, found.best, found.own) == (None, None, None, None, None)
    assert found.predicted is not None and found.predicted_right is None


def test_somebody_who_was_not_there_has_no_side(settings: Settings, faceit: FaceitStandIn) -> None:
    found = row_of(report_of(settings, faceit, "finished"), "task1", "nobody")
    assert (found.side, found.won, found.own) == (None, None, None)


def test_only_predictions_that_can_be_judged_count() -> None:
    rows = [
        row(1, winner="faction1", predicted=0.6, predicted_right=True),
        row(2, winner="faction2", predicted=0.6, predicted_right=False),
        row(3, winner="faction1", predicted=0.7, predicted_right=True),
        row(4, winner="faction1"),
        row(5, predicted=0.5),
    ]
    found = summarise(rows, about=False)
    assert (found.predicted.hits, found.predicted.of) == (2, 3)
    assert (found.decided, found.open) == (4, 1)
    assert found.results is None


def test_the_interval_is_wilsons() -> None:
    # Worked out by hand from (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n), z = 1.96, 7 of 10
    found = share([True] * 7 + [False] * 3)
    assert found.low == pytest.approx(0.3968, abs=2e-4)
    assert found.high == pytest.approx(0.8922, abs=2e-4)
    assert share([]).low is None


def test_one_players_figures_are_sums() -> None:
    rows = [
        row(1, played=["de_nuke"], winner="faction1", side="faction1", won=True, own=line(20, 10, 100, 30)),
        row(2, played=["de_nuke"], winner="faction1", side="faction2", won=False, own=line(10, 20, 60, 10)),
        row(3, played=["de_dust2"], winner="faction1", side="faction1", won=True),
    ]
    found = summarise(rows, about=True)
    assert found.results is not None and (found.results.hits, found.results.of) == (2, 3)
    # K/D is kills over deaths summed, not the mean of 2.0 and 0.5
    assert found.kd == pytest.approx(1.0)
    # ADR is damage over rounds: (100·30 + 60·10) / 40
    assert found.adr == pytest.approx(90)
    assert found.line_matches == 2
    assert [(one.map, one.matches, one.wins, one.results) for one in found.maps] == [
        ("de_nuke", 2, 1, 2),
        ("de_dust2", 1, 1, 1),
    ]


def test_a_series_counts_for_its_maps_but_its_result_for_none() -> None:
    maps = ["de_nuke", "de_dust2"]
    series = row(1, map="de_nuke", picks=[*maps, "de_mirage"], played=maps, side="faction1", won=True, rounds=43)
    found = summarise([series], about=True)
    assert {one.map: (one.matches, one.results) for one in found.maps} == {"de_nuke": (1, 0), "de_dust2": (1, 0)}
    assert found.rounds == 43


def test_the_map_nobody_got_to_was_not_played(settings: Settings, faceit: FaceitStandIn) -> None:
    match = faceit.league.matches[faceit.league.scenarios["finished_bo3"]]
    found = row_of(report_of(settings, faceit, "finished_bo3"), "task1", None)
    assert found.played == [one.game_map.class_name for one in match.maps]
    assert found.rounds == sum(score.total for one in match.maps for score in one.scores)


def test_a_match_that_was_not_played_has_no_maps(settings: Settings, faceit: FaceitStandIn) -> None:
    for scenario in ("ready", "cancelled"):
        found = row_of(report_of(settings, faceit, scenario), "task1", None)
        assert (found.played, found.rounds) == ([], None)
        assert summarise([found], about=False).maps == []


def test_called_off_is_not_open() -> None:
    found = summarise([row(1, status="CANCELLED"), row(2, status="READY"), row(3, winner="faction1")], about=False)
    assert (found.decided, found.open, found.cancelled) == (1, 1, 1)


def test_a_map_is_strong_only_with_thirty_matches_behind_it() -> None:
    def played(count: int) -> list[BulkRow]:
        strong = [row(n, played=["de_nuke"], won=True, own=line(25, 10)) for n in range(count)]
        usual = [row(100 + n, played=["de_mirage"], won=n % 2 == 0, own=line(15, 15)) for n in range(40)]
        return [*strong, *usual]

    verdicts = {n: {one.map: one.verdict for one in summarise(played(n), about=True).maps} for n in (29, 30)}
    assert verdicts[29]["de_nuke"] == "none"
    assert verdicts[30]["de_nuke"] == "strong"
    nuke = next(one for one in summarise(played(30), about=True).maps if one.map == "de_nuke")
    # Drawn towards the player's level in these matches, not 100 %
    assert (nuke.wins, nuke.results) == (30, 30)
    assert nuke.win_rate is not None and 0.5 < nuke.win_rate < 0.85
    assert nuke.kd is not None and 1.3 < nuke.kd < 2.5
    assert {one.verdict for one in summarise(played(30), about=False).maps} == {"none"}


def test_the_whole_keeps_the_order_and_the_failures() -> None:
    report = compose(
        [row(3), row(1)],
        [FailedMatch(match_id="m2", error="faceit-not-found")],
        total=3,
        now=NOW,
        api_calls=5,
        depth="brief",
    )
    assert [one.match_id for one in report.matches] == ["m3", "m1"]
    assert (report.total, report.completed, report.coverage.players) == (3, 2, (2, 3))
    assert "nickname" not in repr(report)
