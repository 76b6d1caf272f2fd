"""Tasks begun under the previous release finish under this one: its records, messages and data are understood."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from analysis.bulk.report import BulkReport
from analysis.player.report import PlayerReport
from analysis.report import MatchReport
from analysis.team.report import TeamLineupReport
from analysis.user.report import UserReport
from connections import BROKER_NAMESPACE, PREFIX
from pipelines.wishes import player_wish
from sandbox.faceit.app import create_league
from sandbox.faceit.league import League
from settings import Settings
from tasks.events import ENDINGS
from tasks.records import Requester
from tasks.scripts import words
from tasks.states import State
from tests.core.conftest import Bench
from tests.core.previous.loading import Scene, load, read
from tests.e2e.conftest import System, system_of
from tests.processes import wait_for

pytestmark = pytest.mark.processes

SCENES, REPORTS = read()
ALL_FETCHED = 3
"""From this step on FACEIT is not asked for a match or a player any more."""


@pytest.fixture(scope="module")
def league() -> League:
    """The league as that release saw it: who sits in a match changes with the day."""
    return create_league(now=min(scene.at for scene in SCENES.values()) // 1000)


@pytest.fixture
def system(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, league: League) -> Iterator[System]:
    """Stand-ins and environment; tests start the processes they need."""
    with system_of(tmp_path, monkeypatch, league) as result:
        # Speed is not looked at here, and a busy machine bunches calls.
        result.faceit.configure(rate=None)
        yield result


@pytest.fixture
def quick_to_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dead worker's messages come back within seconds."""
    monkeypatch.setenv("WORKERS__HEARTBEAT_TIMEOUT_MS", "2000")
    monkeypatch.setenv("WORKERS__MAINTENANCE_CHANCE", "1000000")


@pytest.mark.parametrize("name", list(SCENES))
def test_what_the_previous_release_left_is_finished(
    bench: Bench, system: System, quick_to_notice: None, name: str
) -> None:
    # Given what it left
    scene = SCENES[name]
    load(bench.client, scene)
    before = bench.endings()
    # When this release goes on
    system.start_worker()
    for task in scene.tasks.values():
        bench.ended(task, 90)
    # Then everybody is told once, with a report that is right
    states = {word: bench.view(task).state.value for word, task in scene.tasks.items()}
    assert states == scene.wanted
    told = sorted((scene.tasks[word], State(state)) for word, state in scene.wanted.items())
    assert sorted(bench.endings()) == told
    assert all(one in bench.endings() for one in before)
    reached = int(name.partition("-")[2]) if name.startswith("between-") else 0
    for word, task in scene.tasks.items():
        if scene.wanted[word] == "completed":
            right(bench.manager.report(task), as_before=name == "ended" or reached >= ALL_FETCHED, low=word == "low")
    # And nothing fetched before was fetched again, and nothing is left lying about
    if reached >= ALL_FETCHED or name == "ended":
        assert system.faceit.calls()["total"] == 0
    wait_for(lambda: left(bench.client) == [], 10, "everything to be put away")


def right(report: dict[str, Any] | None, *, as_before: bool, low: bool) -> None:
    """The report is of this release's shape, complete, and says what that release would have said."""
    assert report is not None and report["coverage"]["missing"] == []
    if report["kind"] == "match":
        MatchReport.model_validate(report)
        assert report["coverage"]["players"] == [10, 10]
        if not low:
            before = match_facts(REPORTS["match"], figures=as_before)
            assert known(match_facts(report, figures=as_before), before) == before
    elif report["kind"] == "bulk":
        bulk = BulkReport.model_validate(report)
        assert (bulk.total, bulk.completed, len(bulk.matches), bulk.failed) == (3, 3, 3, [])
    elif report["kind"] == "team":
        assert len(TeamLineupReport.model_validate(report).players) == 5
    elif report["kind"] == "user":
        assert UserReport.model_validate(report).matches == 30
    else:
        PlayerReport.model_validate(report)
        before = player_facts(REPORTS["player"], figures=as_before)
        assert known(player_facts(report, figures=as_before), before) == before


def known(now: Any, before: Any) -> Any:
    """What the release before said too: reports only gain keys."""
    if isinstance(before, dict) and isinstance(now, dict):
        return {key: known(now[key], value) for key, value in before.items() if key in now}
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        return [known(*pair) for pair in zip(now, before, strict=True)]
    return now


def match_facts(report: dict[str, Any], *, figures: bool) -> list[Any]:
    """What does not depend on how a release judges; with `figures` what does not change either with the same data."""
    facts: list[Any] = [report["match_id"], report["map"]]
    for team in report["teams"]:
        facts += [team["faction"], team["name"]]
        for player in sorted(team["players"], key=lambda one: str(one["player_id"])):
            facts += [player["player_id"], player["nickname"]]
            facts += [player["level"], player["elo"], player["form"]] if figures else []
    return facts


