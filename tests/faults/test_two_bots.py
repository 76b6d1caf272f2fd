"""Two bots side by side, as in a deploy: one tells; killed in the middle of it, the other goes on where it was."""

import json
import signal
import sys
import time

import pytest

from bot.marks import SENDING
from tests.faults.ledger import CARD
from tests.faults.seen import Person, all_told, ask, cards, endings_waiting, endings_written, people, records
from tests.faults.stage import Stage, stage
from tests.processes import Child, wait_for

pytestmark = pytest.mark.processes
TASKS = 20
LEASE_S = 3.0
AIR_S = 5.0
CONFLICTS_OF_A_MOVE = 2
"""The former holder's open poll is cut off, and it goes; or it had none open and cuts off one of the new holder's."""
SETTLED_S = 2.0
"""Longer than a former holder's pause after a conflict."""


def sent_cards(scene: Stage) -> int:
    calls = scene.telegram.calls("sendMessage")
    return sum(call.status == 200 and bool(CARD.search(str(call.params.get("text", "")))) for call in calls)


def delivers(scene: Stage, role: str) -> bool:
    """Whether it has ever held the lease; every bot also starts a delivery of its own tasks."""
    events = [json.loads(line) for line in scene.keeper.child(role).output.splitlines() if line.startswith("{")]
    return any((one.get("event"), one.get("lease")) == ("lease.taken", "delivery") for one in events)


def conflicts(scene: Stage) -> int:
    """Polls cut off because another bot began to poll."""
    return sum(call.status == 409 for call in scene.telegram.calls("getUpdates"))


def moves(scene: Stage) -> int:
    """How often the lease of polling was taken over: on a machine that stands still a bot may lose it any time."""
    lines = [line for life in scene.keeper.lives for line in life.child.output.splitlines() if line.startswith("{")]
    events = [json.loads(line) for line in lines]
    return sum((one.get("event"), one.get("lease")) == ("lease.taken", "poller") for one in events) - 1


def accepted(scene: Stage, person: Person) -> int:
    """How often the bot said to a person that a task is accepted; what it said is edited soon."""
    calls = [call for call in scene.telegram.calls("sendMessage") if call.status == 200]
    said = [call.params.get("text", "") for call in calls if str(call.params["chat_id"]) == str(person["id"])]
    return sum("Принято" in str(words) for words in said)


def leader(scene: Stage) -> str:
    """The one of both that delivers."""
    found = [role for role in ("bot-1", "bot-2") if delivers(scene, role)]
    assert len(found) == 1, found
    return found[0]


def test_each_of_twenty_is_told_once() -> None:
    with stage() as scene:
        scene.start_bot("bot-1")
        scene.start_bot("bot-2")
        scene.start_worker()
        persons = people(scene, TASKS)
        for person, match in zip(persons, scene.played()[-TASKS:], strict=True):
            ask(scene, person, scene.link(match))
        ledger = all_told(scene, persons, 60)
        assert [(one.state, one.told) for one in ledger.accounts] == [("completed", 1)] * TASKS
        assert sent_cards(scene) == TASKS
        # And there were two polls at a time only where the lease moved: that of the one before, and one more
        # when it was between two polls
        assert conflicts(scene) <= CONFLICTS_OF_A_MOVE * moves(scene)
        leader(scene)


def test_a_bot_that_wakes_after_its_lease_has_gone_leaves_polling_to_the_other() -> None:
    # Polls longer than the lease, as they are in the settings
    with stage({"TELEGRAM__POLL_TIMEOUT": "25"}) as scene:
        scene.start_bot("bot-1")
        persons = people(scene, 6)
        early, late = persons[:3], persons[3:]
        # Given a bot that stands still with a poll open, until the other has taken over
        first = scene.keeper.child("bot-1").process
        first.send_signal(signal.SIGSTOP)
        scene.keeper.keep("bot-2", lambda: Child("bot-2", [sys.executable, "-m", "bot"], scene.folder))
        wait_for(lambda: moves(scene) == 1, 30, "the other to take the lease")
        wait_for(lambda: conflicts(scene) == 1, 10, "its first poll, which cuts the open one off")
        for person, match in zip(early, scene.played()[-6:-3], strict=True):
            ask(scene, person, scene.link(match))
        # When it wakes, and people go on writing
        first.send_signal(signal.SIGCONT)
        for person, match in zip(late, scene.played()[-3:], strict=True):
            ask(scene, person, scene.link(match))
        wait_for(lambda: '"lease.lost"' in scene.keeper.child("bot-1").output, 10, "the first to notice")
        time.sleep(SETTLED_S)
        # Then they were polling against each other for a moment only, and everybody was answered once
        assert conflicts(scene) <= CONFLICTS_OF_A_MOVE
        assert [accepted(scene, person) for person in persons] == [1] * len(persons)
        client = scene.records()
        assert len(records(client)) == len(persons)
        client.close()


def test_the_other_takes_over_in_the_middle_of_deliveries() -> None:
    with stage(latency_ms=5) as scene:
        scene.start_bot("bot-1")
        scene.start_bot("bot-2")
        client = scene.records()
        persons = people(scene, TASKS)
        for person, match in zip(persons, scene.played()[-TASKS:], strict=True):
            ask(scene, person, scene.link(match))
        # Given twenty tasks that end while Telegram takes its time, so that deliveries are under way
        scene.telegram.delay("sendMessage", 0.5)
        scene.start_worker()
        wait_for(lambda: sent_cards(scene) >= 3 and endings_waiting(client) >= 3, 40, "deliveries under way")
        # When the one that delivers is killed for good
        first = leader(scene)
        other = "bot-2" if first == "bot-1" else "bot-1"
        scene.keeper.leave(first)
        killed = time.monotonic()
        under_way = {
            key.split(b":")[2].decode()
            for key in client.scan_iter("faceit_bot:task:*:delivery")
            if client.hget(key, "1") == SENDING.encode()
        }
        out_before = {person["id"]: cards(scene, person) for person in persons}
        # Then the other goes on within the lease and a little
        wait_for(lambda: delivers(scene, other), LEASE_S + AIR_S, "the other to begin")
        assert time.monotonic() - killed < LEASE_S + AIR_S
        scene.telegram.delay("sendMessage", 0)
        ledger = all_told(scene, persons, 40)
        # And only what stood between Telegram's answer and the mark comes twice
        assert [one.state for one in ledger.accounts] == ["completed"] * TASKS
        repeated = {one.task for one in ledger.repeats}
        assert repeated <= {one.task for one in ledger.accounts if one.task in under_way and out_before[one.chat]}
        assert all(one.told <= 2 for one in ledger.accounts)
        assert endings_written(client) == len(records(client)) == TASKS
        client.close()
