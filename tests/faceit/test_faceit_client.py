"""The client against a real HTTP server with prepared answers."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from errors import RunEndedError
from faceit import errors
from faceit.budget import Lane
from faceit.client import FaceitClient, build_client
from settings import Settings
from tests.faceit.answering import Given, Server, busiest_second, recorded

MATCH = "1-882f6d02-0b5d-4e09-8021-6bd7224d8022"
PLAYER = "67a21317-f297-4a93-8f8b-73bb7e89c01a"
NOT_FOUND = {"errors": [{"message": "The resource was not found.", "code": "err_nf0", "http_status": 404}]}
PAGE = "<!DOCTYPE html><title>Just a moment...</title>"


def test_typed_calls(client: FaceitClient, server: Server) -> None:
    server.queue.extend(
        Given(recorded(name))
        for name in (
            "match_details",
            "match_stats",
            "player_details",
            "player_lifetime_stats",
            "player_game_stats",
        )
    )
    scope = client.scope()
    assert scope.match(MATCH).match_id == MATCH
    assert scope.match_stats(MATCH)
    assert scope.player(PLAYER).player_id == PLAYER
    assert scope.lifetime(PLAYER)
    assert len(scope.recent_games(PLAYER, 20)) == 20
    assert scope.calls == 5
    assert server.paths == [
        f"/matches/{MATCH}",
        f"/matches/{MATCH}/stats",
        f"/players/{PLAYER}",
        f"/players/{PLAYER}/stats/cs2",
        f"/players/{PLAYER}/games/cs2/stats?offset=0&limit=20",
    ]
    assert server.authorization == {"Bearer test-key-of-the-stand-in"}


def test_second_time_comes_from_the_cache_and_fresh_does_not(client: FaceitClient, server: Server) -> None:
    server.default = lambda _path: Given(recorded("player_details"))
    first, second, fresh = client.scope(), client.scope(), client.scope(fresh=True)
    assert first.player(PLAYER) == second.player(PLAYER)
    assert (first.calls, second.calls) == (1, 0)
    fresh.player(PLAYER)
    assert fresh.calls == 1


def test_nickname_look_up_keeps_the_player(client: FaceitClient, server: Server) -> None:
    server.queue.append(Given(recorded("player_details")))
    scope = client.scope()
    found = scope.player_by_nickname("tarisha34")
    assert scope.player(found.player_id) == found
    assert server.paths == ["/players?nickname=tarisha34&game=cs2"]


def test_account_without_cs2(client: FaceitClient, server: Server) -> None:
    server.queue.extend([Given(NOT_FOUND, 404), Given(recorded("player_details"))])
    with pytest.raises(errors.FaceitNoCs2Error):
        client.scope().player_by_nickname("old")
    assert server.paths == ["/players?nickname=old&game=cs2", "/players?nickname=old"]
    server.queue.extend([Given(NOT_FOUND, 404), Given(NOT_FOUND, 404)])
    with pytest.raises(errors.FaceitNotFoundError) as caught:
        client.scope().player_by_nickname("nobody")
    assert not isinstance(caught.value, errors.FaceitNoCs2Error)
    assert caught.value.detail == "The resource was not found."


def test_quick_repeat_helps(client: FaceitClient, server: Server) -> None:
    server.queue.extend([Given(PAGE, 502), Given(recorded("match_details"))])
    scope = client.scope()
    assert scope.match(MATCH).finished
    assert scope.calls == 2


def test_429_stops_everyone(client: FaceitClient, server: Server) -> None:
    server.queue.extend([Given("slow down", 429, {"Retry-After": "1"}), Given(recorded("match_details"))])
    with pytest.raises(errors.FaceitRateLimitedError) as caught:
        client.scope().match(MATCH)
    assert caught.value.retry_after == pytest.approx(1.0, abs=0.1)
    client.scope().match(MATCH)
    assert server.times[1] - server.times[0] >= 0.95


def test_limit_is_learnt_from_the_header(client: FaceitClient, server: Server) -> None:
    server.default = lambda _path: Given(recorded("match_details"), headers={"RateLimit-Limit": "20, 20;w=1"})
    scope = client.scope(fresh=True)
    for _ in range(12):
        scope.match(MATCH)
    assert server.times[-1] - server.times[1] >= 10 / 20


def test_rate_and_slots_over_threads_of_two_clients(tuned: Settings, server: Server) -> None:
    own = tuned.faceit.model_copy(update={"rate_per_second": 20.0, "max_concurrent": 4, "max_wait": 10.0})
    clients = [build_client(tuned.model_copy(update={"faceit": own})) for _ in range(2)]
    server.default = lambda _path: Given(recorded("match_details"), delay=0.3)

    def ask(number: int) -> None:
        clients[number % 2].scope(fresh=True).match(f"1-{number}")

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(ask, range(40)))
    assert busiest_second(server.times) <= 30  # uneven wake-ups; the line itself is tested exactly
    assert server.most_at_once <= 4
    for client in clients:
        client.close()


def test_ten_threads_make_one_call(client: FaceitClient, server: Server) -> None:
    server.default = lambda _path: Given(recorded("player_details"), delay=0.2)
    scope = client.scope()
    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(lambda _: scope.player(PLAYER), range(10)))
    assert scope.calls == len(server.paths) == 1
    assert all(player == found[0] for player in found)


def test_shared_error(client: FaceitClient, server: Server) -> None:
    server.default = lambda _path: Given(NOT_FOUND, 404, delay=0.2)

    def ask(_: int) -> Any:
        with pytest.raises(errors.FaceitNotFoundError) as caught:
            client.scope().player(PLAYER)
        return caught.value

    with ThreadPoolExecutor(5) as pool:
        found = list(pool.map(ask, range(5)))
    assert len(server.paths) == 1
    assert len({id(error) for error in found}) == 5


def test_cancelled_leader_takes_nobody_with_it(client: FaceitClient, server: Server) -> None:
    server.queue.extend([Given(PAGE, 502, delay=0.2), Given(recorded("player_details"))])
    cancelled = threading.Event()

    def check() -> None:
        if cancelled.is_set():
            raise RunEndedError("r", "cancelled")

    with ThreadPoolExecutor(2) as pool:
        leader = pool.submit(client.scope(check=check).player, PLAYER)
        time.sleep(0.1)
        follower = pool.submit(client.scope().player, PLAYER)
        cancelled.set()
        with pytest.raises(RunEndedError):
            leader.result()
        assert follower.result().player_id == PLAYER


def test_no_call_after_a_cancel(client: FaceitClient, server: Server) -> None:
    def check() -> None:
        raise RunEndedError("r", "cancelled")

    scope = client.scope(check=check)
    with pytest.raises(RunEndedError):
        scope.match(MATCH)
    assert scope.calls == len(server.paths) == 0


def test_bulk_and_interactive_do_not_wait_for_each_other(client: FaceitClient, server: Server) -> None:
    server.default = lambda _path: Given(recorded("player_details"), delay=0.2)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(client.scope(lane=lane).player, PLAYER) for lane in Lane]
    assert [future.result().player_id for future in both] == [PLAYER, PLAYER]
    assert len(server.paths) == 2


@pytest.mark.parametrize("name", ["..", "a/b", "", "x?y", "é"])
def test_what_can_not_be_an_id_is_not_asked_for(client: FaceitClient, server: Server, name: str) -> None:
    with pytest.raises(errors.FaceitNotFoundError):
        client.scope().match(name)
    assert server.paths == []


def test_odd_item_is_left_out(client: FaceitClient, server: Server) -> None:
    page = recorded("player_game_stats")
    page["items"][3] = {"stats": {}}
    server.queue.append(Given(page))
    assert len(client.scope().recent_games(PLAYER, 20)) == 19
    server.queue.append(Given({"items": [{"stats": {}}]}))
    with pytest.raises(errors.FaceitShapeError):
        client.scope().recent_games(PLAYER, 21)
    with pytest.raises(ValueError, match=r"1\.\.100"):
        client.scope().recent_games(PLAYER, 101)