def player_facts(report: dict[str, Any], *, figures: bool) -> list[Any]:
    """The same of a player."""
    facts = [report["player_id"], report["nickname"]]
    return facts + [report["elo"], report["lifetime"], report["form"], report["streak"]] if figures else facts


def left(client: redis.Redis) -> list[str]:
    """Messages, places in flight, deadlines, places among the active."""
    patterns = ("flight:*", "owner:*:active", "dramatiq:*.msgs", "dramatiq:__acks__.*")
    found = [key for pattern in patterns for key in words(list(client.scan_iter(PREFIX + pattern, count=1000)))]
    # What failed for good is kept among the dead letters.
    found = [key for key in found if not key.endswith(".XQ.msgs")]
    return found + words(client.zrange(f"{PREFIX}deadlines", 0, -1))


def test_the_scenes_are_what_their_names_say(bench: Bench) -> None:
    for name, scene in SCENES.items():
        bench.client.flushdb()
        load(bench.client, scene)
        for word, task in scene.tasks.items():
            view = bench.view(task)
            if name.startswith("between-") and word != "low":
                assert view.step == int(name.partition("-")[2])
                assert view.state is (State.RUNNING if view.step else State.QUEUED)
            if name == "retrying" and word != "cancelled":
                assert (view.state, view.attempt) == (State.RETRYING, 1)
            if name == "ended":
                assert view.state.value == scene.wanted[word]
            assert view.elapsed_s < 120
            if name == "bulk" and word == "bulk":
                assert (view.done, view.total, view.step_name) == (1, 3, "summarise")
    delayed = SCENES["retrying"].keys
    assert f"{BROKER_NAMESPACE}:faceit_bot_high.DQ.msgs" in delayed
    assert any("__acks__" in key for key in SCENES["killed"].keys)
    assert "waiting" in str(loaded_operation(bench, SCENES["deferred"]))


def loaded_operation(bench: Bench, scene: Scene) -> str:
    """What the one task of a scene is said to do."""
    bench.client.flushdb()
    load(bench.client, scene)
    [task] = scene.tasks.values()
    return bench.view(task).operation


def test_what_was_not_told_is_told_by_this_releases_bot(bench: Bench, system: System) -> None:
    # Given endings that nobody told, one of them in the hands of a bot that is no more
    scene = SCENES["ended"]
    load(bench.client, scene)
    ann, bob = (
        system.telegram.add_person(name, language, started=True) for name, language in (("Аня", "ru"), ("Bob", "en"))
    )
    # When this release's bot starts
    system.start_worker()
    system.start_bot()
    wait_for(lambda: bench.client.xlen(ENDINGS) == 0, 60, "all endings to be told")
    # Then each chat has its cards, once, in its language
    texts = {person["id"]: "\n".join(texts_in(system, person["id"])) for person in (ann, bob)}
    assert texts[ann["id"]].count("Данные FACEIT") == 2
    assert texts[bob["id"]].count("Data: FACEIT") == 1
    for team in REPORTS["match"]["teams"]:
        assert team["name"] in texts[ann["id"]] and team["name"] in texts[bob["id"]]
    assert "nobody_is_called_so" in texts[bob["id"]]


def texts_in(system: System, chat: int) -> list[str]:
    """What the bot said in a chat."""
    return [item.get("text", "") for item in system.telegram.messages(chat) if item.get("from", {}).get("is_bot")]


def test_a_task_of_the_previous_release_may_be_cancelled_and_tried_again(bench: Bench) -> None:
    scene = SCENES["between-3"]
    load(bench.client, scene)
    ann, bob = Requester(owner="tg:1001"), Requester(owner="tg:1002")
    # When both who wait for a run cancel, it ends with the second
    bench.manager.cancel(scene.tasks["match"], ann)
    assert bench.view(scene.tasks["joined"]).state is State.RUNNING
    bench.manager.cancel(scene.tasks["joined"], bob)
    run = bench.manager.store.run(bench.view(scene.tasks["joined"]).run)
    assert run is not None and run["state"] == "cancelled"
    # And what is over may be tried again
    again = bench.manager.retry(scene.tasks["match"], ann)
    assert (again.outcome, again.task.retry_of) == ("created", scene.tasks["match"])
    # And somebody who asks for what the previous release has under way joins it
    other = bench.manager.submit(player_wish("tg:7", bench.view(scene.tasks["player"]).subject))
    assert other.outcome in {"joined", "created"}
