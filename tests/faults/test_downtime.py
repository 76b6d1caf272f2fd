"""Tasks end and thousands of progress events come while no bot is there; the next one tells all of it, once."""

import time
from typing import Any

import pytest

from tasks.events import ENDINGS, PROGRESS
from tests.faults.ledger import account
from tests.faults.seen import ANSWER_S, all_told, ask, chats, endings_written, people, records
from tests.faults.stage import stage
from tests.processes import wait_for

pytestmark = pytest.mark.processes
TASKS = 12
KINDS = ("progress", "step", "retry")
EVENTS = 5000
WITHIN_S = 20.0


def test_every_ending_of_the_time_without_a_bot_is_told_once() -> None:
    with stage() as scene:
        scene.start_bot()
        client = scene.records()
        persons = people(scene, TASKS)
        # Given tasks that nobody works on yet, and then no bot
        for person, match in zip(persons, scene.played()[-TASKS:], strict=True):
            ask(scene, person, scene.link(match))
        wait_for(lambda: len(records(client)) == TASKS, 10, "all to be accepted")
        time.sleep(0.5)
        scene.keeper.leave("bot")
        # When all of them end, and progress piles up as steps write it
        scene.start_worker()
        wait_for(lambda: endings_written(client) == TASKS, 40, "all to end")
        runs = [client.hget(f"faceit_bot:task:{task}", "run") for task in records(client)]
        pipe = client.pipeline(transaction=False)
        for number in range(EVENTS):
            event: dict[Any, Any] = {"v": "1", "run": runs[number % TASKS], "kind": KINDS[number % 3]}
            pipe.xadd(PROGRESS, event, maxlen=10_000, approximate=True)
        pipe.execute()
        assert client.xlen(PROGRESS) >= EVENTS and client.xlen(ENDINGS) == TASKS
        assert not any(one.told for one in account(scene, chats(persons)).accounts)
        # Then a new bot tells each once, in bounded time, and hears newcomers at once
        began = time.monotonic()
        scene.start_bot("bot-2")
        (ann,) = people(scene, 1)
        assert ask(scene, ann, scene.link(scene.played()[-TASKS - 1])) < ANSWER_S
        ledger = all_told(scene, [*persons, ann], 40)
        assert time.monotonic() - began < WITHIN_S
        assert [(one.state, one.told) for one in ledger.accounts] == [("completed", 1)] * (TASKS + 1)
        assert endings_written(client) == TASKS + 1
        client.close()
