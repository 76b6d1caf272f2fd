"""Bodies about players have the keys and the kinds of value that recorded ones had."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox.faceit import FaceitStandIn, Options, create_league

Body = dict[str, Any]


def keys(text: str) -> set[str]:
    return set(" ".join(text.split()).split(", "))


LIFETIME = keys(
    """
    1v1 Win Rate, 1v2 Win Rate, ADR, Average Headshots %, Average K/D Ratio, Current Win Streak, Enemies Flashed
    per Round, Entry Rate, Entry Success Rate, Flash Success Rate, Flashes per Round, K/D Ratio, Longest Win
    Streak, Matches, Recent Results, Sniper Kill Rate, Sniper Kill Rate per Round, Total 1v1 Count, Total 1v1
    Wins, Total 1v2 Count, Total 1v2 Wins, Total Damage, Total Enemies Flashed, Total Entry Count, Total Entry
    Wins, Total Flash Count, Total Flash Successes, Total Headshots %, Total Kills with extended stats, Total
    Matches, Total Rounds with extended stats, Total Sniper Kills, Total Utility Count, Total Utility Damage,
    Total Utility Successes, Utility Damage Success Rate, Utility Damage per Round, Utility Success Rate,
    Utility Usage per Round, Win Rate %, Wins
    """
)
SEGMENT = keys(
    """
    1v1 Win Rate, 1v2 Win Rate, ADR, Assists, Average Assists, Average Deaths, Average Headshots %, Average K/D
    Ratio, Average K/R Ratio, Average Kills, Average MVPs, Average Penta Kills, Average Quadro Kills, Average
    Triple Kills, Deaths, Enemies Flashed per Round, Entry Rate, Entry Success Rate, Flash Success Rate, Flashes
    per Round, Headshots, Headshots per Match, K/D Ratio, K/R Ratio, Kills, MVPs, Matches, Penta Kills, Quadro
    Kills, Rounds, Sniper Kill Rate, Sniper Kill Rate per Round, Total 1v1 Count, Total 1v1 Wins, Total 1v2
    Count, Total 1v2 Wins, Total Damage, Total Enemies Flashed, Total Entry Count, Total Entry Wins, Total Flash
    Count, Total Flash Successes, Total Headshots %, Total Kills with extended stats, Total Matches, Total
    Rounds with extended stats, Total Sniper Kills, Total Utility Count, Total Utility Damage, Total Utility
    Successes, Triple Kills, Utility Damage Success Rate, Utility Damage per Round, Utility Success Rate,
    Utility Usage per Round, Win Rate %, Wins
    """
)
GAME = keys(
    """
    ADR, Assists, Best Of, Competition Id, Created At, Damage, Deaths, Double Kills, Final Score, First Half
    Score, Game, Game Mode, Headshots, Headshots %, K/D Ratio, K/R Ratio, Kills, MVPs, Map, Match Finished At,
    Match Id, Match Round, Nickname, Overtime score, Penta Kills, Player Id, Quadro Kills, Region, Result,
    Rounds, Score, Second Half Score, Team, Triple Kills, Updated At, Winner
    """
)
HISTORY = keys(
    """
    competition_id, competition_name, competition_type, faceit_url, finished_at, game_id, game_mode, match_id,
    match_type, max_players, organizer_id, playing_players, region, results, started_at, status, teams,
    teams_size
    """
)
PLAYER = keys(
    """
    activated_at, avatar, country, cover_featured_image, cover_image, faceit_url, friends_ids, games,
    infractions, membership_type, memberships, new_steam_id, nickname, platforms, player_id, settings,
    steam_id_64, steam_nickname, verified
    """
)
PLAYER_GAME = keys(
    """
    faceit_elo, game_player_id, game_player_name, game_profile_id, region, regions, skill_level,
    skill_level_label
    """
)
BAN = keys(
    """
    ends_at, game, nickname, reason, starts_at, type, user_id
    """
)
SEARCH = keys(
    """
    avatar, country, games, nickname, player_id, status, verified
    """
)
RANKING = keys(
    """
    country, faceit_elo, game_skill_level, nickname, player_id, position
    """
)
HISTORY_TEAM = keys(
    """
    avatar, nickname, players, team_id, type
    """
)
HISTORY_PLAYER = keys(
    """
    avatar, faceit_url, game_player_id, game_player_name, nickname, player_id, skill_level
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


def test_player(standin: FaceitStandIn) -> None:
    player = standin.league.ordinary[0]
    body = get(standin, "/players", nickname=player.nickname, game="cs2")

    assert set(body) == PLAYER
    assert set(body["games"]["cs2"]) == PLAYER_GAME
    assert isinstance(body["games"]["cs2"]["faceit_elo"], int)
    assert body == get(standin, f"/players/{player.player_id}")


def test_lifetime_and_segments(standin: FaceitStandIn) -> None:
    for player in standin.league.ordinary:
        body = get(standin, f"/players/{player.player_id}/stats/cs2")
        assert set(body) == {"player_id", "game_id", "lifetime", "segments"}
        assert set(body["lifetime"]) == LIFETIME
        assert strings(body["lifetime"], "Recent Results")
        assert set(body["lifetime"]["Recent Results"]) <= {"0", "1"}
        for segment in body["segments"]:
            assert set(segment) == {"label", "img_small", "img_regular", "stats", "type", "mode"}
            assert set(segment["stats"]) == SEGMENT
            assert strings(segment["stats"])
            assert not segment["label"].startswith("de_")


