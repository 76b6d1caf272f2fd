"""A bot that stood still for longer than its lease told what the other had told: it asked neither lease nor mark."""

import signal
import sys
import time

import pytest

from bot.marks import SENDING
from tests.faults.seen import all_told, ask, endings_written, people, records
from tests.faults.stage import Stage, stage
from tests.processes import Child, wait_for

pytestmark = pytest.mark.processes
TASKS = 16
FIRST = 2
SLOW = {"TELEGRAM__OVERALL_PER_SECOND": "6"}
"""So that it is their turn what cards wait for."""
MOMENT_S = 0.2
"""What the frozen one has asked of Redis is answered by then."""
SEVERAL_SENDS_S = 4.0
"""As long as a delivery that has lost its lease may take to end."""


def told(scene: Stage) -> int:
    """Cards that Telegram has taken."""
    taken = [one for one in scene.telegram.calls("sendMessage") if one.status == 200]
    return sum("FACEIT" in str(one.params.get("text")) for one in taken)


def on_the_wire(scene: Stage) -> set[str]:
    """Tasks with a part that is being sent."""
    client = scene.records()
    keys = list(client.scan_iter("faceit_bot:task:*:delivery"))
    found = {key.split(b":")[2].decode() for key in keys if SENDING.encode() in client.hvals(key)}
    client.close()
    return found


def test_what_waited_for_its_turn_is_told_by_the_other_alone() -> None:
    with stage(SLOW) as scene:
        scene.start_bot("bot-0")
        client = scene.records()
        persons = people(scene, TASKS)
        # Given a crowd's tasks that have ended while no bot was there
        for person, match in zip(persons, scene.played()[-TASKS:], strict=True):
            ask(scene, person, scene.link(match))
        wait_for(lambda: len(records(client)) == TASKS, 20, "all to be accepted")
        scene.keeper.leave("bot-0")
        scene.start_worker()
        wait_for(lambda: endings_written(client) == TASKS, 60, "all to end")
        scene.telegram.do("clear_requests")
        # When the bot that tells them stands still with most of them waiting for their turn
        frozen = scene.start_bot("bot-1")
        wait_for(lambda: told(scene) >= FIRST, 30, "the first cards")
        frozen.process.send_signal(signal.SIGSTOP)
        time.sleep(MOMENT_S)
        cut_short = on_the_wire(scene)
        assert told(scene) <= TASKS / 2
        # And another tells them all before it wakes
        scene.keeper.keep("bot-2", lambda: Child("bot-2", [sys.executable, "-m", "bot"], scene.folder))
        ledger = all_told(scene, persons, 120)
        assert {one.task for one in ledger.repeats} <= cut_short
        before = told(scene)
        frozen.process.send_signal(signal.SIGCONT)
        wait_for(lambda: "lease.lost" in frozen.output and frozen.output.count("delivery.stopped") > 0, 30, "it to see")
        time.sleep(SEVERAL_SENDS_S)
        # Then it tells nothing any more, but what it was sending when it stood still
        ledger = all_told(scene, persons, 30)
        assert {one.task for one in ledger.repeats} <= cut_short
        assert told(scene) <= before + len(cut_short)
        client.close()
