"""Too much from one person: told once, then ignored; nobody else waits for it."""

import time
from collections.abc import AsyncIterator

import pytest

from bot.middlewares.flood import WINDOW_S, FloodMiddleware
from sandbox.telegram import TelegramStandIn
from settings import Settings
from storage.last_known import LastKnown
from tests.bot.conftest import Person, buttons, running, until
from tests.bot.manager import FakeManager

LIMIT = 5
MATCH = "1-11111111-2222-4333-8444-{:012d}"


@pytest.fixture
async def strict(bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn) -> AsyncIterator[FakeManager]:
    """A bot that takes five updates a minute of one person."""
    limits = bot_settings.telegram.model_copy(update={"updates_flood": LIMIT})
    async with running(bot_settings.model_copy(update={"telegram": limits}), manager):
        await until(lambda: telegram.status()["polled"])
        yield manager


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "en", started=True)


@pytest.fixture
def bob(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Bob", "en", started=True)


async def taken(telegram: TelegramStandIn) -> None:
    await until(lambda: telegram.status()["pending_updates"] == 0)


def told(telegram: TelegramStandIn, person: Person) -> list[str]:
    return [one.get("text", "") for one in telegram.messages(person["id"]) if one["from"]["is_bot"]]


async def test_messages_above_the_limit_start_nothing_and_are_told_once(
    strict: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    for number in range(40):
        telegram.send_text(ann, f"/cancel_task {number}")
    await taken(telegram)
    await until(lambda: len(told(telegram, ann)) == LIMIT + 1)
    assert sum("Too many" in words for words in told(telegram, ann)) == 1


async def test_presses_count_too_and_each_is_answered(
    strict: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    telegram.send_text(ann, MATCH.format(1))
    message = await telegram.message(ann["id"])
    cancel = next(one["callback_data"] for one in buttons(message) if ":c:" in one["callback_data"])
    refresh = next(one["callback_data"] for one in buttons(message) if ":r:" in one["callback_data"])
    for _ in range(LIMIT - 1):
        telegram.press(ann, ann["id"], message["message_id"], refresh)
    # Updates are handled side by side
    await until(lambda: len(telegram.calls("answerCallbackQuery")) == LIMIT - 1)
    for _ in range(20):
        telegram.press(ann, ann["id"], message["message_id"], cancel)
    await until(lambda: len(telegram.calls("answerCallbackQuery")) == LIMIT - 1 + 20, what="an answer to each press")
    refused = [
        call.params["text"] for call in telegram.calls("answerCallbackQuery") if "Too many" in call.params["text"]
    ]
    assert len(refused) == 20
    assert not strict.tasks["task1"].state.final


async def test_documents_above_the_limit_are_not_even_loaded(
    strict: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    for number in range(20):
        telegram.send_document(ann, f"{number}.txt", MATCH.format(number).encode())
    await taken(telegram)
    await until(lambda: sum("Too many" in words for words in told(telegram, ann)) == 1)
    await until(lambda: len(telegram.calls("getFile")) == LIMIT)
    assert len(telegram.calls("getFile")) == LIMIT


async def test_a_flood_in_a_group_is_its_senders_alone(
    strict: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    group = telegram.add_group("five", [ann, bob])["id"]
    for _ in range(20):
        telegram.send_text(ann, "/cancel_task x", group)
    await taken(telegram)
    telegram.send_text(bob, f"/analyze {MATCH.format(1)}", group)
    await telegram.message(group, lambda message: "task1" in message.get("text", ""))
    # Nor is the flood carried over to the person's other chats
    telegram.send_text(ann, "/help")
    await taken(telegram)
    assert told(telegram, ann) == []


async def test_nobody_waits_for_anothers_flood(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    telegram.send_text(ann, MATCH.format(1))
    message = await telegram.message(ann["id"])
    refresh = buttons(message)[0]["callback_data"]
    for number in range(300):
        telegram.send_text(ann, f"/cancel_task {number}")
        if number % 3 == 0:
            telegram.press(ann, ann["id"], message["message_id"], refresh)
            telegram.send_document(ann, "list.txt", MATCH.format(number).encode())
    asked = time.monotonic()
    telegram.send_text(bob, MATCH.format(2))
    await telegram.message(bob["id"], timeout=20)
    # The bot takes what came before it, and that is quick
    assert time.monotonic() - asked < 3


async def test_who_was_ignored_is_heard_again_after_a_minute() -> None:
    now = [0.0]
    flood = FloodMiddleware(LIMIT, LastKnown(), clock=lambda: now[0])
    assert [flood._count("tg:1") for _ in range(LIMIT + 2)] == [True] * LIMIT + [False] * 2
    now[0] += WINDOW_S + 0.1
    assert flood._count("tg:1")
