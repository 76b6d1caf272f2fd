"""Before a picture the chat sees that one is on its way, and nobody's message waits for that."""

import asyncio
from typing import Any

import pytest
import redis

from bot.breaker import Breaker
from bot.lanes import Lane, PostponedError
from bot.limiter import SendLimiter
from bot.limits import Limits
from bot.local_limiter import Chat
from bot.outgoing import Destination, Outgoing
from bot.pacing import Pacing
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.pictures import PictureName, build_pictures, mark_of
from tasks.states import State
from tests.bot.conftest import Person, running, until
from tests.bot.manager import FakeManager
from tests.reports.cards import report_of
from tests.rooms import lively, match_body, material

LIMITS = Limits(overall=25, chat_interval=1.0, chat_burst=4, group=20)


def limiter_on(client: Any) -> SendLimiter:
    return SendLimiter(client, LIMITS, Breaker(timeout_s=5))


@pytest.mark.parametrize("chat", [7, -100])
async def test_it_takes_nothing_of_the_chats_own(client: Any, chat: int) -> None:
    limiter = limiter_on(client)
    assert await limiter.spare(chat)
    # Then the chat's whole burst is there for answers
    answers = [(await limiter.take(chat, Lane.ANSWER)).seconds for _ in range(LIMITS.chat_burst)]
    assert answers == [0.0] * LIMITS.chat_burst
    # And while there is none left, nothing is shown
    assert not await limiter.spare(chat)


async def test_a_crowd_is_not_held_up_by_it(client: Any) -> None:
    limiter = limiter_on(client)
    shown = [await limiter.spare(chat) for chat in range(1, 101)]
    assert 1 <= sum(shown) <= LIMITS.chat_burst
    # Where half of all sends are taken, none is shown
    for chat in range(200, 213):
        await limiter.take(chat, Lane.ANSWER)
    assert not await limiter.spare(500)


async def test_without_room_it_is_left_out(client: Any) -> None:
    limiter, pacing = limiter_on(client), Pacing(limiter_on(client))
    for _ in range(LIMITS.chat_burst):
        await pacing._limiter.take(7, Lane.ANSWER)
    calls: list[Chat] = []

    class Busy:
        async def send_chat_action(self, chat: Chat, *_: Any, **__: Any) -> None:
            calls.append(chat)
            if not await pacing._limiter.spare(chat):
                raise PostponedError("limiter", delay=1.0)

    await Outgoing(Busy(), Destination(7, None, None), "task").uploading()  # type: ignore[arg-type]
    assert calls == [7] and limiter is not pacing._limiter


async def test_a_picture_is_announced_before_it_comes(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    # Given a report whose picture is drawn while the card goes out
    ann: Person = telegram.add_person("Ann", "en", started=True)
    report = report_of(material(match_body(), lively())).model_dump(mode="json")
    pictures = bot_settings.pictures.model_copy(update={"wait_seconds": 30.0})
    own = bot_settings.model_copy(update={"pictures": pictures})
    async with running(own, manager):
        telegram.send_text(ann, "https://www.faceit.com/en/cs2/room/1-11111111-2222-4333-8444-555555555555")
        await until(lambda: manager.tasks, 20)
        task = next(iter(manager.tasks))
        manager.end(task, State.COMPLETED, report=report)
        await until(lambda: telegram.calls("sendChatAction"), 20)
        name = PictureName(manager.tasks[task].run, "match", "en", None, mark_of(report))
        await asyncio.to_thread(build_pictures(own, "command").put, name, b"\x89PNG drawn")
        await until(lambda: telegram.calls("sendPhoto"), 30)
    # Then the chat was told so first, in time
    [said] = telegram.calls("sendChatAction")
    assert said.params["action"] == "upload_photo" and int(said.params["chat_id"]) == ann["id"]
