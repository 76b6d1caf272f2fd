"""Matches: recorded ones, and the traps of the notes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from faceit.models import Match, MatchStats, MatchStatus
from tests.rooms import match_body, picked, recorded


def bodies() -> list[dict[str, Any]]:
    return [
        recorded("match_details.json"),
        *recorded("hub_matches.json")["items"],
        *recorded("championship_matches.json")["items"],
    ]


def test_recorded_match_reads_as_it_was_played() -> None:
    match = Match.model_validate(recorded("match_details.json"))
    assert match.match_id == "1-882f6d02-0b5d-4e09-8021-6bd7224d8022"
    assert match.maps == ["de_inferno"]
    assert match.pool[:3] == ["de_dust2", "de_mirage", "de_nuke"]
    assert match.results.winner == "faction1"
    assert match.results.score == {"faction1": 13, "faction2": 10}
    assert match.started_at == datetime(2026, 2, 24, 20, 39, 57, tzinfo=UTC)
    assert (match.phase, match.played, match.calculate_elo) == ("finished", True, False)
    assert len(match.player_ids) == 10
    assert [person.playing for person in match.teams["faction2"].substitutes] == [None, True]


@pytest.mark.parametrize("body", bodies(), ids=lambda body: body["match_id"][2:10])
def test_every_recorded_match_survives_json(body: dict[str, Any]) -> None:
    match = Match.model_validate(body)
    assert Match.model_validate(match.model_dump(mode="json")) == match
    assert list(match.teams) == ["faction1", "faction2"]


def test_unknown_status_means_in_progress_and_case_does_not_matter() -> None:
    assert Match.model_validate(match_body(status="SOMETHING_NEW")).phase == "live"
    assert Match.model_validate(match_body(status="finished")).status is MatchStatus.FINISHED


@pytest.mark.parametrize(
    ("status", "voting", "phase"),
    [
        ("CHECK_IN", None, "before_veto"),
        ("VOTING", picked(), "before_veto"),
        ("CONFIGURING", picked("de_nuke"), "veto_done"),
        ("ONGOING", picked("de_nuke"), "live"),
        ("FINISHED", picked("de_nuke"), "finished"),
        ("CANCELLED", None, "cancelled"),
        ("ABORTED", None, "cancelled"),
    ],
)
def test_phase(status: str, voting: dict[str, Any] | None, phase: str) -> None:
    assert Match.model_validate(match_body(status=status, voting=voting)).phase == phase


def test_forfeits_are_finished_and_not_played() -> None:
    results = {"winner": "faction2", "score": {"faction1": 0, "faction2": 1}}
    never = Match.model_validate(match_body(status="FINISHED", results=results, finished_at=1742139292))
    at_once = Match.model_validate(match_body(status="FINISHED", started_at=1741964482, finished_at=1741964482))
    epoch = Match.model_validate(match_body(status="FINISHED", started_at=0, finished_at=1741964482))
    assert [m.finished for m in (never, at_once, epoch)] == [True] * 3
    assert [m.played for m in (never, at_once, epoch)] == [False] * 3


def test_class_name_with_a_space_and_a_pick_by_guid() -> None:
    voting = {"map": {"pick": ["7f3a"], "entities": [{"class_name": "de_cache ", "guid": "7f3a", "name": "Cache"}]}}
    match = Match.model_validate(match_body(voting=voting))
    assert (match.pool, match.maps) == (["de_cache"], ["de_cache"])


def test_win_probability_only_where_it_is() -> None:
    body = match_body()
    body["teams"]["faction1"]["stats"] = {
        "winProbability": 0.53,
        "rating": 1712,
        "skillLevel": {"average": 8, "range": {"min": 6, "max": 10}},
    }
    match = Match.model_validate(body)
    standing = match.teams["faction1"].standing
    assert standing is not None
    assert (standing.win_probability, standing.rating, standing.level_average) == (0.53, 1712, 8)
    assert match.teams["faction2"].standing is None


def test_unplaced_level_is_unknown() -> None:
    body = match_body()
    body["teams"]["faction1"]["roster"][0]["game_skill_level"] = 0
    assert Match.model_validate(body).teams["faction1"].roster[0].level is None


@pytest.mark.parametrize("results", [None, {}, {"winner": ""}, {"winner": "a-uuid", "score": {"x": 1}}, []])
def test_odd_results_have_no_winner(results: object) -> None:
    assert Match.model_validate(match_body(results=results)).results.winner is None


@pytest.mark.parametrize("body", [[], "x", None, {}, {"match_id": "", "status": "READY"}, {"match_id": "1-x"}])
def test_another_shape_is_refused(body: object) -> None:
    with pytest.raises(ValidationError):
        Match.model_validate(body)


def test_names_stay_out_of_reprs() -> None:
    assert "nick-p1" not in repr(Match.model_validate(match_body()))


def test_recorded_stats() -> None:
    stats = MatchStats.model_validate(recorded("match_stats.json"))
    played = stats.rounds[0]
    assert (played.map, played.rounds) == ("de_inferno", 23)
    assert [team.final_score for team in played.teams] == [13, 10]
    first = played.teams[0].players[0]
    assert (first.kills, first.deaths, first.adr, first.entry_count) == (19, 13, 99.0, 6)
    assert MatchStats.model_validate(stats.model_dump(mode="json")) == stats


@pytest.mark.parametrize("body", [[], {}, {"rounds": {}}, {"rounds": [{"round_stats": {}, "teams": [{}]}]}])
def test_stats_of_another_shape_are_refused(body: object) -> None:
    with pytest.raises(ValidationError):
        MatchStats.model_validate(body)
