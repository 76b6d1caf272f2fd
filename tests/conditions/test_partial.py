"""Part of the data is lost: the report goes on and names what is missing, and what was had is not asked for again."""

import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

import connections
from analysis.report import MatchReport
from bot.answers import error_text, failure_text
from errors import TransientError
from faceit.errors import FaceitUnavailableError
from pipelines.manager import TaskManager, build_manager, match_wish
from pipelines.wishes import player_wish
from sandbox.faceit import FaceitStandIn
from settings import Settings
from storage.database import SyncDatabase
from storage.engines import sqlite_file
from storage.opt_outs import OptOuts
from storage.privacy import hash_key
from tasks.ownership import retries_of
from tasks.records import Requester, TaskView, Wish
from tasks.states import State
from tests.conditions.analysing import analyse, card, line_with
from tests.processes import Child, wait_for, worker
from texts.catalogue import LANGUAGES

PARTS = {"player": "$", "lifetime": "/stats/cs2", "games": "/games/cs2/stats"}
CALLS_OF_A_MATCH = 31
GONE, PARTLY = {"ru": "Не удалось получить", "en": "Could not get"}, {"ru": "Неполные данные", "en": "Incomplete data"}


def seated(faceit: FaceitStandIn, scenario: str = "ready") -> list[tuple[str, str]]:
    """Id and nickname of everybody in a match."""
    match = faceit.league.matches[faceit.league.scenarios[scenario]]
    return [(seat.player.player_id, seat.player.nickname) for faction in match.factions for seat in faction.roster]


def lose(
    faceit: FaceitStandIn, lost: list[tuple[str, str]], kind: str, part: str = "", times: int | None = None
) -> None:
    """Let every call on these players fail, or one kind of call."""
    faceit.configure(faults=[{"path": f"/players/{player}{part}", "kind": kind, "times": times} for player, _ in lost])


