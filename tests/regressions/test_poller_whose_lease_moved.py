"""A bot whose lease had gone to another kept polling until its next look at the lease, and cut that one's polls off."""

import asyncio
import threading
import time

import redis
import requests

from connections import PREFIX
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tests.bot.conftest import running, until
from tests.bot.manager import FakeManager
from tests.conftest import ENVIRONMENT

LEASE = f"{PREFIX}lease:poller"
LEASE_S = 12.0


class Other:
    """Another bot's polls, one after the other: what each was answered."""

    def __init__(self, telegram: TelegramStandIn) -> None:
        self.answers: list[int] = []
        self._url = f"{telegram.url}/bot{ENVIRONMENT['BOT_TOKEN']}/getUpdates"
        self._thread = threading.Thread(target=self._poll)
        self._ended = threading.Event()

    def _poll(self) -> None:
        while not self._ended.is_set():
            answer = requests.post(self._url, json={"timeout": 1}, timeout=20)
            self.answers.append(answer.status_code)

    def __enter__(self) -> "Other":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


async def test_the_one_that_lost_it_lets_the_other_poll(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    # Given a bot in the middle of a long poll, whose next look at its lease is seconds away
    limits = bot_settings.telegram.model_copy(update={"lease_seconds": LEASE_S, "poll_timeout": 25})
    own = bot_settings.model_copy(update={"telegram": limits})
    async with running(own, manager):
        await until(lambda: telegram.status()["polled"])
        # When another one takes the lease, as it may after a pause of this machine, and polls
        redis_tasks.set(LEASE, "another", px=60_000)
        moved = time.monotonic()
        with Other(telegram) as other:
            while time.monotonic() - moved < LEASE_S / 3 + 1:
                await asyncio.sleep(0.1)
            # Then the one before has gone after the one conflict that told it, and says nothing more
            assert other.answers and set(other.answers) == {200}
    lost = [call for call in telegram.calls("getUpdates") if call.status == 409]
    assert len(lost) == 1


async def test_it_goes_on_when_the_lease_is_still_its_own(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    # Given somebody who polls with the same token and holds no lease
    ann = telegram.add_person("Ann", "ru", started=True)
    async with running(bot_settings, manager):
        await until(lambda: telegram.status()["polled"])
        with Other(telegram):
            await until(lambda: any(call.status == 409 for call in telegram.calls("getUpdates")))
        # When he stops, then the bot is still there
        telegram.send_text(ann, "/help")
        await telegram.message(ann["id"], timeout=20)
    assert redis_tasks.get(LEASE) is None
