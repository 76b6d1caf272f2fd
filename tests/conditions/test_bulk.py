"""Bulks of awkward matches and players, by the real steps: what can't be analysed fails by itself and is named."""

import pytest

from actors.bulk_analysis import NoHistoryError
from actors.inline import InlineRun
from actors.player_performance import PlayerHiddenError
from analysis.bulk.report import BulkReport
from bot.answers import error_text
from faceit.client import build_local_client
from faceit.player_errors import PlayerNotFoundError
from pipelines.bulk import BRIEF, STANDARD
from reports.bulk import render
from reports.plain import plain
from sandbox.faceit import FaceitStandIn
from settings import Settings
from storage.database import SyncDatabase
from storage.opt_outs import OptOuts
from storage.privacy import hash_key
from tasks.states import TaskType
from tests.conditions.analysing import analyse, fast
from texts.catalogue import LANGUAGES


def bulk(settings: Settings, faceit: FaceitStandIn, subject: str, depth: str = BRIEF) -> BulkReport:
    """The report of a bulk, all three steps and the runs of its matches. Raises what a step of its own raised."""
    own = fast(settings, faceit)
    client = build_local_client(own)
    try:
        found = InlineRun(TaskType.BULK_ANALYSIS, subject, own, depth=depth, faceit=client).run()
    finally:
        client.close()
    return BulkReport.model_validate(found)


def told(report: BulkReport) -> str:
    return "\n".join(plain(part) for language in LANGUAGES for part in render(report, language=language))


def id_of(faceit: FaceitStandIn, nickname: str) -> str:
    return next(p.player_id for p in faceit.league.players.values() if p.nickname == nickname)


def test_awkward_matches_fail_alone(settings: Settings, faceit: FaceitStandIn) -> None:
    scenarios = faceit.league.scenarios
    names = ["finished", "cancelled", "finished_bo3", "ready"]
    other = next(one.match_id for one in faceit.league.matches.values() if one.game != "cs2")
    unknown = "1-00000000-0000-4000-8000-000000000000"
    report = bulk(settings, faceit, " ".join([*(scenarios[name] for name in names), other, unknown]))
    assert [row.match_id for row in report.matches] == [scenarios[name] for name in names]
    assert {one.match_id: one.error for one in report.failed} == {other: "other-game", unknown: "faceit-not-found"}
    assert (report.total, report.completed) == (6, 4)
    words = told(report)
    assert "4 of 6" in words and "4 из 6" in words and unknown in words


def test_brief_costs_two_calls_a_finished_match(settings: Settings, faceit: FaceitStandIn) -> None:
    played = [
        one for one in faceit.league.matches.values() if one.status == "FINISHED" and one.game == "cs2" and one.maps
    ]
    faceit.reset()
    report = bulk(settings, faceit, " ".join(one.match_id for one in played[:6]))
    assert faceit.calls()["total"] == 12
    assert report.summary.decided == 6
    # Deep looks at all ten players, and knows what was usual for them
    faceit.reset()
    bulk(settings, faceit, played[0].match_id, STANDARD)
    assert faceit.calls()["total"] == 32


def test_a_match_that_is_not_over_is_looked_at_deeply(settings: Settings, faceit: FaceitStandIn) -> None:
    faceit.reset()
    report = bulk(settings, faceit, faceit.league.scenarios["ready"])
    assert faceit.calls()["total"] == 31
    assert not report.matches[0].brief and report.summary.open == 1


def test_a_player_without_a_match_is_told_so(settings: Settings, faceit: FaceitStandIn) -> None:
    nobody = id_of(faceit, "Zero_Matches")
    with pytest.raises(NoHistoryError):
        bulk(settings, faceit, f"last:{nobody}:20")


def test_fewer_matches_than_asked_for(settings: Settings, faceit: FaceitStandIn) -> None:
    report = bulk(settings, faceit, "last:Three_Matches:50")
    assert 1 <= report.total <= 3
    assert report.nickname == "Three_Matches"
    assert report.summary.results is not None and report.summary.results.of == report.completed


def test_an_unknown_player(settings: Settings, faceit: FaceitStandIn) -> None:
    with pytest.raises(PlayerNotFoundError):
        bulk(settings, faceit, "last:nobody_at_all_here:5")


def test_who_asked_not_to_be_analysed_is_not(settings: Settings, faceit: FaceitStandIn) -> None:
    match = faceit.league.matches[faceit.league.scenarios["finished"]]
    shy = max((seat.player for seat in match.factions[0].roster), key=lambda player: len(player.nickname))
    opt_outs = OptOuts(SyncDatabase.open(settings), hash_key(settings))
    opt_outs.add(shy.player_id)
    with pytest.raises(PlayerHiddenError):
        bulk(settings, faceit, f"last:{shy.player_id}:5")
    # Nor is he named in somebody else's, brief as it is
    report = bulk(settings, faceit, match.match_id)
    assert report.completed == 1
    assert shy.nickname not in report.model_dump_json() and shy.nickname not in told(report)


def test_a_brief_report_says_so_and_a_deep_one_does_not(settings: Settings, faceit: FaceitStandIn) -> None:
    finished = faceit.league.scenarios["finished"]
    brief = bulk(settings, faceit, finished)
    assert brief.matches[0].brief
    deep = analyse(settings, faceit, finished)
    assert not any(item.code == "brief" for item in deep.coverage.missing)
    row = bulk(settings, faceit, finished, STANDARD).matches[0]
    assert not row.brief and (row.score, row.winner) == (brief.matches[0].score, brief.matches[0].winner)


def test_a_history_faceit_does_not_show_is_said_to_be_one(settings: Settings, faceit: FaceitStandIn) -> None:
    player = faceit.league.ordinary[0].player_id
    faceit.configure(faults=[{"path": f"/players/{player}/history", "kind": "404"}])
    with pytest.raises(NoHistoryError) as caught:
        bulk(settings, faceit, f"last:{player}:5")
    assert "не показывает ни одного" in error_text("ru", caught.value)
