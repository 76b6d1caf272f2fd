"""Valkey is full and refuses to write: people are answered, nothing accepted is lost, and no step begins unwritten."""

import time

import pytest
import redis

from tests.faults.seen import (
    ANSWER_S,
    all_told,
    ask,
    at_work,
    cards,
    endings_written,
    people,
    records,
    run_states,
)
from tests.faults.stage import stage
from tests.processes import wait_for

pytestmark = pytest.mark.processes
ALONE = "считаю сам"


def fill(client: redis.Redis) -> None:
    """From now on every write that needs memory is refused."""
    client.config_set("maxmemory-policy", "noeviction")
    client.config_set("maxmemory", 1)
    with pytest.raises(redis.exceptions.OutOfMemoryError):
        client.set("probe", "x")


def test_whoever_asks_is_answered_and_what_was_accepted_goes_on_by_itself() -> None:
    with stage(latency_ms=300) as scene:
        scene.start_worker()
        bot = scene.start_bot()
        client = scene.records()
        # Given an analysis whose players are being fetched
        ann, bob, cid = people(scene, 3)
        ask(scene, ann, scene.link(scene.played()[-1]))
        at_work(scene, calls=10)
        # When Valkey is full, then whoever asks is answered at once, and served by the bot itself
        fill(client)
        assert ask(scene, bob, scene.link(scene.played()[-2])) < ANSWER_S
        assert ask(scene, bob, "/my_tasks") < ANSWER_S
        wait_for(lambda: cards(scene, bob) == 1, 30, "a card by the bot alone")
        assert endings_written(client) == 0 and cards(scene, ann) == 0
        assert run_states(client) == ["running"]
        # When there is room again, then everything goes on by itself, with the same processes
        client.config_set("maxmemory", 0)
        (hers,) = all_told(scene, [ann], 40).accounts
        assert (hers.state, cards(scene, ann)) == ("completed", 1)
        assert bot.process.poll() is None and len(scene.keeper.lives) == 2
        ask(scene, cid, scene.link(scene.played()[-3]))
        assert [one.told for one in all_told(scene, [cid], 40).accounts] == [1]
        assert [cards(scene, one) for one in (bob, cid)] == [1, 1]
        assert endings_written(client) == len(records(client)) == 2
        client.close()


def test_no_step_begins_without_its_write() -> None:
    with stage() as scene:
        scene.start_bot()
        client = scene.records()
        # Given three tasks that wait, and no room
        persons = people(scene, 3)
        for person, match in zip(persons, scene.played()[-3:], strict=True):
            ask(scene, person, scene.link(match))
        wait_for(lambda: len(records(client)) == 3, 10, "all to be accepted")
        fill(client)
        # When a worker comes, then it calls nobody and changes nothing
        scene.start_worker()
        time.sleep(5)
        assert scene.faceit.gate.log.total == 0
        assert run_states(client) == ["queued"] * 3
        # And with room again all three are done, once
        client.config_set("maxmemory", 0)
        ledger = all_told(scene, persons, 40)
        assert [(one.state, one.told) for one in ledger.accounts] == [("completed", 1)] * 3
        assert endings_written(client) == 3
        assert len(scene.keeper.lives) == 2, "a process died of it"
        client.close()
