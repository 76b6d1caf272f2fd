"""A real dispatcher polls the stand-in."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError, TelegramUnauthorizedError
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from sandbox.telegram import TelegramStandIn

Person = dict[str, Any]


@pytest.fixture
async def dispatcher(bot: Bot) -> AsyncIterator[Dispatcher]:
    """A dispatcher that polls; handlers may be added while it runs."""
    made = Dispatcher()
    polling = asyncio.create_task(made.start_polling(bot, handle_signals=False, polling_timeout=5))
    yield made
    with contextlib.suppress(RuntimeError):
        await made.stop_polling()
    await polling


async def test_bot_answers_a_person(telegram: TelegramStandIn, dispatcher: Dispatcher) -> None:
    # Given a bot that echoes
    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"echo: {message.text}")

    # When somebody new writes
    john = telegram.add_person("John", "en")
    telegram.send_text(john, "hello")

    # Then the answer stands in the chat
    answer = await telegram.message(john["id"])
    assert answer["text"] == "echo: hello"
    assert telegram.status()["polled"]
    assert telegram.calls("sendMessage")[0].status == 200


async def test_pressed_button_reaches_the_bot_and_its_answer_the_person(
    telegram: TelegramStandIn, dispatcher: Dispatcher, bot: Bot, anya: Person
) -> None:
    pressed: list[CallbackQuery] = []

    @dispatcher.callback_query(F.data == "go")
    async def go(query: CallbackQuery) -> None:
        pressed.append(query)
        await query.answer("Поехали", show_alert=True)
        if isinstance(query.message, Message):
            await query.message.edit_text("done")

    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])
    sent = await bot.send_message(anya["id"], "choose", reply_markup=keyboard)
    query_id = telegram.press(anya, anya["id"], sent.message_id, "go")

    changed = await telegram.message(anya["id"], lambda message: message["text"] == "done")
    assert "reply_markup" not in changed
    assert "edit_date" in changed
    assert pressed[0].from_user.language_code == "ru"
    answers = telegram.do("callback_answers")
    assert answers == [{"query_id": query_id, "user_id": anya["id"], "text": "Поехали", "show_alert": True}]


async def test_a_button_that_is_not_there_can_only_be_forged(
    telegram: TelegramStandIn, dispatcher: Dispatcher, bot: Bot, anya: Person
) -> None:
    pressed: asyncio.Queue[CallbackQuery] = asyncio.Queue()

    @dispatcher.callback_query()
    async def any_query(query: CallbackQuery) -> None:
        pressed.put_nowait(query)

    sent = await bot.send_message(anya["id"], "no buttons")
    with pytest.raises(LookupError):
        telegram.press(anya, anya["id"], sent.message_id, "x")
    await sent.delete()
    telegram.press(anya, anya["id"], sent.message_id, "x", forged=True)
    assert isinstance((await asyncio.wait_for(pressed.get(), 5)).message, InaccessibleMessage)


async def test_old_queries_cannot_be_answered(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query("1234")
    query_id = telegram.press(anya, anya["id"], 1, "x", forged=True)
    telegram.do("expire_callbacks")
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query_id)


async def test_edits_posts_and_membership_are_updates(
    telegram: TelegramStandIn, dispatcher: Dispatcher, anya: Person
) -> None:
    seen: asyncio.Queue[str] = asyncio.Queue()

    @dispatcher.edited_message()
    async def edited(message: Message) -> None:
        seen.put_nowait(f"edited {message.text}")

    @dispatcher.channel_post()
    async def posted(message: Message) -> None:
        assert message.from_user is None
        seen.put_nowait(f"post {message.text}")

    @dispatcher.my_chat_member()
    async def membership(change: ChatMemberUpdated) -> None:
        seen.put_nowait(f"now {change.new_chat_member.status}")

    message = telegram.send_text(anya, "helo")
    telegram.do("edit_text", user_id=anya["id"], message_id=message["message_id"], text="hello")
    channel = telegram.do("add_channel", title="News")
    telegram.do("post", chat_id=channel["id"], text="news")
    telegram.block_bot(anya)
    expected = {"edited hello", "post news", "now kicked"}
    assert {await asyncio.wait_for(seen.get(), 5) for _ in expected} == expected


async def test_long_polling_waits_and_confirms_by_offset(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    began = time.monotonic()
    assert await bot.get_updates(timeout=1) == []
    assert time.monotonic() - began >= 0.9

    waiting = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.1)
    telegram.send_text(anya, "one")
    (update,) = await asyncio.wait_for(waiting, 2)
    assert [again.update_id for again in await bot.get_updates()] == [update.update_id]
    assert await bot.get_updates(offset=update.update_id + 1) == []
    assert await bot.get_updates() == []


async def test_only_wanted_kinds_are_queued(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    telegram.send_text(anya, "unseen")
    telegram.press(anya, anya["id"], 1, "x", forged=True)
    updates = await bot.get_updates()
    assert [update.event_type for update in updates] == ["callback_query"]


async def test_second_poller_ends_the_first(telegram: TelegramStandIn, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(bot.get_updates(timeout=1))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await asyncio.wait_for(first, 2)
    assert await second == []


async def test_polling_and_webhook_exclude_each_other(telegram: TelegramStandIn, bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook")
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_a_poller_that_hangs_up_is_noticed(telegram: TelegramStandIn, bot: Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.1)
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await waiting
    async with asyncio.timeout(5):
        while not telegram.calls("getUpdates"):
            await asyncio.sleep(0.02)
    assert telegram.calls("getUpdates")[0].status == 499


async def test_a_wrong_token_is_refused(telegram: TelegramStandIn, connect: Callable[..., Bot]) -> None:
    stranger = connect(telegram, "654321:other")
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
