"""Keys, ranges, paging, and what is not there."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox.faceit import FaceitStandIn, Options, create_league
from sandbox.faceit.players import Player

NOT_FOUND = {
    "errors": [{"message": "The resource was not found.", "code": "err_nf0", "http_status": 404, "parameters": []}]
}
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def standin() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(create_league(players=40), Options(latency_ms=0, rate=None)) as standin:
        yield standin


@pytest.fixture
def player(standin: FaceitStandIn) -> Player:
    return max(standin.league.ordinary, key=lambda player: len(standin.league.appearances[player.player_id]))


def get(standin: FaceitStandIn, path: str, *, key: str = "key", **parameters: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return requests.get(standin.url + path, params=parameters, headers=headers, timeout=10)


def items(standin: FaceitStandIn, path: str, **parameters: Any) -> list[dict[str, Any]]:
    response = get(standin, path, **parameters)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["items"]
    return found


def test_only_this_machine_is_listened_to(standin: FaceitStandIn) -> None:
    assert standin.url.startswith("http://127.0.0.1:")
    assert standin.url.endswith("/data/v4")


@pytest.mark.parametrize(
    "path",
    [
        f"/matches/1-{NOBODY}",
        f"/matches/{NOBODY}",
        f"/matches/1-{NOBODY}/stats",
        f"/players/{NOBODY}",
        f"/players/{NOBODY}/stats/cs2",
        f"/players/{NOBODY}/games/cs2/stats",
        f"/players/{NOBODY}/history?game=cs2",
        f"/players/{NOBODY}/bans",
        "/players?nickname=nobody-of-that-name",
        f"/rankings/games/cs2/regions/EU/players/{NOBODY}",
        "/hubs",
    ],
)
def test_what_is_not_there(standin: FaceitStandIn, path: str) -> None:
    response = get(standin, path)

    assert response.status_code == 404
    assert response.json() == NOT_FOUND


def test_a_match_needs_its_prefix(standin: FaceitStandIn) -> None:
    match_id = standin.league.scenarios["ready"]

    assert get(standin, f"/matches/{match_id}").status_code == 200
    assert get(standin, f"/matches/{match_id[2:]}").status_code == 404


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer "}, {"Authorization": "key"}])
def test_no_key_no_answer(standin: FaceitStandIn, header: dict[str, str]) -> None:
    response = requests.get(f"{standin.url}/search/players?nickname=a", headers=header, timeout=10)

    assert response.status_code == 401
    assert response.json()["errors"][0]["http_status"] == 401


def test_only_the_configured_key_is_accepted(standin: FaceitStandIn) -> None:
    standin.configure(key="right")

    assert get(standin, "/search/players", key="wrong", nickname="a").status_code == 401
    assert get(standin, "/search/players", key="right", nickname="a").status_code == 200
    standin.reset()
    assert get(standin, "/search/players", key="wrong", nickname="a").status_code == 200


def test_an_account_without_the_game(standin: FaceitStandIn) -> None:
    nickname = standin.league.specials.csgo_only.nickname

    assert get(standin, "/players", nickname=nickname, game="cs2").status_code == 404
    assert get(standin, "/players", nickname=nickname).json()["nickname"] == nickname


def test_the_look_up_is_exact(standin: FaceitStandIn, player: Player) -> None:
    swapped = player.nickname.swapcase()

    assert get(standin, "/players", nickname=swapped, game="cs2").status_code == 404
    assert player.nickname in {row["nickname"] for row in items(standin, "/search/players", nickname=swapped)}


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/players/{id}/games/cs2/stats", {"limit": 0}),
        ("/players/{id}/games/cs2/stats", {"limit": 101}),
        ("/players/{id}/games/cs2/stats", {"offset": 201}),
        ("/players/{id}/games/cs2/stats", {"offset": -1}),
        ("/players/{id}/games/cs2/stats", {"limit": "many"}),
        ("/players/{id}/history", {"game": "cs2", "offset": 1001}),
        ("/players/{id}/history", {"game": "cs2", "limit": 101}),
        ("/players/{id}/history", {}),
        ("/players/{id}/bans", {"limit": 101}),
        ("/search/players", {"nickname": "a", "limit": 101}),
        ("/search/players", {}),
        ("/players", {}),
        ("/rankings/games/cs2/regions/MARS/players/{id}", {}),
    ],
)
def test_parameters_out_of_range(standin: FaceitStandIn, player: Player, path: str, parameters: dict[str, Any]) -> None:
    response = get(standin, path.format(id=player.player_id), **parameters)

    assert response.status_code == 400
    assert response.json()["errors"][0]["http_status"] == 400


def test_games_come_newest_first_and_in_pages(standin: FaceitStandIn, player: Player) -> None:
    path = f"/players/{player.player_id}/games/cs2/stats"
    first, second = (items(standin, path, limit=30, offset=offset) for offset in (0, 30))
    whole = items(standin, path, limit=60)

    assert first + second == whole
    times = [item["stats"]["Match Finished At"] for item in whole]
    assert times == sorted(times, reverse=True)
    assert get(standin, path, limit=30, offset=30).json()["end"] == 60


def test_games_take_milliseconds_and_find_nothing_in_seconds(standin: FaceitStandIn, player: Player) -> None:
    path = f"/players/{player.player_id}/games/cs2/stats"
    oldest = items(standin, path, limit=50)[-1]["stats"]["Match Finished At"]

    before = items(standin, path, limit=10, to=oldest)
    assert before[0]["stats"]["Match Finished At"] == oldest
    assert len(before) == 10
    assert len(items(standin, path, **{"from": oldest}, limit=100)) == 50
    assert items(standin, path, to=oldest // 1000) == []


def test_history_takes_seconds(standin: FaceitStandIn, player: Player) -> None:
    path = f"/players/{player.player_id}/history"
    rows = items(standin, path, game="cs2", limit=50)
    oldest = rows[-1]["finished_at"]

    assert [row["finished_at"] for row in rows] == sorted((row["finished_at"] for row in rows), reverse=True)
    assert items(standin, path, game="cs2", to=oldest)[0]["finished_at"] == oldest
    assert items(standin, path, game="csgo", to=100) == []


def test_the_unplaced_and_other_regions_are_not_ranked(standin: FaceitStandIn, player: Player) -> None:
    unplaced = standin.league.specials.unplaced

    assert get(standin, f"/rankings/games/cs2/regions/EU/players/{unplaced.player_id}").status_code == 404
    assert get(standin, f"/rankings/games/cs2/regions/NA/players/{player.player_id}").status_code == 404


def test_hidden_and_other_games(standin: FaceitStandIn, player: Player) -> None:
    specials = standin.league.specials

    assert get(standin, f"/players/{specials.stats_absent.player_id}/games/cs2/stats").status_code == 404
    assert get(standin, f"/players/{specials.csgo_only.player_id}/stats/cs2").status_code == 404
    assert get(standin, f"/players/{player.player_id}/stats/dota2").status_code == 404
