"""Two bots polled at once, and each poll cut off one of the other.

One whose lease had gone looked seconds later only; one that began took a slow Redis for one that is away.
"""

import asyncio
import threading
import time

import pytest
import redis
import requests

from bot.holding import Holder
from connections import PREFIX
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.leases import Lease
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


class Answers(Lease):
    """A lease of which Redis says this in turn, the last for ever: held, held by another, or nothing in time."""

    def __init__(self, *said: bool | None) -> None:
        self._said = list(said)
        self.released = 0

    async def acquire(self) -> bool:
        said = self._said.pop(0) if len(self._said) > 1 else self._said[0]
        if said is None:
            raise redis.exceptions.TimeoutError("slow")
        return said

    async def release(self) -> None:
        self.released += 1


@pytest.mark.parametrize(
    ("said", "works"),
    [
        ([None, False], False),  # slow once, held by another
        ([None, True], True),
        ([None], True),  # nobody can hold anything
        ([None, None, False], False),  # away for a while, then another has it
        ([True, None, True], True),
    ],
)
async def test_what_is_slow_is_asked_again_before_anybody_polls_alone(said: list[bool | None], works: bool) -> None:
    began = 0
    working = False

    async def work() -> None:
        nonlocal began, working
        began, working = began + 1, True
        try:
            await asyncio.sleep(60)
        finally:
            working = False

    holding = asyncio.create_task(Holder("poller", Answers(*said), 3.0, work, alone=True).run())
    await asyncio.sleep(2.5)
    assert working is works
    assert began == (1 if works or said.count(None) > 1 else 0)
    holding.cancel()
    await asyncio.gather(holding, return_exceptions=True)
