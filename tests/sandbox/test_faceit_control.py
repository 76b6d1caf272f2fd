"""The control panel: options, the log of calls, a match moving on, the command line."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from pydantic import ValidationError

from sandbox.faceit import FaceitStandIn, League, Options, create_league
from sandbox.faceit.__main__ import parse
from sandbox.faceit.calls import LOGGED, Call, CallLog, kind_of
from sandbox.faceit.progress import NoNextStatusError


@pytest.fixture(scope="module")
def running() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(create_league(players=40), Options(latency_ms=0, rate=None)) as standin:
        yield standin


@pytest.fixture
def standin(running: FaceitStandIn) -> FaceitStandIn:
    running.reset()
    return running


def get(standin: FaceitStandIn, path: str, key: str = "key") -> requests.Response:
    return requests.get(standin.url + path, headers={"Authorization": f"Bearer {key}"}, timeout=10)


def post(standin: FaceitStandIn, path: str, body: Any = None) -> requests.Response:
    return requests.post(standin.root + "/control" + path, json=body, timeout=10)


def test_options_are_set_and_put_back(standin: FaceitStandIn) -> None:
    changed = post(standin, "/options", {"rate": 5, "faults": [{"path": "/bans", "kind": "503"}]})

    assert changed.status_code == 200
    assert changed.json()["rate"] == 5
    assert changed.json()["faults"] == [{"path": "/bans", "kind": "503", "times": None, "probability": 1.0}]
    assert changed.json() == requests.get(standin.root + "/control/options", timeout=10).json()
    post(standin, "/reset")
    assert standin.gate.options == Options(latency_ms=0, rate=None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"speed": 1},
        {"rate": 0},
        {"latency_ms": -1},
        {"faults": [{"kind": "teapot"}]},
        {"faults": [{"kind": "500", "path": "("}]},
        {"faults": [{"kind": "500", "probability": 2}]},
        [],
    ],
)
def test_wrong_options_change_nothing(standin: FaceitStandIn, wrong: Any) -> None:
    refused = post(standin, "/options", wrong)

    assert refused.status_code == 400
    assert refused.json()["errors"]
    assert standin.gate.options == Options(latency_ms=0, rate=None)


def test_options_that_are_not_json_are_refused(standin: FaceitStandIn) -> None:
    assert requests.post(standin.root + "/control/options", data="{", timeout=10).status_code == 400


def test_python_options_are_checked_too(standin: FaceitStandIn) -> None:
    with pytest.raises(ValidationError):
        standin.configure(rate=-1)


def test_calls_are_logged(standin: FaceitStandIn) -> None:
    match_id = standin.league.scenarios["ready"]
    get(standin, f"/matches/{match_id}", "one")
    get(standin, f"/matches/{match_id}/stats", "two")
    get(standin, "/nowhere", "two")
    requests.get(standin.url + "/players", timeout=10)

    log = requests.get(standin.root + "/control/calls", timeout=10).json()
    assert log["total"] == 4
    assert log["by_endpoint"] == {"match": 1, "match_stats": 1, "other": 1, "player_lookup": 1}
    assert log["by_status"] == {"200": 1, "401": 1, "404": 2}
    assert 1 <= log["max_per_second"] <= 4
    assert log["max_concurrent"] == 1
    assert [(path.rsplit("/", 1)[1], status, key) for _, path, status, key in log["calls"]] == [
        (match_id, 200, "one"),
        ("stats", 404, "two"),
        ("nowhere", 404, "two"),
        ("players", 401, ""),
    ]
    post(standin, "/reset")
    assert standin.calls()["total"] == 0


def test_calls_at_once_are_counted(standin: FaceitStandIn) -> None:
    standin.configure(latency_ms=150, latency_jitter=0)
    threads = [threading.Thread(target=get, args=(standin, "/search/players?nickname=a")) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert standin.calls()["max_concurrent"] == 6
    assert standin.calls()["max_per_second"] == 6


def test_the_log_is_bounded_and_the_counts_are_not() -> None:
    log = CallLog()
    for number in range(LOGGED + 10):
        log.begin("/data/v4/players", number / 8)
        log.end(Call(0.0, "/data/v4/players", 200, "key"))

    assert len(log.calls) == LOGGED
    assert log.total == LOGGED + 10
    assert log.max_per_second == 8


def test_kinds_of_endpoint() -> None:
    kinds = {
        "/data/v4/players/a/stats/cs2": "player_lifetime",
        "/data/v4/players/a/games/cs2/stats": "player_games",
        "/data/v4/players/a/history": "player_history",
        "/data/v4/players/a/bans": "player_bans",
        "/data/v4/players/a": "player",
        "/data/v4/search/players": "search_players",
        "/data/v4/rankings/games/cs2/regions/EU/players/a": "ranking",
        "/elsewhere": "other",
    }
    assert {path: kind_of(path) for path in kinds} == kinds


def test_a_match_moves_on_to_its_end(standin: FaceitStandIn) -> None:
    match_id = standin.league.scenarios["voting"]
    assert "voting" not in get(standin, f"/matches/{match_id}").json()

    statuses = []
    for _ in range(4):
        statuses.append(post(standin, f"/match/{match_id}/advance").json()["status"])
        assert "voting" in get(standin, f"/matches/{match_id}").json()
        assert get(standin, f"/matches/{match_id}/stats").status_code == (200 if statuses[-1] == "FINISHED" else 404)

    assert statuses == ["CONFIGURING", "READY", "ONGOING", "FINISHED"]
    body = get(standin, f"/matches/{match_id}").json()
    assert body["results"]["winner"] in {"faction1", "faction2"}
    assert time.time() - 60 < body["finished_at"] <= time.time() + 1
    over = post(standin, f"/match/{match_id}/advance")
    assert (over.status_code, over.json()["status"]) == (409, "FINISHED")


def test_a_match_that_ended_enters_the_histories_and_the_elo(standin: FaceitStandIn) -> None:
    league = standin.league
    match = league.matches[league.scenarios["ready"]]
    players = match.factions[0].five
    before = [(player.elo, len(league.appearances[player.player_id])) for player in players]

    assert [standin.advance(match.match_id) for _ in range(2)] == ["ONGOING", "FINISHED"]

    for player, (elo, matches) in zip(players, before, strict=True):
        assert (player.elo > elo) == (match.winner == 0)
        assert len(league.appearances[player.player_id]) == matches + 1
        rows = get(standin, f"/players/{player.player_id}/games/cs2/stats?limit=1").json()["items"]
        assert rows[0]["stats"]["Match Id"] == match.match_id
        history = get(standin, f"/players/{player.player_id}/history?game=cs2&limit=1").json()["items"]
        assert history[0]["match_id"] == match.match_id


@pytest.mark.parametrize("name", ["check_in", "captain_pick", "configuring", "paused", "unknown_status", "hub_map"])
def test_others_reach_their_end_too(standin: FaceitStandIn, name: str) -> None:
    match_id = standin.league.scenarios[name]
    for _ in range(8):
        if standin.advance(match_id) == "FINISHED":
            break

    assert len(get(standin, f"/matches/{match_id}/stats").json()["rounds"]) == 1


@pytest.mark.parametrize("name", ["finished", "cancelled", "forfeit", "manual_result", "other_game_dota2"])
def test_what_is_over_stays_over(standin: FaceitStandIn, name: str) -> None:
    with pytest.raises(NoNextStatusError) as caught:
        standin.advance(standin.league.scenarios[name])

    assert caught.value.match_id == standin.league.scenarios[name]


def test_a_match_nobody_knows_does_not_move(standin: FaceitStandIn) -> None:
    assert post(standin, "/match/1-nothing/advance").status_code == 404


def test_the_same_match_ends_the_same_way_twice() -> None:
    def end(league: League) -> Any:
        standin = FaceitStandIn(league)
        match_id = league.scenarios["ongoing"]
        standin.advance(match_id, at=1_790_000_900)
        match = league.matches[match_id]
        return match.score, match.finished_at, [line.kills for line in match.maps[0].lines[0]]

    first, second = (end(create_league(now=1_790_000_000, players=20)) for _ in range(2))
    assert first == second
    assert first[1] == 1_790_000_900


def test_starting_and_stopping_twice() -> None:
    standin = FaceitStandIn(create_league(players=20), Options(latency_ms=0))
    with pytest.raises(RuntimeError, match="not running"):
        _ = standin.url
    for _ in range(2):
        standin.start()
        assert get(standin, "/search/players?nickname=a").status_code == 200
        standin.stop()
    standin.stop()


def test_command_line_defaults() -> None:
    given = parse([])

    assert (given.port, given.seed, given.latency_ms, given.rate, given.players) == (8082, 7, 190, 20, 100)


def test_help_of_the_command_line() -> None:
    command = [sys.executable, "-m", "sandbox.faceit", "--help"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)

    assert "--latency-ms" in shown.stdout


def test_a_renamed_player_keeps_the_id(standin: FaceitStandIn) -> None:
    renamed = standin.league.specials.club.renamed
    path = f"/player/{renamed.player_id}/rename"

    assert post(standin, path, {"nickname": "After_Rename"}).json()["nickname"] == "After_Rename"
    assert get(standin, "/players?nickname=Before_Rename").status_code == 404
    assert get(standin, "/players?nickname=After_Rename").json()["player_id"] == renamed.player_id
    assert get(standin, f"/players/{renamed.player_id}").json()["nickname"] == "After_Rename"
    assert post(standin, path, {"nickname": "Before_Rename"}).status_code == 200


@pytest.mark.parametrize("body", [{}, [], {"nickname": ""}, {"nickname": 7}, {"nickname": "kestrel"}])
def test_a_name_that_can_not_be_had(standin: FaceitStandIn, body: Any) -> None:
    renamed = standin.league.specials.club.renamed

    assert post(standin, f"/player/{renamed.player_id}/rename", body).status_code == 400
    assert post(standin, "/player/nobody/rename", {"nickname": "free"}).status_code == 400
    assert renamed.nickname == "Before_Rename"
