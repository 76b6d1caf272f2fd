"""Endings reach their chats: in order, once, over faults of Telegram and deaths of the bot."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from analysis.assemble import assemble
from analysis.match import analyse
from analysis.predict import predict_and_advise
from bot import cards, outgoing
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks import delivery
from tasks.records import Failure
from tasks.states import State
from tests import rooms
from tests.bot.conftest import Person, buttons, running, until
from tests.bot.manager import FakeManager, view

FAILURE = Failure(code="faceit-unavailable")
FAILED = "Разобрать матч не получилось"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(outgoing, "FIRST_PAUSE_S", 0.05)
    yield


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "ru", started=True)


def put(manager: FakeManager, task: str, chat: int, **more: Any) -> None:
    """A task under way, as if asked in this chat."""
    manager.tasks[task] = view(task, chat=chat, **more)


def sent(telegram: TelegramStandIn, chat: int, words: str) -> list[dict[str, Any]]:
    return [one for one in telegram.messages(chat) if one.get("from", {}).get("is_bot") and words in one["text"]]


async def test_the_card_is_a_new_message_replying_to_the_request_then_the_progress_shrinks(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, report: dict[str, Any]
) -> None:
    asked = telegram.send_text(ann, rooms.MATCH_ID)
    progress = await telegram.message(ann["id"])
    await until(lambda: bot.tasks["task1"].progress_message)
    bot.end("task1", State.COMPLETED, report=report)
    line = await telegram.message(ann["id"], lambda message: message["text"].startswith("✅ Задача task1 готова"))
    assert line["message_id"] == progress["message_id"] and not buttons(line)
    card = telegram.messages(ann["id"])[-1]
    assert card["message_id"] > progress["message_id"]
    assert card["reply_to_message"]["message_id"] == asked["message_id"]
    again, room, copy = buttons(card)
    assert again["text"] == "🗺 Обновить после выбора карты" and again["callback_data"] == f"r:{rooms.MATCH_ID}"
    assert room["url"] == copy["copy_text"]["text"] == f"https://www.faceit.com/ru/cs2/room/{rooms.MATCH_ID}"
    order = [call.method for call in telegram.requests_log if call.method in {"sendMessage", "editMessageText"}]
    assert order[-2:] == ["sendMessage", "editMessageText"]
    await until(lambda: bot.waiting_endings == 0)
    # And the picture that nobody draws here is given up, the text stays whole
    assert bot.parts("task1") == {
        "1": str(card["message_id"]), "2": str(progress["message_id"]), "picture-match": "0"
    }  # fmt: skip


async def test_a_failure_says_what_to_do_and_can_be_tried_again(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    telegram.send_text(ann, rooms.MATCH_ID)
    await until(lambda: "task1" in bot.tasks and bot.tasks["task1"].progress_message)
    bot.end("task1", State.FAILED, FAILURE)
    line = await telegram.message(ann["id"], lambda message: message["text"].startswith("❌ Задача task1"))
    told = sent(telegram, ann["id"], FAILED)
    assert len(told) == 1 and "Повторите через несколько минут" in told[0]["text"]
    retry = buttons(line)[0]["callback_data"]
    assert retry == buttons(told[0])[0]["callback_data"]
    telegram.press(ann, ann["id"], line["message_id"], retry)
    telegram.press(ann, ann["id"], line["message_id"], retry)
    await telegram.message(ann["id"], lambda message: "task2" in message["text"])
    await until(lambda: len(telegram.calls("answerCallbackQuery")) == 2)
    assert bot.tasks["task2"].retry_of == "task1" and len(bot.tasks) == 2
    assert len(sent(telegram, ann["id"], "task2")) == 1


@pytest.mark.parametrize(("status", "retry_after"), [(500, None), (502, None), (429, 1)])
async def test_what_passes_is_tried_again_until_it_is_out(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, status: int, retry_after: int | None
) -> None:
    telegram.fail_next("sendMessage", status, retry_after, times=2)
    put(bot, "t1", ann["id"])
    bot.end("t1", State.FAILED, FAILURE)
    await telegram.message(ann["id"], lambda message: FAILED in message["text"])
    await until(lambda: bot.waiting_endings == 0)
    assert len(sent(telegram, ann["id"], FAILED)) == 1


async def test_a_blocked_chat_ends_quietly_and_holds_nobody_else_up(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    gone = telegram.add_person("Gone", "ru", started=True)
    telegram.block_bot(gone)
    for task, chat in (("t1", gone["id"]), ("t2", 424242), ("t3", ann["id"])):
        put(bot, task, chat, progress_message=99)
        bot.end(task, State.FAILED, FAILURE)
    await telegram.message(ann["id"], lambda message: FAILED in message["text"])
    await until(lambda: bot.waiting_endings == 0)


async def test_a_slow_chat_does_not_hold_up_others_and_keeps_its_own_order(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    bob = telegram.add_person("Bob", "en", started=True)
    telegram.fail_next("sendMessage", 429, 2)
    for number in (1, 2, 3):
        put(bot, f"a{number}", ann["id"], lang="ru" if number % 2 else "en")
        bot.end(f"a{number}", State.FAILED, Failure(code=("deadline", "poison", "removed")[number - 1]))
    await until(lambda: telegram.calls("sendMessage"))
    put(bot, "b1", bob["id"])
    bot.end("b1", State.FAILED, FAILURE)
    await telegram.message(bob["id"], timeout=1.5)
    assert not sent(telegram, ann["id"], "")
    await until(lambda: bot.waiting_endings == 0)
    order = [one["text"].splitlines()[1][0] for one in sent(telegram, ann["id"], "")]
    assert order == ["⌛", "💥", "🗑"]


async def test_a_moved_group_is_followed(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    group = telegram.add_group("five", [ann])["id"]
    telegram.send_text(ann, f"/analyze {rooms.MATCH_ID}", group)
    await until(lambda: "task1" in bot.tasks and bot.tasks["task1"].progress_message)
    moved = telegram.migrate(group)
    bot.end("task1", State.FAILED, FAILURE)
    await telegram.message(moved, lambda message: FAILED in message["text"])
    await until(lambda: bot.waiting_endings == 0)


async def test_markup_that_telegram_refuses_goes_out_plain(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    telegram.fail_next("sendMessage", 400, description="Bad Request: can't parse entities: broken")
    put(bot, "t1", ann["id"])
    bot.end("t1", State.FAILED, FAILURE)
    await telegram.message(ann["id"], lambda message: FAILED in message["text"])


async def test_records_that_are_gone_and_tasks_without_a_chat_are_acknowledged(
    bot: FakeManager, telegram: TelegramStandIn
) -> None:
    put(bot, "cli", chat=0)
    bot.change("cli", chat=None)
    bot.end("cli", State.COMPLETED)
    put(bot, "gone", chat=5)
    bot.end("gone", State.COMPLETED)
    del bot.tasks["gone"]
    await until(lambda: bot.waiting_endings == 0)
    assert not telegram.calls("sendMessage")


async def test_endings_of_the_time_the_bot_was_down_come_out_at_its_start(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    for number in range(3):
        put(manager, f"t{number}", ann["id"])
        manager.end(f"t{number}", State.FAILED, FAILURE)
    async with running(bot_settings, manager):
        await until(lambda: manager.waiting_endings == 0)
    assert len(sent(telegram, ann["id"], FAILED)) == 3


async def test_a_bot_that_dies_after_a_part_goes_on_with_the_next(
    bot_settings: Settings,
    manager: FakeManager,
    telegram: TelegramStandIn,
    ann: Person,
    client: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = [cards.Part(f"part {number}") for number in (1, 2, 3)]
    monkeypatch.setattr(cards, "parts", lambda *_: parts)
    put(manager, "t1", ann["id"])
    await delivery.mark(client, "t1", "1", "77")
    await delivery.mark(client, "t1", "2", "sending")
    manager.end("t1", State.COMPLETED)
    async with running(bot_settings, manager):
        await until(lambda: manager.waiting_endings == 0)
    assert [one["text"] for one in sent(telegram, ann["id"], "part")] == ["part 2", "part 3"]


async def test_two_bots_one_polls_one_delivers_and_the_other_takes_over(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, ann: Person, redis_tasks: redis.Redis
) -> None:
    telegram.do("set_rate_limits", enabled=False)
    async with running(bot_settings, manager) as stop:
        await until(lambda: telegram.status()["polled"])
        async with running(bot_settings, manager):
            for number in range(10):
                put(manager, f"t{number}", ann["id"])
                manager.end(f"t{number}", State.FAILED, FAILURE)
            await until(lambda: manager.waiting_endings == 0, timeout=15)
            assert len(sent(telegram, ann["id"], FAILED)) == 10
            assert not [call for call in telegram.calls("getUpdates") if call.status == 409]
            stop.set()
            await asyncio.sleep(0.2)
            telegram.send_text(ann, rooms.MATCH_ID)
            await telegram.message(ann["id"], lambda message: "✅ Принято" in message["text"], timeout=8)


@pytest.fixture
def report() -> dict[str, Any]:
    """A real report of a made-up match."""
    analysis = analyse(rooms.material(players=rooms.lively()), now=rooms.NOW, pool=rooms.POOL)
    return assemble(analysis, predict_and_advise(analysis), now=rooms.NOW, api_calls=31).model_dump(mode="json")
