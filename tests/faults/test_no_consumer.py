"""Nobody works, or nobody keeps the clock: people hear where they stand, and what waited too long ends."""

import time

import pytest

from connections import PREFIX
from tests.faults.seen import all_told, ask, cards, endings_written, people, press, records
from tests.faults.stage import stage
from tests.processes import wait_for

pytestmark = pytest.mark.processes
QUEUE_S = 6.0


def test_without_workers_the_place_is_told_and_the_offer_to_retry_works_later() -> None:
    with stage({"TASKS__QUEUE_TIMEOUT_MINUTES": str(QUEUE_S / 60)}) as scene:
        scene.start_bot()
        client = scene.records()
        ann, bob = people(scene, 2)
        began = time.monotonic()
        # Given nobody to take a task, when two people ask, then each sees that it waits, and at which place
        for person, match in zip((ann, bob), scene.played()[-2:], strict=True):
            ask(scene, person, scene.link(match))
        shown = [
            next(one["text"] for one in scene.telegram.messages(person["id"]) if one.get("from", {}).get("is_bot"))
            for person in (ann, bob)
        ]
        assert all("⏳ В очереди" in one for one in shown) and "Место в очереди: 2" in shown[1], shown
        # And once it has waited too long it ends, told once, without a call
        ledger = all_told(scene, (ann, bob), 30)
        assert [(one.state, one.told > 0) for one in ledger.accounts] == [("failed", True)] * 2
        assert time.monotonic() - began >= QUEUE_S
        assert (endings_written(client), scene.faceit.gate.log.total) == (2, 0)
        # When a worker is there, then the button does what it says
        scene.start_worker()
        press(scene, ann, "🔁")
        wait_for(lambda: cards(scene, ann) == 1, 30, "the card")
        wait_for(lambda: endings_written(client) == 3, 5, "its ending")
        assert sorted(records(client).values()) == ["completed", "failed", "failed"]
        client.close()


def test_without_a_scheduler_the_deadlines_are_looked_after() -> None:
    environment = {"DEADLINES__MATCH_ANALYSIS": "4", "TELEGRAM__LEASE_SECONDS": "3"}
    with stage(environment, latency_ms=900) as scene:
        # Given workers and a bot, but no scheduler, and an analysis that can't be done in time
        scene.start_worker(threads=1)
        scene.start_bot()
        client = scene.records()
        (ann,) = people(scene, 1)
        ask(scene, ann, scene.link(scene.played()[-1]))
        # Then it ends all the same, and is told
        ledger = all_told(scene, [ann], 30)
        assert [(one.state, one.told > 0) for one in ledger.accounts] == [("failed", True)]
        assert client.zcard(f"{PREFIX}deadlines") == 0
        client.close()
