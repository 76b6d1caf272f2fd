"""Redis went while cards waited for their turn: all went out unmarked, and a bot killed then told them again."""

import time

import pytest

from tests.faults.seen import all_told, ask, chats, endings_written, people, records
from tests.faults.stage import Stage, stage
from tests.processes import wait_for

pytestmark = pytest.mark.processes
TASKS = 40
FIRST = 5
IN_HAND = 2
"""Cards that may be on the wire when Redis goes."""
SLOW = {"TELEGRAM__OVERALL_PER_SECOND": "6"}
"""So that it is their turn what cards wait for."""


def told(scene: Stage) -> int:
    """Cards that Telegram has taken."""
    taken = [one for one in scene.telegram.calls("sendMessage") if one.status == 200]
    return sum("FACEIT" in str(one.params.get("text")) for one in taken)


def test_a_card_waits_for_redis_rather_than_for_its_mark() -> None:
    with stage(SLOW) as scene:
        bot = scene.start_bot()
        client = scene.records()
        persons = people(scene, TASKS)
        # Given a crowd's tasks that have ended while no bot was there
        for person, match in zip(persons, scene.played()[-TASKS:], strict=True):
            ask(scene, person, scene.link(match))
        wait_for(lambda: len(records(client)) == TASKS, 20, "all to be accepted")
        scene.keeper.leave("bot")
        scene.start_worker()
        wait_for(lambda: endings_written(client) == TASKS, 60, "all to end")
        scene.telegram.do("clear_requests")
        # When Redis goes while the next bot is in the middle of telling
        scene.start_bot("bot-2")
        wait_for(lambda: told(scene) >= FIRST, 20, "the first cards")
        scene.to_valkey.refuse()
        scene.to_valkey.cut()
        time.sleep(0.3)
        before = told(scene)
        time.sleep(8)
        # Then no card goes out without it
        assert before < TASKS / 2 and told(scene) == before
        # And killed just then, it has told next to nothing that the one after it tells again
        scene.keeper.call(lambda: scene.keeper.kill("bot-2"))
        scene.to_valkey.allow()
        ledger = all_told(scene, persons, 120)
        assert [one.state for one in ledger.accounts] == ["completed"] * TASKS
        assert len(chats(persons)) == TASKS and bot.process.poll() is not None
        assert len(ledger.repeats) <= IN_HAND
        client.close()
