"""The real bot process over a Redis that is gone, stalls in the middle, or never answers; and back on the queue."""

import signal
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from connections import PREFIX
from sandbox.valkey import EmbeddedValkey
from tests.e2e.conftest import BOTH_WAYS, System, buttons
from tests.processes import Child, wait_for

pytestmark = [pytest.mark.processes, BOTH_WAYS]

ALONE = "Очередь недоступна, считаю сам"


@pytest.fixture
def server(system: System, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedValkey]:
    """A Redis of this test's own, not started yet."""
    own = EmbeddedValkey()
    monkeypatch.setenv("REDIS_URL", own.url)
    yield own
    own.close()


def is_card(message: dict[str, Any]) -> bool:
    return "Данные FACEIT" in message.get("text", "")


def cards(system: System, person: dict[str, Any]) -> int:
    return sum(map(is_card, system.telegram.messages(person["id"])))


def ask(system: System, person: dict[str, Any], scenario: str) -> float:
    """Send a link; seconds until the first answer."""
    count = len(system.telegram.messages(person["id"]))
    began = time.monotonic()
    system.telegram.send_text(person, system.link(scenario))
    wait_for(lambda: len(system.telegram.messages(person["id"])) >= count + 2, 5, "an answer")
    return time.monotonic() - began


def back_on_the_queue(bot: Child) -> bool:
    return bot.output.rfind("queue.back") > bot.output.rfind("queue.away") > 0


def test_refused_from_the_start_then_back_on_the_queue(system: System, server: EmbeddedValkey) -> None:
    # Given a bot whose Redis is not there
    system.start_bot()
    bot = system.answering
    assert bot is not None
    ann = system.telegram.add_person("Аня", "ru", started=True)
    # When somebody asks, then the answer and the card come from the bot alone, by half of FACEIT's rate
    assert ask(system, ann, "ready") < 1
    system.telegram.wait_for_message(ann["id"], lambda item: ALONE in item.get("text", ""))
    system.telegram.wait_for_message(ann["id"], is_card, 30)
    calls = system.faceit.calls()
    assert (calls["total"], calls["too_many"]) == (31, 0) and calls["max_per_second"] <= 11
    # When Redis comes, then the next one goes to the queue, with the same bot
    server.start()
    wait_for(lambda: back_on_the_queue(bot), 10, "the bot to notice")
    system.start_worker()
    assert ask(system, ann, "ready_high") < 1
    wait_for(lambda: cards(system, ann) == 2, 30, "the second card")
    assert sum(ALONE in item.get("text", "") for item in system.telegram.messages(ann["id"])) == 0
    assert redis.Redis(port=server.port, db=1).keys(f"{PREFIX}run:*")


def test_stalled_in_the_middle_then_going_on(system: System, server: EmbeddedValkey) -> None:
    # Given a working system, one card made by it, whose Redis stalls
    server.start()
    worker = system.start_worker()
    system.start_bot()
    bot = system.answering
    assert bot is not None
    people = [system.telegram.add_person(name, "ru", started=True) for name in ("А", "Б", "В")]
    ask(system, people[0], "no_elo")
    wait_for(lambda: cards(system, people[0]) == 1, 30, "a card from the queue")
    # With its picture out too, else the first wish may find no connection to be sent on
    wait_for(lambda: any("delivery.done" in child.output for child in system.children), 30, "all of it")
    server.signal(signal.SIGSTOP)
    try:
        # When people ask, one of them before the bot can know
        answers = [
            ask(system, person, name) for person, name in zip(people, ("ready", "ready", "ready_low"), strict=True)
        ]
        assert max(answers) < 1, answers
        # Then each gets a card, without the queue
        wait_for(lambda: [cards(system, person) for person in people] == [2, 1, 1], 40, "cards")
    finally:
        server.signal(signal.SIGCONT)
    # When Redis goes on, whatever it had accepted meanwhile tells nobody a second time
    wait_for(lambda: back_on_the_queue(bot), 10, "the bot to notice")
    wait_for(lambda: "fallback.twin_" in bot.output, 10, "the first wish's twin")
    time.sleep(5)
    assert [cards(system, person) for person in people] == [2, 1, 1]
    assert not [
        item for person in people for item in system.telegram.messages(person["id"]) if "🚫" in item.get("text", "")[:2]
    ]
    # And the next request goes through the queue, to the same worker
    assert worker.process.poll() is None
    assert ask(system, people[0], "ready_high") < 1
    wait_for(lambda: cards(system, people[0]) == 3, 30, "another card from the queue")
    assert "fallback.run_accepted" not in bot.output[bot.output.rfind("queue.back") :]


def test_black_holed_with_cancel(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=50) as hole:
        monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{hole.getsockname()[1]}")
        system.faceit.configure(latency_ms=300)
        system.start_bot()
        ann = system.telegram.add_person("Аня", "ru", started=True)
        assert ask(system, ann, "ready") < 1
        first = system.telegram.wait_for_message(ann["id"], lambda item: ALONE in item.get("text", ""))
        wait_for(lambda: system.faceit.calls()["total"] > 1, what="the first calls")
        cancel = next(data for name, data in buttons(first).items() if "Отменить" in name)
        pressed = time.monotonic()
        system.telegram.press(ann, ann["id"], first["message_id"], cancel)
        system.telegram.wait_for_message(ann["id"], lambda item: item.get("text", "").startswith("🚫 Задача"), 5)
        assert time.monotonic() - pressed < 2
        time.sleep(0.5)
        calls = system.faceit.calls()["total"]
        assert ask(system, ann, "ready_high") < 1
        system.telegram.wait_for_message(ann["id"], is_card, 40)
        assert system.faceit.calls()["total"] - calls <= 31
