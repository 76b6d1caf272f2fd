"""Rate limit, latency, and every way a call can go wrong."""

import statistics
import time
from collections.abc import Iterator

import pytest
import requests

from sandbox.faceit import FaceitStandIn, Fault, FaultKind, Options, create_league
from sandbox.faceit.faults import FaultPicker
from sandbox.faceit.ratelimit import RateLimiter

QUIET = Options(latency_ms=0, rate=None)


@pytest.fixture(scope="module")
def running() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(create_league(players=20), QUIET) as standin:
        yield standin


@pytest.fixture
def standin(running: FaceitStandIn) -> FaceitStandIn:
    running.reset()
    return running


def get(standin: FaceitStandIn, path: str = "/search/players?nickname=a", key: str = "key") -> requests.Response:
    return requests.get(standin.url + path, headers={"Authorization": f"Bearer {key}"}, timeout=5)


def test_limit_headers_as_recorded(standin: FaceitStandIn) -> None:
    standin.configure(rate=20)
    first, second = get(standin), get(standin)

    assert first.headers["ratelimit-limit"] == "20, 20;w=1"
    assert first.headers["ratelimit-remaining"] == "19"
    assert second.headers["ratelimit-remaining"] == "18"
    assert first.headers["ratelimit-reset"] == "1"


def test_without_a_limit_there_are_no_headers(standin: FaceitStandIn) -> None:
    assert "ratelimit-limit" not in get(standin).headers


def test_the_excess_gets_429(standin: FaceitStandIn) -> None:
    standin.configure(rate=5)
    answers = [get(standin) for _ in range(8)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 3
    assert answers[-1].headers["ratelimit-remaining"] == "0"
    assert "retry-after" not in answers[-1].headers
    assert standin.calls()["too_many"] == 3
    time.sleep(1.05)
    assert get(standin).status_code == 200


def test_a_429_may_say_when_to_come_back(standin: FaceitStandIn) -> None:
    standin.configure(rate=1, retry_after=True)
    get(standin)

    assert get(standin).headers["retry-after"] == "1"


def test_each_key_has_its_own_limit(standin: FaceitStandIn) -> None:
    standin.configure(rate=1)

    assert [get(standin, key=key).status_code for key in ("a", "b", "a")] == [200, 200, 429]


def test_the_window_slides() -> None:
    limiter = RateLimiter()
    times = [0.0, 0.6, 0.9, 1.0, 1.1, 1.6, 1.61]

    assert [limiter.check("key", 2, at).allowed for at in times] == [True, True, False, True, False, True, False]


def test_latency_has_its_median_and_spread(standin: FaceitStandIn) -> None:
    standin.configure(latency_ms=40, latency_jitter=0.11)
    taken = []
    for _ in range(15):
        begun = time.perf_counter()
        get(standin)
        taken.append(time.perf_counter() - begun)

    assert 0.035 < statistics.median(taken) < 0.08
    assert min(taken) >= 0.025


@pytest.mark.parametrize(
    ("kind", "status"),
    [("401", 401), ("403", 403), ("404", 404), ("429", 429), ("429_retry_after", 429), ("500", 500), ("503", 503)],
)
def test_faults_that_answer_in_json(standin: FaceitStandIn, kind: str, status: int) -> None:
    standin.configure(faults=[{"kind": kind}])
    answer = get(standin)

    assert answer.status_code == status
    assert answer.json()["errors"][0]["http_status"] == status
    assert ("retry-after" in answer.headers) == (kind == "429_retry_after")


def test_a_403_in_html(standin: FaceitStandIn) -> None:
    standin.configure(faults=[{"kind": "html403"}])
    answer = get(standin)

    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.startswith("<!DOCTYPE html>")


def test_a_body_that_is_no_json(standin: FaceitStandIn) -> None:
    standin.configure(faults=[{"kind": "not_json"}])
    answer = get(standin)

    assert answer.status_code == 200
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()


def test_a_body_of_another_shape(standin: FaceitStandIn) -> None:
    standin.configure(faults=[{"kind": "other_shape"}])
    answer = get(standin)

    assert answer.status_code == 200
    assert "items" not in answer.json()


def test_an_answer_cut_in_the_middle(standin: FaceitStandIn) -> None:
    standin.configure(faults=[{"kind": "cut", "times": 1}])

    with pytest.raises(requests.exceptions.RequestException):
        get(standin)
    assert get(standin).status_code == 200
    assert standin.calls()["by_status"] == {"0": 1, "200": 1}


def test_no_answer_in_time(standin: FaceitStandIn) -> None:
    standin.configure(faults=[{"kind": "timeout", "times": 1}])

    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(f"{standin.url}/players", headers={"Authorization": "Bearer key"}, timeout=0.3)
    assert get(standin).status_code == 200


def test_a_caller_with_patience_gets_504(standin: FaceitStandIn) -> None:
    standin.configure(faults=[{"kind": "timeout"}], timeout_seconds=0.1)

    assert get(standin).status_code == 504


def test_stopping_does_not_wait_for_a_call_that_hangs() -> None:
    standin = FaceitStandIn(create_league(players=20), Options(latency_ms=0, faults=[Fault(kind=FaultKind.TIMEOUT)]))
    standin.start()
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(f"{standin.url}/players", headers={"Authorization": "Bearer key"}, timeout=0.2)
    begun = time.perf_counter()
    standin.stop()

    assert time.perf_counter() - begun < 5


def test_a_fault_strikes_its_path_so_many_times(standin: FaceitStandIn) -> None:
    match = f"/matches/{standin.league.scenarios['ready']}"
    standin.configure(faults=[{"path": r"/matches/[^/]+$", "kind": "503", "times": 2}])

    assert get(standin).status_code == 200
    assert [get(standin, match).status_code for _ in range(3)] == [503, 503, 200]


def test_setting_faults_starts_their_counts_anew(standin: FaceitStandIn) -> None:
    for _ in range(2):
        standin.configure(faults=[{"kind": "500", "times": 1}])
        assert [get(standin).status_code for _ in range(2)] == [500, 200]


def test_some_calls_meet_a_fault_the_same_ones_each_time() -> None:
    faults = [Fault(kind=FaultKind.SERVER_ERROR, probability=0.3)]
    first, second = FaultPicker(7), FaultPicker(7)
    met = [first.pick("/x", faults) for _ in range(400)]

    assert met == [second.pick("/x", faults) for _ in range(400)]
    assert 80 < sum(kind is not None for kind in met) < 160


def test_the_first_fault_that_matches_strikes() -> None:
    faults = [Fault(path="/b", kind=FaultKind.FORBIDDEN), Fault(kind=FaultKind.UNAVAILABLE)]
    picker = FaultPicker(7)

    assert [picker.pick(path, faults) for path in ("/a", "/b")] == [FaultKind.UNAVAILABLE, FaultKind.FORBIDDEN]
