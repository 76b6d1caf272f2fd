"""A worker frozen past its heartbeat in mid-step: another one finishes, and waking up it changes nothing."""

import signal
import time

import psutil
import pytest

from tests.faults.seen import all_told, ask, at_work, cards, endings_written, people, records
from tests.faults.stage import stage
from tests.processes import Child, wait_for

pytestmark = pytest.mark.processes
RUN_CALLS = 31
"""FACEIT calls of an analysis of a match."""


def send(child: Child, number: signal.Signals) -> None:
    for process in child.tree():
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            continue


def test_the_other_finishes_and_the_awakened_one_does_nothing_more() -> None:
    with stage(latency_ms=400) as scene:
        frozen = scene.start_worker("frozen")
        scene.start_bot()
        client = scene.records()
        (ann,) = people(scene, 1)
        ask(scene, ann, scene.link(scene.played()[-1]))
        at_work(scene, calls=6)
        # Given its worker frozen in the step that fetches ten players
        send(frozen, signal.SIGSTOP)
        try:
            wait_for(lambda: scene.faceit.gate.log.concurrent == 0, 5, "calls under way to be answered")
            before = scene.faceit.gate.log.total
            assert before < RUN_CALLS, "too late: it had called everything"
            scene.start_worker("other")
            # When another one has finished the task
            ledger = all_told(scene, [ann], 40)
            assert [(one.state, one.told) for one in ledger.accounts] == [("completed", 1)]
            finished = scene.faceit.gate.log.total
        finally:
            send(frozen, signal.SIGCONT)
        # Then the first, awake again, makes no more calls than those it was about to make
        time.sleep(4)
        threads = 5
        assert scene.faceit.gate.log.total - finished <= threads
        calls = scene.faceit.gate.log.total
        # And it is a worker like any other: nothing is told twice, nothing ended twice, the next task is done
        time.sleep(1)
        assert scene.faceit.gate.log.total == calls
        assert (cards(scene, ann), endings_written(client), len(records(client))) == (1, 1, 1)
        scene.keeper.leave("other")
        (bob,) = people(scene, 1)
        ask(scene, bob, scene.link(scene.played()[-2]))
        assert [one.told for one in all_told(scene, [bob], 40).accounts] == [1]
        assert (cards(scene, ann), endings_written(client)) == (1, 2)
        client.close()
