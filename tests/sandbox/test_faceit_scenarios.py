"""Every named match is in the state it is named for."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox.faceit import FaceitStandIn, Options, create_league
from sandbox.faceit.names import HOSTILE_NAMES

STATUSES = {
    "check_in": "CHECK_IN",
    "captain_pick": "CAPTAIN_PICK",
    "voting": "VOTING",
    "configuring": "CONFIGURING",
    "ready": "READY",
    "ready_high": "READY",
    "ready_low": "READY",
    "ongoing": "ONGOING",
    "finished": "FINISHED",
    "finished_bo3": "FINISHED",
    "forfeit": "FINISHED",
    "cancelled": "CANCELLED",
    "cancelled_with_result": "CANCELLED",
    "unknown_status": "MODERATOR_REVIEW",
    "paused": "PAUSED",
    "manual_result": "MANUAL_RESULT",
    "no_elo": "READY",
    "ready_bo3": "READY",
    "seven_in_roster": "READY",
    "substitute": "FINISHED",
    "unplaced": "READY",
    "hidden_stats": "READY",
    "hostile_names": "READY",
    "other_game": "FINISHED",
    "other_game_dota2": "ONGOING",
    "hub_map": "READY",
    "hub_map_finished": "FINISHED",
    "retired_map": "READY",
    "new_player": "READY",
}
PLAYED = {"finished", "finished_bo3", "substitute", "hub_map_finished"}
Body = dict[str, Any]


class Client:
    """Calls with a key."""

    def __init__(self, standin: FaceitStandIn) -> None:
        self.standin = standin
        self.session = requests.Session()
        self.session.headers["Authorization"] = "Bearer key"

    def get(self, path: str, status: int = 200, **parameters: Any) -> Body:
        response = self.session.get(self.standin.url + path, params=parameters, timeout=10)
        assert response.status_code == status, response.text
        body: Body = response.json()
        return body

    def scenario(self, name: str) -> Body:
        return self.get(f"/matches/{self.standin.league.scenarios[name]}")

    def stats(self, name: str, status: int = 200) -> Body:
        return self.get(f"/matches/{self.standin.league.scenarios[name]}/stats", status)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with FaceitStandIn(create_league(players=40), Options(latency_ms=0, rate=None)) as standin:
        client = Client(standin)
        yield client
        client.session.close()


def test_the_list_of_scenarios(client: Client) -> None:
    listed = requests.get(client.standin.root + "/control/scenarios", timeout=10).json()

    assert {name: entry["status"] for name, entry in listed.items()} == STATUSES
    assert {name: entry["match_id"] for name, entry in listed.items()} == client.standin.league.scenarios


@pytest.mark.parametrize("name", STATUSES)
def test_every_scenario_answers(client: Client, name: str) -> None:
    body = client.scenario(name)

    assert body["status"] == STATUSES[name]
    for faction in body["teams"].values():
        assert len(faction["roster"]) == 5 or name == "seven_in_roster"
        assert faction["leader"] == faction["roster"][0]["player_id"]
    client.stats(name, 200 if name in PLAYED else 404)


@pytest.mark.parametrize("name", ["check_in", "captain_pick", "voting", "cancelled", "forfeit"])
def test_no_map_before_the_veto_is_over(client: Client, name: str) -> None:
    assert "voting" not in client.scenario(name)


@pytest.mark.parametrize("name", ["configuring", "ready", "ongoing", "paused"])
def test_the_map_is_known_after_the_veto(client: Client, name: str) -> None:
    body = client.scenario(name)

    pick = body["voting"]["map"]["pick"]
    assert len(pick) == 1
    assert pick[0] in {entity["guid"] for entity in body["voting"]["map"]["entities"]}
    chances = [faction["stats"]["winProbability"] for faction in body["teams"].values()]
    assert sum(chances) == pytest.approx(1, abs=0.001)
    assert "results" not in body


def test_finished_has_result_and_stats(client: Client) -> None:
    body, stats = client.scenario("finished"), client.stats("finished")

    (game,) = stats["rounds"]
    winner = body["teams"][body["results"]["winner"]]["faction_id"]
    assert game["round_stats"]["Winner"] == winner
    assert game["round_stats"]["Map"] in body["voting"]["map"]["pick"]
    assert [len(team["players"]) for team in game["teams"]] == [5, 5]
    assert body["started_at"] < body["finished_at"]


def test_a_best_of_three_has_a_round_object_a_map(client: Client) -> None:
    body, stats = client.scenario("finished_bo3"), client.stats("finished_bo3")

    assert body["best_of"] == 3
    assert len(body["voting"]["map"]["pick"]) == 3
    assert len(stats["rounds"]) == len(body["detailed_results"]) in {2, 3}
    assert max(body["results"]["score"].values()) == 2
    maps = [game["round_stats"]["Map"] for game in stats["rounds"]]
    assert maps == body["voting"]["map"]["pick"][: len(maps)]
    player = body["teams"]["faction1"]["leader"]
    games = client.get(f"/players/{player}/games/cs2/stats", limit=100)["items"]
    rounds = [item["stats"]["Match Round"] for item in games if item["stats"]["Match Id"] == body["match_id"]]
    assert rounds == [str(number) for number in range(len(maps), 0, -1)]


def test_forfeit_is_finished_and_was_never_played(client: Client) -> None:
    body = client.scenario("forfeit")

    assert "started_at" not in body
    assert body["results"]["winner"] == "faction2"


def test_cancelled_with_and_without_result(client: Client) -> None:
    assert "results" not in client.scenario("cancelled")
    assert client.scenario("cancelled_with_result")["results"]["winner"] == "faction2"


def test_without_elo_there_is_no_probability(client: Client) -> None:
    body = client.scenario("no_elo")

    assert body["calculate_elo"] is False
    assert all("stats" not in faction for faction in body["teams"].values())


def test_rosters_of_seven_and_substitutes(client: Client) -> None:
    assert len(client.scenario("seven_in_roster")["teams"]["faction1"]["roster"]) == 7
    faction = client.scenario("substitute")["teams"]["faction2"]
    players = client.stats("substitute")["rounds"][0]["teams"][1]["players"]
    rostered = {seat["player_id"] for seat in faction["roster"]}
    assert {player["player_id"] for player in players} - rostered == {faction["substitutes"][0]["player_id"]}


def test_the_unplaced_have_level_zero(client: Client) -> None:
    levels = [
        seat["game_skill_level"]
        for faction in client.scenario("unplaced")["teams"].values()
        for seat in faction["roster"]
    ]
    assert levels.count(0) == 1
    unplaced = client.get(f"/players/{client.standin.league.specials.unplaced.player_id}")
    assert (unplaced["games"]["cs2"]["skill_level"], unplaced["games"]["cs2"]["faceit_elo"]) == (0, 0)


def test_hidden_statistics(client: Client) -> None:
    specials = client.standin.league.specials
    client.get(f"/players/{specials.stats_absent.player_id}/stats/cs2", 404)
    empty = client.get(f"/players/{specials.stats_empty.player_id}/stats/cs2")
    assert (empty["lifetime"], empty["segments"]) == ({}, [])
    assert client.get(f"/players/{specials.stats_empty.player_id}/games/cs2/stats")["items"] == []
    old = client.get(f"/players/{specials.old_account.player_id}/stats/cs2")
    assert "ADR" not in old["lifetime"]
    assert int(old["lifetime"]["Matches"]) > 300
    rosters = client.scenario("hidden_stats")["teams"].values()
    ids = {seat["player_id"] for faction in rosters for seat in faction["roster"]}
    assert {specials.stats_absent.player_id, specials.stats_empty.player_id, specials.old_account.player_id} <= ids


def test_hostile_names_can_be_looked_up(client: Client) -> None:
    rosters = client.scenario("hostile_names")["teams"].values()
    names = {seat["nickname"] for faction in rosters for seat in faction["roster"]}

    assert set(HOSTILE_NAMES) <= names
    for name in HOSTILE_NAMES:
        assert client.get("/players", nickname=name, game="cs2")["nickname"] == name
    assert any("<b>" in name for name in names)
    assert any("`" in name for name in names)
    assert any(")" in name for name in names)
    assert any("\u202e" in name for name in names)
    assert any(len(name) == 200 for name in names)


def test_newcomers(client: Client) -> None:
    specials = client.standin.league.specials
    client.get(f"/players/{specials.newcomer.player_id}/stats/cs2", 404)
    assert client.get(f"/players/{specials.newcomer.player_id}/games/cs2/stats")["items"] == []
    body = client.get(f"/players/{specials.three_matches.player_id}/stats/cs2")
    assert body["lifetime"]["Matches"] == body["lifetime"]["Total Matches"] == "3"


def test_maps_outside_the_pool(client: Client) -> None:
    hub = client.scenario("hub_map")
    assert hub["voting"]["map"]["pick"][0].isdigit()
    assert hub["voting"]["map"]["entities"][0]["class_name"].endswith(" ")
    assert client.stats("hub_map_finished")["rounds"][0]["round_stats"]["Map"] == "de_pango "
    assert client.scenario("retired_map")["voting"]["map"]["pick"] == ["de_train"]


def test_other_games(client: Client) -> None:
    assert client.scenario("other_game")["game"] == "csgo"
    assert client.scenario("other_game_dota2")["game"] == "dota2"


def test_offers_are_short_and_open_a_room(client: Client) -> None:
    offers = requests.get(client.standin.root + "/control/offers", timeout=10).json()

    groups = Counter(offer["group"] for offer in offers)
    # So many at a time fit on the page
    assert len(groups) <= 5 and all(1 <= count <= 6 for count in groups.values())
    for offer in offers:
        assert set(offer) == {"title", "text", "group"}
        assert len(offer["title"]) <= 45
        if offer["text"].startswith("/"):
            assert offer["text"].split()[0] in {"/player", "/link", "/stats", "/team", "/bulk"}
        else:
            match_id = offer["text"].rsplit("/", 1)[1]
            assert match_id in client.standin.league.scenarios.values()
