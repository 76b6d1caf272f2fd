"""Run once, give to all: a hundred people on one match, a bulk that contains it, those who leave, one who waits."""

import time
from collections.abc import Iterator

import pytest

from pipelines.bulk import BRIEF, STANDARD, BulkSubject, bulk_wish
from pipelines.manager import TaskManager, build_manager, match_wish
from settings import Settings
from tasks.records import Requester
from tasks.states import State
from tests.e2e.conftest import System
from tests.processes import wait_for

pytestmark = pytest.mark.processes

CALLS = 31
"""Of one match before its start: itself, and three for each of ten players."""


@pytest.fixture
def manager(system: System, settings: Settings) -> Iterator[TaskManager]:
    result = build_manager(settings)
    yield result
    result.store.client.close()


def ended(manager: TaskManager, tasks: list[str], timeout: float = 60) -> list[State]:
    """The states of tasks once all of them are over."""

    def states() -> list[State]:
        return [view.state for task in tasks if (view := manager.view(task))]

    wait_for(lambda: all(state.final for state in states()), timeout, "all to end")
    return states()


def test_a_hundred_people_cost_one_set_of_calls(system: System, manager: TaskManager) -> None:
    # Given a hundred people who ask for one match while a worker is at it, and a bulk that contains it
    system.start_worker()
    match = system.faceit.league.scenarios["ready"]
    tasks = [manager.submit(match_wish(f"tg:{n}", match)).task.id for n in range(100)]
    bulk = manager.submit(bulk_wish("tg:1000", BulkSubject(matches=(match,)), BRIEF)).task.id
    # When every second one leaves
    for number in range(0, 100, 2):
        manager.cancel(tasks[number], Requester(owner=f"tg:{number}"))
    # Then the others have theirs, so has the bulk, and FACEIT was asked for one analysis
    states = ended(manager, [*tasks, bulk])
    assert states[:100:2] == [State.CANCELLED] * 50
    assert set(states[1:100:2]) == {State.COMPLETED} and states[100] is State.COMPLETED
    # (the bulk may have looked at the match once before it found the run)
    spent = system.faceit.calls()["total"]
    assert CALLS <= spent <= CALLS + 1
    # Asked once more within the phase: one look at the match, or none
    again = manager.submit(match_wish("tg:7", match)).task.id
    assert ended(manager, [again]) == [State.COMPLETED]
    assert system.faceit.calls()["total"] <= spent + 1


def test_a_bulk_of_what_was_just_analysed_costs_no_more_than_a_look(system: System, manager: TaskManager) -> None:
    system.start_worker()
    match = system.faceit.league.scenarios["finished"]
    assert ended(manager, [manager.submit(match_wish("tg:1", match)).task.id]) == [State.COMPLETED]
    before = system.faceit.calls()["total"]
    # A deep report serves a brief wish
    bulk = manager.submit(bulk_wish("tg:2", BulkSubject(matches=(match,)), BRIEF)).task.id
    assert ended(manager, [bulk]) == [State.COMPLETED]
    assert system.faceit.calls()["total"] == before
    report = manager.report(bulk)
    assert report is not None and report["completed"] == 1


def test_a_match_of_a_queued_bulk_is_promoted(system: System, manager: TaskManager) -> None:
    """One set of calls for both, and no waiting behind the hundred."""
    system.start_worker()
    played = [
        match for match in system.faceit.league.matches.values() if match.status == "FINISHED" and match.game == "cs2"
    ]
    matches = tuple(match.match_id for match in played[-60:])
    bulk = manager.submit(bulk_wish("tg:1", BulkSubject(matches=matches), STANDARD)).task.id
    wait_for(lambda: system.faceit.calls()["total"] > 10, 20, "the bulk to begin")
    # When one far back in its line is asked for in a chat
    began = time.monotonic()
    asked = manager.submit(match_wish("tg:2", matches[40])).task.id
    assert ended(manager, [asked]) == [State.COMPLETED]
    view = manager.view(bulk)
    assert view is not None and not view.state.final and view.done < 40
    assert time.monotonic() - began < 15
    manager.cancel(bulk, Requester(owner="tg:1"))


def test_two_bulks_use_the_whole_rate_without_a_refusal(system: System, manager: TaskManager) -> None:
    system.start_worker()
    played = [
        match.match_id
        for match in system.faceit.league.matches.values()
        if match.status == "FINISHED" and match.game == "cs2"
    ]
    first = manager.submit(bulk_wish("tg:1", BulkSubject(matches=tuple(played[-60:-10])), BRIEF)).task.id
    second = manager.submit(bulk_wish("tg:2", BulkSubject(matches=tuple(played[-10:])), BRIEF)).task.id
    # The small one is not behind the big one
    assert ended(manager, [second]) == [State.COMPLETED]
    view = manager.view(first)
    assert view is not None and not view.state.final
    assert ended(manager, [first]) == [State.COMPLETED]
    calls = system.faceit.calls()
    assert calls["total"] == 120
    assert calls["too_many"] == 0
