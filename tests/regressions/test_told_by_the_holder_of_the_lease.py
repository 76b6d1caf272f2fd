"""A bot whose lease was another's already, without its knowing, sent what it had in hand."""

import asyncio

import redis

from bot.marks import SENDING
from sandbox.telegram import TelegramStandIn
from tasks.records import Failure
from tasks.states import State
from tests.bot.conftest import until
from tests.bot.manager import FakeManager, view

LEASE = "faceit_bot:lease:delivery"
FAILED = "Разобрать матч не получилось"


async def test_nothing_goes_out_while_another_holds_it(
    bot: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    ann = telegram.add_person("Ann", "ru", started=True)
    await until(lambda: redis_tasks.exists(LEASE), 30)
    # Given a lease that has gone over to another
    redis_tasks.set(LEASE, "another's")
    # When a task ends
    bot.tasks["t1"] = view("t1", chat=ann["id"])
    bot.end("t1", State.FAILED, Failure(code="faceit-unavailable"))
    await asyncio.sleep(2)
    # Then it is for the other to tell
    assert not telegram.calls("sendMessage") and bot.parts("t1") == {} and bot.waiting_endings == 1
    # And comes out here once that one is gone
    redis_tasks.delete(LEASE)
    await until(lambda: bot.waiting_endings == 0, 30)
    assert sum(FAILED in one["text"] for one in telegram.messages(ann["id"]) if "text" in one) == 1


async def test_a_part_that_is_out_is_not_sent_on_an_old_look_at_the_marks(
    bot: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    ann = telegram.add_person("Ann", "ru", started=True)
    # Given an ending that waits for its turn, its marks read
    telegram.fail_next("sendMessage", 429, 2)
    bot.tasks["t1"] = view("t1", chat=ann["id"])
    bot.end("t1", State.FAILED, Failure(code="faceit-unavailable"))
    await until(lambda: telegram.calls("sendMessage"), 30)
    # When another has told it meanwhile
    redis_tasks.hset("faceit_bot:task:t1:delivery", "1", "77")
    # Then it is not told again
    await until(lambda: bot.waiting_endings == 0, 30)
    assert [call.status for call in telegram.calls("sendMessage")] == [429]
    assert bot.parts("t1")["1"] == "77"


async def test_a_part_that_another_is_sending_may_be_marked_by_it_first(
    bot: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    ann = telegram.add_person("Ann", "ru", started=True)
    # Given a part that a bot was sending when it lost its lease
    redis_tasks.hset("faceit_bot:task:t1:delivery", "1", SENDING)
    bot.tasks["t1"] = view("t1", chat=ann["id"])
    # When the ending comes to this one, and the mark a moment later
    bot.end("t1", State.FAILED, Failure(code="faceit-unavailable"))
    await asyncio.sleep(1)
    redis_tasks.hset("faceit_bot:task:t1:delivery", "1", "77")
    # Then it is not told again
    await until(lambda: bot.waiting_endings == 0, 30)
    assert not telegram.calls("sendMessage") and bot.parts("t1")["1"] == "77"