def test_lifetime_sums_read_as_sums_and_sniper_names_are_swapped(standin: FaceitStandIn) -> None:
    for player in standin.league.ordinary:
        body = get(standin, f"/players/{player.player_id}/stats/cs2")
        life = body["lifetime"]
        matches = int(life["Matches"])
        assert float(life["K/D Ratio"]) / matches == pytest.approx(float(life["Average K/D Ratio"]), abs=0.006)
        assert int(life["Total Matches"]) <= matches == sum(int(s["stats"]["Matches"]) for s in body["segments"])
        snipers = int(life["Total Sniper Kills"])
        per_round = snipers / int(life["Total Rounds with extended stats"])
        share = snipers / int(life["Total Kills with extended stats"])
        assert float(life["Sniper Kill Rate"]) == pytest.approx(per_round, abs=0.0051)
        assert float(life["Sniper Kill Rate per Round"]) == pytest.approx(share, abs=0.0051)


def test_games(standin: FaceitStandIn) -> None:
    player = standin.league.ordinary[0]
    body = get(standin, f"/players/{player.player_id}/games/cs2/stats", limit=100)

    assert set(body) == {"items", "start", "end"}
    for item in body["items"]:
        assert set(item) == {"stats"}
        assert set(item["stats"]) == GAME
        assert strings(item["stats"], "Match Finished At")
        assert item["stats"]["Match Finished At"] > 1_000_000_000_000
        scores = {int(rounds) for rounds in item["stats"]["Score"].split(" / ")}
        assert int(item["stats"]["Final Score"]) in scores


def test_games_agree_with_the_stats_of_the_match(standin: FaceitStandIn) -> None:
    player = standin.league.ordinary[3]
    (item,) = get(standin, f"/players/{player.player_id}/games/cs2/stats", limit=1)["items"]
    row = item["stats"]
    game = get(standin, f"/matches/{row['Match Id']}/stats")["rounds"][int(row["Match Round"]) - 1]
    lines = {entry["player_id"]: entry["player_stats"] for team in game["teams"] for entry in team["players"]}

    for name in ("Kills", "Deaths", "ADR", "K/D Ratio", "Result", "Headshots %"):
        assert lines[player.player_id][name] == row[name]
    assert game["round_stats"]["Winner"] == row["Winner"]


def test_history(standin: FaceitStandIn) -> None:
    player = standin.league.ordinary[0]
    body = get(standin, f"/players/{player.player_id}/history", game="cs2")

    assert set(body) == {"items", "start", "end", "from", "to"}
    for item in body["items"]:
        assert set(item) == HISTORY
        assert item["status"] == item["status"].lower()
        for team in item["teams"].values():
            assert set(team) == HISTORY_TEAM
            assert all(set(seat) == HISTORY_PLAYER for seat in team["players"])


def test_bans_search_and_ranking(standin: FaceitStandIn) -> None:
    player = standin.league.ordinary[0]
    player.bans = ["verbal abuse"]
    bans = get(standin, f"/players/{player.player_id}/bans")
    assert set(bans["items"][0]) == BAN
    found = get(standin, "/search/players", nickname=player.nickname[:3].upper())
    assert player.nickname in {row["nickname"] for row in found["items"]}
    assert all(set(row) == SEARCH for row in found["items"])
    assert all(isinstance(game["skill_level"], str) for row in found["items"] for game in row["games"])
    ranking = get(standin, f"/rankings/games/cs2/regions/EU/players/{player.player_id}")
    assert set(ranking) == {"position", "items", "start", "end"}
    assert all(set(row) == RANKING for row in ranking["items"])
    own = next(row for row in ranking["items"] if row["player_id"] == player.player_id)
    assert own["position"] == ranking["position"]
    elos = [row["faceit_elo"] for row in ranking["items"]]
    assert elos == sorted(elos, reverse=True)


def test_two_a_side_is_told_apart(standin: FaceitStandIn) -> None:
    player = standin.league.specials.club.wingman
    body = get(standin, f"/players/{player.player_id}/stats/cs2")
    pairs = [segment for segment in body["segments"] if segment["mode"] == "2v2"]
    rows = get(standin, f"/players/{player.player_id}/games/cs2/stats", limit=100)["items"]
    (match_id,) = [row["stats"]["Match Id"] for row in rows if row["stats"]["Game Mode"] == "2v2"][:1]
    (game,) = get(standin, f"/matches/{match_id}/stats")["rounds"]
    history = get(standin, f"/players/{player.player_id}/history", game="cs2", limit=100)["items"]

    assert sum(int(segment["stats"]["Matches"]) for segment in pairs) == 160
    assert {row["stats"]["Game Mode"] for row in rows} == {"2v2", "5v5"}
    assert game["game_mode"] == "2v2"
    assert [len(team["players"]) for team in game["teams"]] == [2, 2]
    assert {(row["game_mode"], row["max_players"], row["teams_size"]) for row in history} == {
        ("2v2", 4, 2),
        ("5v5", 10, 5),
    }


def test_a_ban_for_ever_has_no_end(standin: FaceitStandIn) -> None:
    club = standin.league.specials.club
    (ban,) = get(standin, f"/players/{club.banned.player_id}/bans")["items"]

    assert (set(ban), ban["reason"], ban["ends_at"]) == (BAN, "cheating", None)
    assert get(standin, f"/players/{club.upper.player_id}/bans")["items"] == []