def spread(people: list[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """So many of both teams."""
    return [people[number * 7 % len(people)] for number in range(count)]


def named(report: MatchReport, lost: list[tuple[str, str]], words: dict[str, str]) -> None:
    """The card names them and nobody else: five in full, the rest in number."""
    nicknames = {nickname for _, nickname in lost}
    for language in LANGUAGES:
        line = line_with(words[language], card(report, language))
        shown = line.partition(": ")[2].split(", ")
        more = [item for item in shown if item.startswith("…")]
        assert set(shown) - set(more) <= nicknames
        assert len(shown) - len(more) == min(5, len(lost))
        assert bool(more) is (len(lost) > 5)


# Some of ten


@pytest.mark.parametrize(
    ("kind", "count"),
    [("404", count) for count in range(1, 10)]
    + [("500", count) for count in range(1, 6)]
    + [("timeout", count) for count in (1, 3, 5)],
)
def test_whoever_is_lost_is_named_and_the_others_are_told(
    faceit: FaceitStandIn, settings: Settings, kind: str, count: int
) -> None:
    lost = spread(seated(faceit), count)
    lose(faceit, lost, kind)
    report = analyse(settings, faceit, faceit.league.scenarios["ready"])
    ids = {player for player, _ in lost}
    assert report.coverage.players == (10 - count, 10)
    assert {(item.player_id, item.what) for item in report.coverage.missing} == {
        (player, what) for player in ids for what in PARTS
    }
    for team in report.teams:
        for player in team.players:
            assert (player.danger is None) is (player.player_id in ids)
            assert (player.form.matches == 0 or player.form.win_rate is None) is (player.player_id in ids)
    named(report, lost, GONE)
    assert sum(team.win_probability or 0 for team in report.teams) == pytest.approx(1)


@pytest.mark.parametrize(("kind", "count"), [("500", 6), ("500", 9), ("timeout", 6), ("timeout", 9)])
def test_of_most_the_reason_is_told_instead(faceit: FaceitStandIn, settings: Settings, kind: str, count: int) -> None:
    lose(faceit, spread(seated(faceit), count), kind)
    with pytest.raises(FaceitUnavailableError) as caught:
        analyse(settings, faceit, faceit.league.scenarios["ready"])
    assert isinstance(caught.value, TransientError)
    assert "Повторите" in error_text("ru", caught.value)


@pytest.mark.parametrize("part", ["lifetime", "games"])
@pytest.mark.parametrize(("kind", "count"), [("404", 1), ("500", 4), ("404", 10), ("500", 10)])
def test_one_half_of_a_player_is_there(
    faceit: FaceitStandIn, settings: Settings, kind: str, count: int, part: str
) -> None:
    lost = spread(seated(faceit), count)
    lose(faceit, lost, kind, PARTS[part])
    report = analyse(settings, faceit, faceit.league.scenarios["ready"])
    assert {(item.player_id, item.what) for item in report.coverage.missing} == {(player, part) for player, _ in lost}
    # A player of whom something is known is judged by it, and called incomplete
    assert all(player.danger is not None for team in report.teams for player in team.players)
    named(report, lost, PARTLY)
    for language in LANGUAGES:
        assert GONE[language] not in card(report, language)


# A worker, its tries, and what they cost


class Works:
    """A real worker on the test server, asking the stand-in."""

    def __init__(self, settings: Settings, faceit: FaceitStandIn, folder: Path) -> None:
        self.faceit = faceit
        self.folder = folder
        self.manager: TaskManager = build_manager(settings)
        self.children: list[Child] = []

    def start(self) -> Child:
        """A worker that is ready."""
        child = worker(self.folder, module="actors.worker", threads=6)
        self.children.append(child)
        child.begun_with("ready for action")
        return child

    def ask(self, wish: Wish) -> str:
        """A task's id."""
        return self.manager.submit(wish).task.id

    def ended(self, task: str, timeout: float = 60) -> TaskView:
        """The task once it is over."""

        def view() -> TaskView:
            found = self.manager.view(task)
            assert found is not None
            return found

        wait_for(lambda: view().state.final, timeout, f"{task} to end")
        return view()

    def report(self, task: str) -> MatchReport:
        """The report of a match."""
        return MatchReport.model_validate(self.manager.report(task))

    def answered(self) -> Counter[str]:
        """How often each path was answered well."""
        return Counter(path for _, path, status, _ in self.faceit.calls()["calls"] if status == 200)

    def close(self) -> None:
        """End what was started."""
        for child in self.children:
            child.kill()
        self.manager.store.client.close()


@pytest.fixture
def works(
    settings: Settings, faceit: FaceitStandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Works]:
    """The environment of a worker, and an end to all that a test starts."""
    environment = {
        "FACEIT_BASE_URL": faceit.url,
        "FACEIT__RATE_PER_SECOND": "1000",
        # Of this depends how soon the slots of a killed worker are free again.
        "FACEIT__TIMEOUT_READ": "3",
        "WORKERS__HEARTBEAT_TIMEOUT_MS": "2000",
        "WORKERS__MAINTENANCE_CHANCE": "1000000",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = Works(settings, faceit, tmp_path)
    yield found
    found.close()


def ready(faceit: FaceitStandIn, scenario: str = "ready") -> Wish:
    """A wish for a match about to start."""
    return match_wish("tg:1", faceit.league.scenarios[scenario], chat=1, lang="ru")


@pytest.mark.processes
def test_a_second_try_asks_only_for_what_was_lost(works: Works, faceit: FaceitStandIn) -> None:
    # Given six of ten players whose calls fail in the first try, quick repeats included
    lost = spread(seated(faceit), 6)
    lose(faceit, lost, "503", times=6)
    works.start()
    # When the step is tried again
    task = works.ask(ready(faceit))
    assert works.ended(task).state is State.COMPLETED
    # Then all is there, and nobody was fetched twice
    assert [item["step"] for item in retries_of(works.manager.store.client, run_of(works, task))] == [2]
    assert works.report(task).coverage.players == (10, 10)
    assert set(works.answered().values()) == {1}
    assert works.answered().total() == CALLS_OF_A_MATCH


@pytest.mark.processes
def test_what_fails_for_good_costs_the_others_nothing(works: Works, faceit: FaceitStandIn) -> None:
    # Given seven of ten players out of reach for good
    lost = spread(seated(faceit), 7)
    lose(faceit, lost, "500")
    works.start()
    task = works.ask(ready(faceit))
    view = works.ended(task)
    # Then the run fails after three retries with a reason and a way on
    assert view.state is State.FAILED
    assert view.error is not None and view.error.code == "faceit-unavailable"
    assert "Повторите" in failure_text("ru", view.error)
    assert len(retries_of(works.manager.store.client, view.run)) == 3
    # And the three others were fetched once
    paths = works.answered()
    others = {player for player, _ in seated(faceit)} - {player for player, _ in lost}
    assert sum(any(player in path for player in others) for path in paths) == 3 * len(others)
    assert set(paths.values()) == {1}
    # When FACEIT is well again and the task is tried anew, then what is known of them is not asked for
    faceit.configure(faults=[])
    again = works.manager.retry(task, Requester(owner="tg:1")).task.id
    assert works.ended(again).state is State.COMPLETED
    assert works.report(again).coverage.players == (10, 10)
    assert {path: times for path, times in works.answered().items() if times > 1 and "/players/" in path} == {}


@pytest.mark.processes
def test_a_step_that_waits_its_turn_keeps_what_it_has(
    works: Works, faceit: FaceitStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a budget so small that a step is put off again and again
    monkeypatch.setenv("FACEIT__RATE_PER_SECOND", "8")
    monkeypatch.setenv("FACEIT__MAX_WAIT", "0.3")
    child = works.start()
    task = works.ask(ready(faceit))
    assert works.ended(task, 100).state is State.COMPLETED
    # Then it was, and each call was made once
    assert "step.retry" in child.output
    assert works.report(task).coverage.players == (10, 10)
    assert set(works.answered().values()) == {1}
    assert works.answered().total() == CALLS_OF_A_MATCH


@pytest.mark.processes
def test_a_killed_worker_leaves_what_it_fetched(works: Works, faceit: FaceitStandIn, settings: Settings) -> None:
    # Given a worker that dies among the players
    faceit.configure(latency_ms=150)
    first = works.start()
    task = works.ask(ready(faceit))
    wait_for(lambda: works.answered().total() >= 14, 30, "half of the calls")
    first.kill()
    # When another one goes on, then only what was under way is asked for again
    works.start()
    assert works.ended(task).state is State.COMPLETED
    repeated = sum(times - 1 for times in works.answered().values())
    assert repeated <= settings.faceit.max_concurrent
    assert works.report(task).coverage.players == (10, 10)


@pytest.mark.processes
def test_the_cache_gone_between_steps_costs_no_call(works: Works, faceit: FaceitStandIn, settings: Settings) -> None:
    # Given a cache that is emptied all the time
    client = connections.redis_client("consumer", "cache", settings)
    wiped, done = 0, threading.Event()

    def wipe() -> None:
        nonlocal wiped
        while not done.wait(0.005):
            wiped += delete_all(client)

    thread = threading.Thread(target=wipe)
    thread.start()
    try:
        works.start()
        match = works.ask(ready(faceit))
        assert works.ended(match).state is State.COMPLETED
        # Then what the steps hand on is all they need
        assert works.answered().total() == CALLS_OF_A_MATCH
        assert works.report(match).coverage.players == (10, 10)
        faceit.gate.log.reset()
        player = works.ask(player_wish("tg:2", "-k1te-"))
        assert works.ended(player).state is State.COMPLETED
        report = works.manager.report(player)
        assert report is not None and report["coverage"]["missing"] == []
        assert faceit.calls()["total"] == report["api_calls"] <= 5
    finally:
        done.set()
        thread.join()
        client.close()
    assert wiped >= CALLS_OF_A_MATCH


@pytest.mark.processes
def test_the_cache_gone_between_two_tries_still_ends_well(
    works: Works, faceit: FaceitStandIn, settings: Settings
) -> None:
    lose(faceit, spread(seated(faceit), 6), "503", times=6)
    client = connections.redis_client("consumer", "cache", settings)
    works.start()
    task = works.ask(ready(faceit))
    wait_for(lambda: bool(retries_of(works.manager.store.client, run_of(works, task))), 30, "the first try to fail")
    delete_all(client)
    client.close()
    assert works.ended(task).state is State.COMPLETED
    assert works.report(task).coverage.players == (10, 10)
    assert max(works.answered().values()) == 2


def delete_all(client: redis.Redis) -> int:
    """Empty a database key by key; gives how many there were."""
    keys = list(client.scan_iter(count=1000))
    return int(client.delete(*keys)) if keys else 0


# The database


def replace_with_folder(settings: Settings) -> None:
    """The database's file is gone and can't come back: a folder stands in its place."""
    path = sqlite_file(settings)
    assert path is not None
    for file in path.parent.glob(path.name + "*"):
        file.unlink()
    path.mkdir()


@pytest.mark.processes
@pytest.mark.parametrize("scenario", ["ready", "finished"])
def test_without_a_database_a_match_is_told_all_the_same(
    works: Works, faceit: FaceitStandIn, settings: Settings, scenario: str
) -> None:
    replace_with_folder(settings)
    child = works.start()
    task = works.ask(ready(faceit, scenario))
    assert works.ended(task).state is State.COMPLETED
    report = works.report(task)
    assert report.coverage.players == (10, 10) and report.coverage.missing == []
    if report.review is not None:
        # Nobody knows what was predicted before.
        assert report.review.predicted_right is None or report.prediction.source == "faceit"
    assert "archive." in child.output and "Traceback" not in child.output


@pytest.mark.processes
def test_the_database_goes_while_a_worker_runs_and_comes_back(
    works: Works, faceit: FaceitStandIn, settings: Settings, migrated: Path
) -> None:
    # Given a worker that has read who asked not to be analysed
    people = seated(faceit)
    database = SyncDatabase.open(settings)
    OptOuts(database, hash_key(settings)).add(people[2][0])
    database.close()
    child = works.start()
    first = works.ask(ready(faceit))
    assert works.ended(first).state is State.COMPLETED
    # When the database goes
    replace_with_folder(settings)
    second = works.ask(ready(faceit, "ready_low"))
    third = works.ask(player_wish("tg:2", people[2][1]))
    # Then matches are told, and whoever was hidden stays so
    assert works.ended(second).state is State.COMPLETED
    view = works.ended(third)
    assert view.error is not None and view.error.code == "player-hidden"
    assert "StorageUnavailableError" not in child.output
    # When it is back, then the worker needs no restart
    path = sqlite_file(settings)
    assert path is not None
    shutil.rmtree(path)
    shutil.copy(migrated, path)
    fourth = works.ask(ready(faceit, "ready_high"))
    assert works.ended(fourth).state is State.COMPLETED


def run_of(works: Works, task: str) -> str:
    """The run of a task."""
    view = works.manager.view(task)
    assert view is not None
    return view.run
