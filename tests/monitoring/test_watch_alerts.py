"""Admins hear of the state of the whole: once, in their language, across restarts, and not while they don't want to."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast

import pytest
import redis
import redis.asyncio
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramServerError
from aiogram.methods import SendMessage
from redis.exceptions import ConnectionError as RedisConnectionError

from bot import watch_text
from bot.admin_chats import AdminChats
from bot.failure_alerts import FailureAlerts
from bot.operator_notice import OperatorNotice
from bot.remembered import Remembered, open_database, remember
from bot.watch_alerts import WatchAlerts
from bot.watch_redis import RedisWatch
from bot.watch_store import ALL, FINDINGS, WatchStore
from errors import RedisUnavailableError
from pipelines.overview.model import Finding, Snapshot
from settings import Settings
from tasks.records import Failure
from tasks.states import State
from tests.bot.conftest import client
from tests.bot.manager import view
from tests.monitoring.snapshots import snapshot

__all__ = ["client"]
METHOD = SendMessage(chat_id=1, text="x")
GONE = Finding("no-consumer", bad=True, args={"queue": "faceit_bot_low"})
MEMORY = Finding("redis-memory", bad=False, args={"percent": "84"})
KEY = "no-consumer/faceit_bot_low"
MINUTE = 60_000


class Sends:
    """A bot that notes what it sends, or fails as told."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.keyboards: list[Any] = []
        self.refuse: dict[int, Exception] = {}

    async def send_message(self, chat: int, words: str, **more: Any) -> None:
        if chat in self.refuse:
            raise self.refuse[chat]
        self.sent.append((chat, words))
        self.keyboards.append(more.get("reply_markup"))


@pytest.fixture
async def remembered(settings: Settings) -> AsyncIterator[Remembered]:
    database = await open_database(settings)
    yield remember(database)
    await database.close()


class Stage:
    """The watch on findings that a test sets; the clock is its own."""

    def __init__(self, client: redis.asyncio.Redis, remembered: Remembered, *admins: int) -> None:
        self.sends = Sends()
        self.client, self.remembered, self.admins = client, remembered, admins
        self.now = 1_700_000_000_000
        self.findings: list[Finding] = []
        self.store = WatchStore(client)
        self.start()

    def start(self) -> None:
        """A bot process, as after a restart."""
        chats = AdminChats(cast(Bot, self.sends), self.remembered, self.admins)
        self.watch = WatchAlerts(chats, self.client, self.read)

    async def read(self) -> Snapshot:
        return replace(snapshot(findings=self.findings), at_ms=self.now)

    async def look(self, *findings: Finding, times: int = 1, every: int = 15_000) -> list[str]:
        """Look so often; what was sent meanwhile."""
        before = len(self.sends.sent)
        self.findings = list(findings)
        for _ in range(times):
            await self.watch.look()
            self.now += every
        return [words for _, words in self.sends.sent[before:]]


@pytest.fixture
async def stage(client: redis.asyncio.Redis, remembered: Remembered) -> Stage:
    return Stage(client, remembered, 7)


async def test_told_at_the_second_look_and_over_with_how_long(stage: Stage) -> None:
    assert await stage.look(GONE) == []
    (words,) = await stage.look(GONE)
    assert words.startswith("🚨 ") and "22:13 UTC" in words
    assert await stage.look(GONE, times=14) == []
    (done,) = await stage.look(times=6)
    assert done.startswith("✅ Прошло: ") and "Длилось 4 мин" in done
    assert await stage.look(times=100) == [] and await stage.store.known() == {}


async def test_each_admin_in_his_language_and_chat(client: redis.asyncio.Redis, remembered: Remembered) -> None:
    await remembered.preferences.set_language("tg:7", "en")
    stage = Stage(client, remembered, 7, -100500)
    await stage.look(MEMORY, times=2)
    said = dict(stage.sends.sent)
    assert set(said) == {7, -100500}
    assert said[7].startswith("⚠️") and "Since 22:13 UTC" in said[7] and "С 22:13 UTC" in said[-100500]
    assert "84" in said[7] and "84" in said[-100500]


async def test_a_restart_neither_repeats_nor_forgets(stage: Stage) -> None:
    await stage.look(GONE, times=2)
    stage.start()
    assert await stage.look(GONE, times=3) == []
    stage.start()
    assert await stage.look(times=3) == []
    stage.start()
    assert len(await stage.look(times=3)) == 1
    stage.start()
    assert await stage.look(times=10) == []


async def test_a_bot_that_dies_between_two_admins_tells_the_second(
    client: redis.asyncio.Redis, remembered: Remembered
) -> None:
    stage = Stage(client, remembered, 1, 2)
    stage.sends.refuse = {2: KeyboardInterrupt()}  # type: ignore[dict-item]
    await stage.look(GONE)
    with pytest.raises(KeyboardInterrupt):
        await stage.look(GONE)
    stage.sends.refuse = {}
    stage.start()
    await stage.look(GONE, times=3)
    assert [chat for chat, _ in stage.sends.sent] == [1, 2]


