"""Valkey stands still in mid-task: the tasks under way end once and are told once, and newcomers are answered."""

import signal
import time

import pytest

from tests.faults.seen import ANSWER_S, all_told, ask, at_work, cards, endings_written, people, records
from tests.faults.stage import stage

pytestmark = pytest.mark.processes
STALL_S = 8.0


def test_tasks_in_mid_step_end_once_and_newcomers_are_answered() -> None:
    with stage(latency_ms=300) as scene:
        scene.start_worker()
        scene.start_bot()
        client = scene.records()
        # Given three analyses whose players are being fetched
        before = people(scene, 3)
        for person, match in zip(before, scene.played()[-3:], strict=True):
            ask(scene, person, scene.link(match))
        at_work(scene, calls=10)
        # When Valkey stands still, past the delivery's lease and the worker's heartbeat, and others ask meanwhile
        scene.valkey.signal(signal.SIGSTOP)
        began = time.monotonic()
        newcomers = people(scene, 6)
        waits = []
        try:
            for person, match in zip(newcomers, scene.played()[-9:-3], strict=True):
                waits.append(ask(scene, person, scene.link(match)))
                time.sleep(1)
            time.sleep(max(0.0, STALL_S - (time.monotonic() - began)))
        finally:
            scene.valkey.signal(signal.SIGCONT)
        # Then each newcomer was answered at once
        assert max(waits) < ANSWER_S, waits
        # And the three ended once and were told once
        ledger = all_told(scene, before, 40)
        assert [(one.state, one.told) for one in ledger.accounts] == [("completed", 1)] * 3
        # And so did the newcomers' analyses by the bot alone, whatever the queue had got of them too
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and min(cards(scene, one) for one in newcomers) < 1:
            time.sleep(0.2)
        time.sleep(2)
        assert [cards(scene, one) for one in newcomers] == [1] * 6
        assert endings_written(client) == len(records(client))
        client.close()
