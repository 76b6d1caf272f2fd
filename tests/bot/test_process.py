"""The bot process: starting, standing still, stopping."""

import asyncio
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bot.process import serve
from pipelines.manager import build_manager, match_wish
from sandbox.telegram import TelegramStandIn
from sandbox.valkey import EmbeddedValkey
from settings import Settings
from tasks.events import ENDINGS
from tasks.records import Requester
from tasks.states import State
from tests import rooms
from tests.bot.conftest import Person, buttons, running, until
from tests.bot.manager import FakeManager
from tests.processes import Child, wait_for


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "ru", started=True)


def child(telegram: TelegramStandIn, folder: Path, **environment: str) -> Child:
    return Child("bot", [sys.executable, "-m", "bot"], folder, {"TELEGRAM_API_URL": telegram.url, **environment})


@pytest.mark.processes
def test_sigterm_ends_it_in_a_few_seconds_and_frees_its_leases(
    telegram: TelegramStandIn, ann: Person, tmp_path: Path, redis_tasks: Any
) -> None:
    bot = child(telegram, tmp_path)
    try:
        bot.begun(lambda: bool(telegram.status()["polled"]))
        telegram.send_text(ann, rooms.MATCH_ID)
        telegram.wait_for_message(ann["id"])
        wait_for(lambda: len(redis_tasks.keys("*lease:*")) == 2)
        began = time.monotonic()
        assert bot.terminate(8) == 0
        assert time.monotonic() - began < 5
        assert redis_tasks.keys("*lease:*") == []
        assert str(ann["id"]) not in bot.output and rooms.MATCH_ID not in bot.output
    finally:
        bot.kill()


@pytest.mark.processes
def test_a_bot_killed_while_it_delivers_loses_nothing(
    settings: Settings, telegram: TelegramStandIn, tmp_path: Path, redis_tasks: Any
) -> None:
    # Given endings to tell in one chat, and a Telegram slow enough to be killed over
    manager = build_manager(settings)
    group = telegram.add_group("five", [telegram.add_person("Ann", "en")])["id"]
    tasks = []
    for number in range(6):
        wish = match_wish(f"tg:{number}", f"match-{number}", chat=group)
        tasks.append(manager.submit(wish).task.id)
        manager.cancel(tasks[-1], Requester(owner=wish.owner))
    telegram.delay("sendMessage", 0.3)
    # When the bot is killed in the middle, twice, then left alone
    for told in (1, 3, 6):
        bot = child(telegram, tmp_path, TELEGRAM__LEASE_SECONDS="2")
        try:
            wait_for(lambda told=told: len(telegram.calls("sendMessage")) >= told)  # type: ignore[misc]
            if told == 6:
                wait_for(lambda: redis_tasks.xlen(ENDINGS) == 0)
        finally:
            bot.kill()
    manager.store.client.close()
    # Then each ending was told, in order, and none more often than it was cut off
    said = [task for one in telegram.messages(group) for task in tasks if task in one["text"]]
    assert list(dict.fromkeys(said)) == tasks
    assert len(said) <= len(tasks) + 2


@pytest.mark.processes
@pytest.mark.parametrize("token", ["", "nonsense", "123456:WRONGTOKENWRONGTOKENWRONGTOKENWRONGT"])
def test_a_wrong_token_is_said_plainly_and_exits_with_1(telegram: TelegramStandIn, tmp_path: Path, token: str) -> None:
    bot = child(telegram, tmp_path, BOT_TOKEN=token)
    try:
        assert bot.process.wait(15) == 1
        assert "BOT_TOKEN" in bot.output and "Traceback" not in bot.output
    finally:
        bot.kill()


async def test_telegram_away_at_the_start_is_waited_for(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn
) -> None:
    telegram.fail_next("getMe", 502, times=2)
    async with running(bot_settings, manager):
        await until(lambda: telegram.status()["polled"])


async def test_stopping_before_telegram_answers(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn
) -> None:
    telegram.fail_next("getMe", 502, times=50)
    async with running(bot_settings, manager):
        await until(lambda: telegram.calls("getMe"))


async def test_an_update_handed_over_twice_is_handled_once(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    telegram.fail_next("getUpdates", 500, after=True)
    telegram.send_text(ann, "/help")
    async with running(bot_settings, manager):
        await telegram.message(ann["id"])
    async with running(bot_settings, manager):
        await until(lambda: telegram.status()["polled"])
        await asyncio.sleep(0.5)
    assert len(telegram.calls("sendMessage")) == 1


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL])
async def test_the_bot_answers_within_a_second_while_redis_is_stalled_or_gone(
    settings: Settings, telegram: TelegramStandIn, how: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = telegram.add_person("Ann", "ru", started=True)
    with EmbeddedValkey() as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        own = Settings(telegram_api_url=telegram.url)
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(own, build_manager(own), stop))
        try:
            await until(lambda: telegram.status()["polled"])
            server.signal(how)
            for words in ("/help", rooms.MATCH_ID, "/my_tasks"):
                count = len(telegram.calls("sendMessage"))
                began = time.monotonic()
                telegram.send_text(ann, words)
                await until(lambda count=count: len(telegram.calls("sendMessage")) > count)  # type: ignore[misc]
                assert time.monotonic() - began < 1.0, words
            await telegram.message(ann["id"], lambda message: "Очередь недоступна, считаю сам" in message["text"])
        finally:
            server.signal(signal.SIGCONT)
            stop.set()
            assert await asyncio.wait_for(serving, 15) == 0


async def test_a_bot_without_redis_polls_at_once(
    settings: Settings, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = telegram.add_person("Ann", "ru", started=True)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9")
    own = Settings(telegram_api_url=telegram.url)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(own, build_manager(own), stop))
    try:
        telegram.send_text(ann, "/start")
        await telegram.message(ann["id"], timeout=5)
    finally:
        stop.set()
        assert await asyncio.wait_for(serving, 15) == 0


async def test_with_the_real_manager_a_task_is_taken_followed_and_cancelled(
    bot_settings: Settings, telegram: TelegramStandIn, ann: Person
) -> None:
    manager = build_manager(bot_settings)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(bot_settings, manager, stop))
    try:
        telegram.send_text(ann, rooms.MATCH_ID)
        answer = await telegram.message(ann["id"])
        task = answer["text"].split("ID: ")[1].split()[0]
        await until(lambda: (view := manager.view(task)) and view.progress_message == answer["message_id"])
        telegram.press(ann, ann["id"], answer["message_id"], buttons(answer)[1]["callback_data"])
        await telegram.message(ann["id"], lambda message: message["text"] == f"🚫 Задача {task} отменена", timeout=2)
        view = manager.view(task)
        assert view is not None and view.state is State.CANCELLED
    finally:
        stop.set()
        assert await asyncio.wait_for(serving, 15) == 0
        manager.store.client.close()