async def test_telegram_in_trouble_is_tried_again_and_a_blocked_chat_is_not(
    client: redis.asyncio.Redis, remembered: Remembered
) -> None:
    stage = Stage(client, remembered, 1, 2)
    stage.sends.refuse = {1: TelegramServerError(METHOD, "bad gateway"), 2: TelegramForbiddenError(METHOD, "blocked")}
    await stage.look(GONE, times=4)
    stage.sends.refuse = {}
    await stage.look(GONE, times=4)
    assert [chat for chat, _ in stage.sends.sent] == [1]
    # And the word that it is over as well
    stage.sends.refuse = {1: TelegramServerError(METHOD, "bad gateway")}
    await stage.look(times=8)
    stage.sends.refuse = {}
    assert ["Прошло" in words for words in await stage.look()] == [True]


async def test_muted_is_silent_and_speaks_when_that_is_over(stage: Stage) -> None:
    await stage.store.mute(7, KEY, 1)
    assert await stage.look(GONE, MEMORY, times=3) != [] and len(stage.sends.sent) == 1, "only the other one"
    assert "84" in stage.sends.sent[0][1]
    await stage.store.mute(7, KEY, 0)
    assert len(await stage.look(GONE, MEMORY)) == 1
    # Everything, and another chat is not concerned
    await stage.store.mute(7, ALL, 8)
    assert await stage.look(Finding("no-workers", bad=True), times=8) == []
    assert await stage.store.muted(8) == {}
    await stage.store.mute(7, ALL, 0)
    said = await stage.look(Finding("no-workers", bad=True))
    assert len(said) == 3, "one that is there, and two that went meanwhile"


async def test_what_began_and_ended_while_muted_is_not_told_at_all(stage: Stage) -> None:
    await stage.store.mute(7, ALL, 1)
    await stage.look(GONE, times=3)
    await stage.look(times=6)
    await stage.store.mute(7, ALL, 0)
    assert await stage.look(times=3) == []


async def test_a_mute_ends_by_itself(client: redis.asyncio.Redis) -> None:
    store = WatchStore(client)
    until = await store.mute(7, KEY, 1)
    assert (await store.muted(7))[KEY] == until and 0 < until - await store.now() <= 3_600_000
    await store.mute(7, KEY, 0.1 / 3600)
    await asyncio.sleep(0.15)
    assert await store.muted(7) == {}


async def test_flapping_is_counted_in_the_word_that_it_is_over(stage: Stage) -> None:
    await stage.look(GONE, times=2)
    for _ in range(3):
        assert await stage.look(times=2) == [] and await stage.look(GONE, times=2) == []
    (done,) = await stage.look(times=8)
    assert "пропадало и возвращалось 3 раза" in done
    (again,) = await stage.look(GONE, times=2)
    assert "2-й раз подряд" in again


async def test_what_can_not_be_read_is_left_out(stage: Stage) -> None:
    await stage.client.hset(FINDINGS, mapping={"x": "no json", "y": '{"v": 99}', "z": '{"v": 1, "since": 1}'})
    assert await stage.store.known() == {}
    assert len(await stage.look(GONE, times=2)) == 1


async def test_a_finding_of_another_release_is_called_by_its_code(stage: Stage) -> None:
    (words,) = await stage.look(Finding("brand-new<", bad=True, args={"queue": "<b>"}), times=2)
    assert "<code>brand-new&lt;</code>" in words


async def test_redis_away_in_mid_look_ends_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away() -> Snapshot:
        raise RedisUnavailableError("gone")

    stage.watch._every_s = 0.01
    stage.watch._read = away
    running = asyncio.create_task(stage.watch.run())
    await asyncio.sleep(0.05)
    assert not running.done()
    stage.findings = [GONE]
    stage.watch._read = stage.read
    for _ in range(100):
        await asyncio.sleep(0.02)
        if stage.sends.sent:
            break
    running.cancel()
    assert len(stage.sends.sent) == 1


REJECTED = view(state=State.FAILED, error=Failure(code="faceit-key"))


