"""The client against a real HTTP server with prepared answers."""

import copy
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from structlog.testing import capture_logs

from errors import PermanentError, RunEndedError, TransientError
from faceit import errors
from faceit.budget import Lane
from faceit.client import FaceitClient, build_client, build_local_client
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


@pytest.mark.parametrize(
    ("given", "error", "calls"),
    [
        (Given(NOT_FOUND, 404), errors.FaceitNotFoundError, 1),
        (Given(PAGE, 404), errors.FaceitNotFoundError, 1),
        (Given({"message": "bad key"}, 401), errors.FaceitKeyRejectedError, 1),
        (Given({"message": "no right"}, 403), errors.FaceitKeyRejectedError, 1),
        (Given(PAGE, 403), errors.FaceitBlockedError, 1),
        (Given({"message": "bad"}, 400), errors.FaceitRefusedError, 1),
        (Given(PAGE, 500), errors.FaceitUnavailableError, 1),
        (Given(PAGE, 502), errors.FaceitUnavailableError, 2),
        (Given("", 503), errors.FaceitUnavailableError, 2),
        (Given(PAGE, 504), errors.FaceitUnavailableError, 2),
        (Given(PAGE, 503, {"Retry-After": "30"}), errors.FaceitUnavailableError, 1),
        (Given(PAGE, 301, {"Location": "http://127.0.0.2:9/"}), errors.FaceitUnavailableError, 1),
        (Given(PAGE), errors.FaceitUnavailableError, 1),
        (Given("[1]"), errors.FaceitShapeError, 1),
        (Given({"nothing": "known"}), errors.FaceitShapeError, 1),
        (Given(cut=True), errors.FaceitUnavailableError, 2),
        (Given({}, length=1000), errors.FaceitUnavailableError, 2),
        (Given({}, delay=0.9), errors.FaceitUnavailableError, 1),
        (Given({"a": "b" * 200}, drip=0.05), errors.FaceitUnavailableError, 1),
        (Given(b"[" + b"1," * 5_000_000 + b"1]"), errors.FaceitUnavailableError, 1),
    ],
)
def test_errors(tuned: Settings, server: Server, given: Given, error: type[errors.FaceitError], calls: int) -> None:
    client = build_local_client(tuned)
    server.default = lambda _path: given
    scope = client.scope()
    with pytest.raises(error) as caught:
        scope.match(MATCH)
    assert caught.value.path == "/matches/{match_id}"
    assert scope.calls == calls == len(server.paths)
    assert isinstance(caught.value, TransientError) is not isinstance(caught.value, PermanentError)
    assert set(caught.value.args_for_text()) == {"status", "seconds"}
    for twin in (caught.value.again(), copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):
        assert (type(twin), str(twin), twin.status) == (error, str(caught.value), caught.value.status)
    client.close()


def test_quick_repeat_helps(client: FaceitClient, server: Server) -> None:
    server.queue.extend([Given(PAGE, 502), Given(recorded("match_details"))])
    scope = client.scope()
    assert scope.match(MATCH).finished
    assert scope.calls == 2


def test_nothing_listens(tuned: Settings) -> None:
    client = build_local_client(tuned.model_copy(update={"faceit_base_url": "http://127.0.0.1:9"}))
    with pytest.raises(errors.FaceitUnavailableError) as caught:
        client.scope().player_by_nickname("somebody")
    assert "somebody" not in repr(caught.value) + repr(caught.value.__cause__)
    client.close()


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
    assert busiest_second(server.times) <= 21
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


def test_logs_and_errors_name_nobody(client: FaceitClient, server: Server) -> None:
    server.queue.append(Given({"message": "player Somebody-9 is unknown"}, 400))
    with capture_logs() as lines, pytest.raises(errors.FaceitRefusedError) as caught:
        client.scope().player_by_nickname("somebody-9")
    assert "somebody-9" not in (repr(lines) + repr(caught.value)).lower()
    assert "test-key" not in repr(lines)
    assert any(line["event"] == "faceit.call" and line["path"] == "/players" for line in lines)


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
