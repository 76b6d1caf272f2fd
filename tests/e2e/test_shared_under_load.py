"""Run once, give to all: a hundred people on one match, a bulk that contains it, those who leave, one who waits."""

import time
from collections.abc import Iterator, Sequence

import pytest

from connections import PREFIX
from pipelines.bulk import BRIEF, STANDARD, BulkSubject, bulk_wish
from pipelines.manager import TaskManager, build_manager, match_wish
from pipelines.plans import Queue
from settings import Settings
from tasks.records import Requester, TaskView
from tasks.scripts import words
from tasks.states import State
from tests.e2e.conftest import System
from tests.processes import wait_for

pytestmark = pytest.mark.processes

CALLS = 31
"""Of one match before its start: itself, and three for each of ten players."""
SLOW = 5
"""Calls a second."""
FETCHING = 5
"""Players of one match fetched side by side."""


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


def played(system: System) -> tuple[str, ...]:
    """Finished matches."""
    matches = system.faceit.league.matches.values()
    return tuple(match.match_id for match in matches if match.status == "FINISHED" and match.game == "cs2")


def used(times: Sequence[float], rate: float) -> float:
    """The share of the rate that is used, by FACEIT's own log: in the busiest half of the calls.

    The beginning and the end, where there is not work enough, stay out, and so does a moment in which the machine
    stood still.
    """
    ordered = sorted(times)
    length = len(ordered) // 2
    shortest = min(last - first for first, last in zip(ordered, ordered[length:], strict=False))
    return length / shortest / rate


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


def test_a_match_far_back_in_a_bulk_does_not_wait_for_those_before_it(system: System, manager: TaskManager) -> None:
    """The bulk has not begun it: a run of its own, and no waiting behind the others."""
    system.start_worker()
    matches = played(system)[-60:]
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


def test_a_match_a_bulk_is_working_on_is_promoted(system: System, manager: TaskManager) -> None:
    """One set of calls for both: the child's run moves to the queue of whoever waits in the chat."""
    system.start_worker()
    matches = played(system)[-60:]
    bulk = manager.submit(bulk_wish("tg:1", BulkSubject(matches=matches), STANDARD)).task
    begun: list[TaskView] = []

    def at_its_players() -> bool:
        children = manager.store.client.lrange(f"{PREFIX}run:{bulk.run}:children", 0, 7)
        views = [view for child in words(list(children)) if (view := manager.view(child))]
        # One that has just come there: the others of the window take its calls' turns for seconds to come.
        begun[:] = [view for view in views if view.step_name == "fetch_players" and view.done <= 2]
        return bool(begun)

    wait_for(at_its_players, 30, "a child to fetch its players")
    # When it is asked for in a chat
    child = begun[0]
    asked = manager.submit(match_wish("tg:2", child.subject)).task.id
    assert ended(manager, [asked]) == [State.COMPLETED]
    # Then it was the child's run that served him, from the queue of those who wait
    view = manager.view(asked)
    assert view is not None and view.run == child.run
    run = manager.store.run(child.run)
    assert run is not None and run["queue"] == Queue.HIGH
    # The bulk has it too, and goes on
    served, whole = manager.view(child.id), manager.view(bulk.id)
    assert served is not None and served.state is State.COMPLETED
    assert whole is not None and not whole.state.final
    manager.cancel(bulk.id, Requester(owner="tg:1"))
    # Nothing was asked twice, but for what the slower copy, or another match of the bulk, had in hand at that moment
    paths = [path for _, path, status, _ in system.faceit.calls()["calls"] if status == 200]
    assert len(paths) - len(set(paths)) <= 2 * FETCHING


def test_calls_of_a_step_cut_off_by_a_cancel_are_paid(system: System, manager: TaskManager) -> None:
    system.start_worker()
    task = manager.submit(match_wish("tg:1", played(system)[-1])).task

    def at_its_players() -> bool:
        view = manager.view(task.id)
        return view is not None and view.step_name == "fetch_players" and view.done >= 1

    wait_for(at_its_players, 30, "the players to be fetched")
    manager.cancel(task.id, Requester(owner="tg:1"))
    # Once the step has seen it, every call that was made is his
    wait_for(lambda: manager.calls_today("tg:1") == system.faceit.calls()["total"], 20, "the calls to be charged")
    assert manager.calls_today("tg:1") > 3


def test_two_bulks_use_the_whole_rate_without_a_refusal(
    system: System, manager: TaskManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a rate so low that what a busy machine adds to a call's turn is little beside it
    system.faceit.configure(rate=SLOW)
    monkeypatch.setenv("FACEIT__RATE_PER_SECOND", str(SLOW))
    system.start_worker()
    matches = played(system)
    first = manager.submit(bulk_wish("tg:1", BulkSubject(matches=matches[-35:-10]), BRIEF)).task.id
    second = manager.submit(bulk_wish("tg:2", BulkSubject(matches=matches[-10:]), BRIEF)).task.id
    # The small one is not behind the big one
    assert ended(manager, [second]) == [State.COMPLETED]
    view = manager.view(first)
    assert view is not None and not view.state.final
    assert ended(manager, [first]) == [State.COMPLETED]
    calls = system.faceit.calls()
    assert calls["total"] == 70
    assert calls["too_many"] == 0
    assert used([moment for moment, *_ in calls["calls"]], SLOW) >= 0.85