async def test_a_rejected_key_is_told_once(
    client: redis.asyncio.Redis, redis_tasks: redis.Redis, remembered: Remembered
) -> None:
    # Given a task that failed on a rejected key
    stage = Stage(client, remembered, 7)
    bot = cast(Bot, stage.sends)
    notice = OperatorNotice(bot, client, remembered, [7])
    failed = FailureAlerts(AdminChats(bot, remembered, [7]), client)
    record = {"v": "1", "type": "match_analysis", "state": "failed", "failure": '{"code": "faceit-key", "args": {}}'}
    redis_tasks.hset(f"faceit_bot:run:{REJECTED.run}", mapping=record)  # type: ignore[arg-type]
    # When all three that could tell it have seen it
    await notice.of_ending(REJECTED)
    await failed.of_ending(REJECTED)
    await failed.tell_due()
    key = Finding("faceit-key", bad=True)
    await stage.look(key, times=3)
    # Then one has, and the watch knows when it is over
    assert len(stage.sends.sent) == 1 and "ключ" in stage.sends.sent[0][1]
    assert len(await stage.look(times=6)) == 1


async def test_a_rejected_key_that_the_watch_saw_first(client: redis.asyncio.Redis, remembered: Remembered) -> None:
    stage = Stage(client, remembered, 7)
    key = Finding("faceit-key", bad=True)
    stage.sends.refuse = {7: TelegramServerError(METHOD, "bad gateway")}
    await stage.look(key, times=3)
    stage.sends.refuse = {}
    await stage.look(key)
    await OperatorNotice(cast(Bot, stage.sends), client, remembered, [7]).of_ending(REJECTED)
    assert len(stage.sends.sent) == 1


async def test_the_list(stage: Stage) -> None:
    assert "всё в порядке" in watch_text.listing("ru", {}, {})
    await stage.look(GONE, MEMORY, times=2)
    known = await stage.store.known()
    until = await stage.store.mute(7, KEY, 1)
    await stage.store.mute(7, ALL, 8)
    await stage.store.mute(7, "queue-old/faceit_bot_high", 1)
    words = watch_text.listing("en", known, await stage.store.muted(7))
    first, second = words.splitlines()[1:3]
    assert first.startswith("1. ") and f"🔕 until {watch_text.clock(until)}" in first
    assert second.startswith("2. ") and "🔕" not in second and "84" in second
    assert "Silent about everything" in words and "queue-old/faceit_bot_high" in words
    keyboard = watch_text.list_keyboard("en", known).inline_keyboard
    assert len(keyboard) == 3
    data = [button.callback_data or "" for row in keyboard for button in row]
    assert all(len(one.encode()) <= 64 for one in data) and len(set(data)) == 9


@pytest.mark.parametrize(
    ("seconds", "said"), [(5, "5 с"), (59.4, "59 с"), (60, "1 мин"), (3599, "59 мин"), (3900, "1 ч 5 мин")]
)
def test_durations(seconds: float, said: str) -> None:
    assert watch_text.duration("ru", seconds) == said


class Switch:
    """A Redis that answers or not."""

    def __init__(self) -> None:
        self.there = True

    async def ping(self) -> bool:
        if not self.there:
            raise RedisConnectionError("refused")
        return True


async def test_redis_itself_away_is_told_once_from_memory(remembered: Remembered) -> None:
    sends, switch, speaks = Sends(), Switch(), [True]
    watch = RedisWatch(AdminChats(cast(Bot, sends), remembered, [1, 2]), cast(Any, switch), lambda: speaks[0])
    await watch.look(0)
    # A short stall is nothing
    switch.there = False
    await watch.look(5)
    switch.there = True
    await watch.look(10)
    assert sends.sent == []
    # When it is away for good, and Telegram takes one of two
    switch.there = False
    speaks[0] = False
    sends.refuse = {2: TelegramServerError(METHOD, "bad gateway")}
    for now in range(15, 60, 5):
        await watch.look(now)
    assert [chat for chat, _ in sends.sent] == [1]
    sends.refuse = {}
    for now in range(60, 75, 5):
        await watch.look(now)
    assert [chat for chat, _ in sends.sent] == [1, 2]
    # Back for a moment is not back
    switch.there = True
    await watch.look(75)
    switch.there = False
    await watch.look(80)
    switch.there = True
    for now in range(135, 200, 5):
        await watch.look(now)
    assert [chat for chat, _ in sends.sent] == [1, 2, 1, 2]
    assert "снова отвечает" in sends.sent[2][1] and "2 мин" in sends.sent[2][1]


async def test_a_standby_bot_does_not_speak(remembered: Remembered) -> None:
    sends, switch = Sends(), Switch()
    watch = RedisWatch(AdminChats(cast(Bot, sends), remembered, [1]), cast(Any, switch), lambda: not switch.there)
    await watch.look(0)
    switch.there = False
    for now in range(5, 100, 5):
        await watch.look(now)
    assert sends.sent == []
    # One that has never seen Redis speaks if it serves
    alone = RedisWatch(AdminChats(cast(Bot, sends), remembered, [1]), cast(Any, switch), lambda: True)
    for now in range(5, 100, 5):
        await alone.look(now)
    assert len(sends.sent) == 1
