"""Bodies about matches have the keys and the kinds of value that recorded ones had."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox.faceit import FaceitStandIn, Options, create_league

Body = dict[str, Any]


def keys(text: str) -> set[str]:
    return set(" ".join(text.split()).split(", "))


MATCH_PLAYER = keys(
    """
    1v1Count, 1v1Wins, 1v2Count, 1v2Wins, ADR, Assists, Clutch Kills, Damage, Deaths, Double Kills, Enemies
    Flashed, Enemies Flashed per Round in a Match, Entry Count, Entry Wins, First Kills, Flash Count, Flash
    Success Rate per Match, Flash Successes, Flashes per Round in a Match, Headshots, Headshots %, K/D Ratio,
    K/R Ratio, Kills, Knife Kills, MVPs, Match 1v1 Win Rate, Match 1v2 Win Rate, Match Entry Rate, Match Entry
    Success Rate, Penta Kills, Pistol Kills, Quadro Kills, Result, Sniper Kill Rate per Match, Sniper Kill Rate
    per Round, Sniper Kills, Triple Kills, Utility Count, Utility Damage, Utility Damage Success Rate per Match,
    Utility Damage per Round in a Match, Utility Enemies, Utility Success Rate per Match, Utility Successes,
    Utility Usage per Round, Zeus Kills
    """
)
TEAM_STATS = keys(
    """
    Final Score, First Half Score, Overtime score, Second Half Score, Team, Team Headshots, Team Win
    """
)
ROUND = keys(
    """
    best_of, competition_id, game_id, game_mode, match_id, match_round, played, round_stats, teams
    """
)
ROUND_STATS = keys(
    """
    Map, Region, Rounds, Score, Winner
    """
)
MATCH = keys(
    """
    best_of, calculate_elo, chat_room_id, competition_id, competition_name, competition_type, configured_at,
    demo_url, detailed_results, faceit_url, finished_at, game, group, instances, match_id, organizer_id, region,
    results, round, scheduled_at, started_at, status, teams, version, voting
    """
)
FACTION = keys(
    """
    avatar, faction_id, leader, name, roster, substituted, substitutes, type
    """
)
SEAT = keys(
    """
    anticheat_required, avatar, game_player_id, game_player_name, game_skill_level, membership, nickname,
    player_id
    """
)
MAP_ENTITY = keys(
    """
    class_name, game_map_id, guid, image_lg, image_sm, name
    """
)


@pytest.fixture(scope="module")
def standin() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(create_league(players=40), Options(latency_ms=0, rate=None)) as standin:
        yield standin


def get(standin: FaceitStandIn, path: str, **parameters: Any) -> Body:
    headers = {"Authorization": "Bearer key"}
    response = requests.get(standin.url + path, params=parameters, headers=headers, timeout=10)
    assert response.status_code == 200, response.text
    body: Body = response.json()
    return body


def strings(values: Body, *others: str) -> bool:
    return all(isinstance(value, str) for name, value in values.items() if name not in others)


def test_match_of_a_league(standin: FaceitStandIn) -> None:
    body = get(standin, f"/matches/{standin.league.scenarios['finished_bo3']}")

    assert set(body) == MATCH
    for faction in body["teams"].values():
        assert set(faction) == FACTION - {"substitutes"}
        assert all(set(seat) == SEAT for seat in faction["roster"])
    assert set(body["voting"]["map"]["entities"][0]) == MAP_ENTITY
    assert set(body["voting"]["location"]["entities"][0]) == MAP_ENTITY - {"game_map_id"} | {"game_location_id"}
    assert body["faceit_url"].startswith("https://www.faceit.com/{lang}/cs2/room/1-")
    assert body["finished_at"] < 10_000_000_000


def test_match_of_the_queue(standin: FaceitStandIn) -> None:
    body = get(standin, f"/matches/{standin.league.scenarios['finished']}")

    assert set(body) == MATCH - {"scheduled_at", "round", "group"}
    stats = body["teams"]["faction1"]["stats"]
    assert set(stats) == {"winProbability", "skillLevel", "rating"}
    assert set(stats["skillLevel"]) == {"average", "range"}
    assert set(stats["skillLevel"]["range"]) == {"min", "max"}


def test_substituted_faction(standin: FaceitStandIn) -> None:
    body = get(standin, f"/matches/{standin.league.scenarios['substitute']}")

    assert set(body["teams"]["faction2"]) == FACTION


def test_match_stats(standin: FaceitStandIn) -> None:
    body = get(standin, f"/matches/{standin.league.scenarios['finished']}/stats")

    assert set(body) == {"rounds"}
    for game in body["rounds"]:
        assert set(game) == ROUND
        assert set(game["round_stats"]) == ROUND_STATS
        for team in game["teams"]:
            assert set(team) == {"team_id", "premade", "team_stats", "players"}
            assert set(team["team_stats"]) == TEAM_STATS
            for player in team["players"]:
                assert set(player) == {"player_id", "nickname", "player_stats"}
                assert set(player["player_stats"]) == MATCH_PLAYER
                assert strings(player["player_stats"])
