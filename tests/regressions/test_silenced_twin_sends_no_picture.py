"""A task whose twin is served elsewhere was told in pictures without a word: only its texts were silenced."""

import redis
import redis.asyncio

from bot.marks import SILENCED, SKIPPED
from connections import BROKER_NAMESPACE
from pipelines.pictures import QUEUE
from sandbox.telegram import TelegramStandIn
from tasks import delivery
from tasks.states import State, TaskType
from tests.bot.conftest import until
from tests.bot.manager import FakeManager

LINK = "https://www.faceit.com/ru/cs2/room/1-11111111-2222-4333-8444-555555555555"


async def test_nothing_of_it_is_told(
    bot: FakeManager, telegram: TelegramStandIn, client: redis.asyncio.Redis, redis_tasks: redis.Redis
) -> None:
    # Given a task under way that has been silenced, because the bot serves the wish by itself
    ann = telegram.add_person("Ann", "ru", started=True)
    telegram.send_text(ann, LINK)
    await until(lambda: "task1" in bot.tasks and bot.tasks["task1"].progress_message is not None)
    await delivery.mark(client, "task1", SILENCED, SKIPPED)
    before = len(telegram.messages(ann["id"]))
    # When it ends with a report all the same
    bot.change("task1", type=TaskType.PLAYER_PERFORMANCE)
    bot.end("task1", State.COMPLETED, report={"kind": "player"})
    await until(lambda: bot.waiting_endings == 0)
    # Then nothing is sent, and no picture of it is asked for
    assert len(telegram.messages(ann["id"])) == before
    assert redis_tasks.llen(f"{BROKER_NAMESPACE}:{QUEUE}") == 0
