"""Valkey is killed and started again from its append-only file in mid-task: everything ends once and is told once."""

import time

import pytest

from tests.faults.seen import all_told, ask, at_work, cards, endings_written, people, press, records
from tests.faults.stage import stage

pytestmark = pytest.mark.processes


@pytest.mark.parametrize(("calls", "down_s"), [(3, 0.2), (12, 4.0)])
def test_a_match_and_a_bulk_under_way(calls: int, down_s: float) -> None:
    with stage(latency_ms=100) as scene:
        scene.start_worker()
        scene.start_bot()
        client = scene.records()
        ann, bob = people(scene, 2)
        # Given a bulk of five matches and a single one, at work
        played = scene.played()
        scene.telegram.send_text(bob, "/bulk " + " ".join(played[-6:-1]))
        press(scene, bob, "Кратко")
        ask(scene, ann, scene.link(played[-1]))
        at_work(scene, calls)
        assert endings_written(client) == 0, "too late: something has ended already"
        # When Valkey dies and comes back
        scene.keeper.call(scene.valkey.kill)
        time.sleep(down_s)
        scene.keeper.call(scene.valkey.start)
        # Then both end once and are told once
        ledger = all_told(scene, (ann, bob), 60)
        assert [(one.state, one.told) for one in ledger.accounts] == [("completed", 1)] * 2
        assert cards(scene, ann) == 1
        assert endings_written(client) == len(records(client)) == 2
        client.close()
