"""Valkey stops for longer than the delivery's lease between Telegram's 200 and the bot's mark; nobody is killed."""

import signal
import time

import pytest

from tests.faults.ledger import CARD
from tests.faults.stage import stage
from tests.processes import wait_for

pytestmark = pytest.mark.processes


def test_a_card_that_is_out_is_not_sent_again_when_the_lease_was_lost_before_its_mark() -> None:
    with stage() as scene:
        scene.start_worker("worker")
        bot = scene.start_bot("bot")
        ann = scene.telegram.add_person("Ann", "ru", started=True)
        client = scene.records()

        def cards() -> int:
            return sum(bool(CARD.search(one.get("text", ""))) for one in scene.telegram.messages(ann["id"]))

        def sending() -> bool:
            keys = list(client.scan_iter("faceit_bot:task:*:delivery"))
            return any(client.hget(key, "1") == b"sending" for key in keys)

        # Given a card on its way to a slow Telegram, its part marked as being sent
        scene.telegram.send_text(ann, scene.link(scene.played()[-3]))
        wait_for(lambda: len(scene.telegram.messages(ann["id"])) >= 2, 20, "the answer")
        scene.telegram.delay("sendMessage", 2)
        wait_for(sending, 30, "the card to be under way")
        # When Valkey stops until the lease is lost
        scene.valkey.signal(signal.SIGSTOP)
        try:
            time.sleep(8)
            assert cards() == 1 and "delivery.stopped" in bot.output
        finally:
            scene.valkey.signal(signal.SIGCONT)
        scene.telegram.delay("sendMessage", 0)
        # Then the delivery goes on behind what is out
        wait_for(lambda: "delivery.done" in bot.output, 20, "the ending to be acknowledged")
        assert cards() == 1
        client.close()
