"""The bot without its queue: the same steps in this process, with limits of its own."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import redis
import redis.asyncio

from bot.fallback.health import QueueHealth
from bot.fallback.twins import Twins
from bot.marks import SKIPPED
from bot.process import serve
from bot.tasks_gateway import TasksGateway
from pipelines.manager import build_manager, match_wish
from sandbox.faceit.options import Fault, FaultKind, Options
from sandbox.faceit.standin import FaceitStandIn
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks import delivery
from tasks.records import Requester
from tasks.states import State
from tests.bot.conftest import Person, buttons, until

ALONE = "Очередь недоступна, считаю сам"
Calls = dict[str, Any]


@pytest.fixture
def faceit() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(options=Options(latency_ms=20, rate=20)) as stand_in:
        yield stand_in


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "ru", started=True)


@pytest.fixture
def bob(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Bob", "en", started=True)


def alone(settings: Settings, faceit: FaceitStandIn, url: str = "redis://127.0.0.1:9", **fallback: Any) -> Settings:
    """Settings of a bot whose Redis is nowhere."""
    limits = settings.faceit.model_copy(update={"rate_per_second": 20})
    own = settings.fallback.model_copy(update=fallback)
    return settings.model_copy(
        update={"redis_url": type(settings.redis_url)(url), "faceit_base_url": faceit.url, "faceit": limits}
        | {"fallback": own}
    )


@asynccontextmanager
async def working(settings: Settings, telegram: TelegramStandIn) -> AsyncIterator[None]:
    """A bot with the real manager for as long as the block lasts."""
    manager = await asyncio.to_thread(build_manager, settings)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(settings, manager, stop))
    try:
        await until(lambda: telegram.status()["polled"])
        yield
    finally:
        stop.set()
        assert await asyncio.wait_for(serving, 15) == 0
        manager.store.client.close()


def is_card(message: dict[str, Any]) -> bool:
    return any(data in message["text"] for data in ("Данные FACEIT", "Data: FACEIT"))


def match(faceit: FaceitStandIn, scenario: str = "ready") -> str:
    return str(faceit.league.scenarios[scenario])


async def test_a_link_becomes_a_card_without_redis(
    bot_settings: Settings, telegram: TelegramStandIn, faceit: FaceitStandIn, ann: Person
) -> None:
    async with working(alone(bot_settings, faceit), telegram):
        # When somebody sends a link
        began = time.monotonic()
        asked = telegram.send_text(ann, match(faceit))
        answer = await telegram.message(ann["id"])
        assert time.monotonic() - began < 1
        # Then the bot says at once that it does it itself, and shows the steps
        await telegram.message(ann["id"], lambda message: ALONE in message["text"])
        await telegram.message(ann["id"], lambda message: "/6 (" in message["text"])
        # And the card comes as from the queue, by half of FACEIT's rate
        card = await telegram.message(ann["id"], is_card, timeout=20)
        assert card["reply_to_message"]["message_id"] == asked["message_id"] and len(buttons(card)) == 3
        line = await telegram.message(ann["id"], lambda message: message["text"].startswith("✅ Задача"))
        assert line["message_id"] == answer["message_id"]
    calls = faceit.calls()
    assert (calls["total"], calls["too_many"]) == (31, 0)
    assert calls["max_per_second"] <= 11


async def test_people_who_ask_for_the_same_match_share_a_run(
    bot_settings: Settings, telegram: TelegramStandIn, faceit: FaceitStandIn, ann: Person, bob: Person
) -> None:
    async with working(alone(bot_settings, faceit), telegram):
        for person in (ann, bob):
            telegram.send_text(person, match(faceit))
        for person in (ann, bob):
            await telegram.message(person["id"], is_card, timeout=20)
    assert faceit.calls()["total"] == 31


async def test_cancel_is_the_owners_and_stops_the_calls(
    bot_settings: Settings, telegram: TelegramStandIn, faceit: FaceitStandIn, ann: Person, bob: Person
) -> None:
    faceit.configure(latency_ms=400)
    async with working(alone(bot_settings, faceit), telegram):
        group = telegram.add_group("five", [ann, bob])["id"]
        telegram.send_text(ann, f"/analyze {match(faceit)}", group)
        answer = await telegram.message(group, lambda message: "ID:" in message["text"])
        cancel = buttons(answer)[1]["callback_data"]
        await until(lambda: faceit.calls()["total"] > 3)
        telegram.press(bob, group, answer["message_id"], cancel)
        await until(lambda: telegram.calls("answerCallbackQuery"))
        assert "somebody else" in telegram.calls("answerCallbackQuery")[0].params["text"]
        pressed = time.monotonic()
        telegram.press(ann, group, answer["message_id"], cancel)
        await telegram.message(group, lambda message: message["text"].startswith("🚫 Задача"), timeout=2)
        assert time.monotonic() - pressed < 2
        await asyncio.sleep(0.5)
        calls = faceit.calls()["total"]
        await asyncio.sleep(1)
        assert faceit.calls()["total"] == calls
        assert not [message for message in telegram.messages(group) if is_card(message)]


async def test_limit_duplicates_places_and_the_list(
    bot_settings: Settings, telegram: TelegramStandIn, faceit: FaceitStandIn, ann: Person, bob: Person
) -> None:
    faceit.configure(latency_ms=600)
    matches = [match(faceit, name) for name in ("ready", "ready_high", "ready_low", "voting")]
    async with working(alone(bot_settings, faceit, max_runs=1), telegram):
        telegram.send_text(ann, " ".join(matches))
        left = await telegram.message(ann["id"], lambda message: "пропущены" in message["text"])
        assert matches[3] in left["text"] and matches[2] not in left["text"]
        telegram.send_text(ann, matches[1])
        await telegram.message(ann["id"], lambda message: "уже просили" in message["text"])
        telegram.send_text(bob, matches[3])
        await telegram.message(bob["id"], lambda message: "Place in queue: 3" in message["text"])
        telegram.send_text(ann, "/my_tasks")
        shown = await telegram.message(ann["id"], lambda message: "Мои задачи" in message["text"])
        assert "только то, что я считаю сам" in shown["text"] and len(buttons(shown)) == 3
        # One that waits is cancelled at once, and the others move up
        telegram.press(ann, ann["id"], shown["message_id"], buttons(shown)[0]["callback_data"])
        await telegram.message(bob["id"], lambda message: "Place in queue: 2" in message["text"])


async def test_transient_errors_are_tried_again_and_the_last_is_told_with_a_way_on(
    bot_settings: Settings, telegram: TelegramStandIn, faceit: FaceitStandIn, ann: Person
) -> None:
    faceit.configure(faults=[Fault(path="/matches/", kind=FaultKind.UNAVAILABLE)])
    tasks = bot_settings.tasks.model_copy(update={"max_retries": 1})
    settings = alone(bot_settings, faceit).model_copy(update={"tasks": tasks})
    async with working(settings, telegram):
        telegram.send_text(ann, match(faceit))
        await telegram.message(ann["id"], lambda message: "🔁 1/1" in message["text"])
        told = await telegram.message(ann["id"], lambda message: "не получилось" in message["text"])
        # When FACEIT is back, the button starts it anew
        faceit.configure(faults=[])
        telegram.press(ann, ann["id"], told["message_id"], buttons(told)[0]["callback_data"])
        await telegram.message(ann["id"], is_card, timeout=20)


async def test_a_run_ends_at_its_deadline(
    bot_settings: Settings, telegram: TelegramStandIn, faceit: FaceitStandIn, ann: Person
) -> None:
    faceit.configure(latency_ms=500)
    deadlines = bot_settings.deadlines.model_copy(update={"match_analysis": 1})
    settings = alone(bot_settings, faceit).model_copy(update={"deadlines": deadlines})
    async with working(settings, telegram):
        telegram.send_text(ann, match(faceit))
        await telegram.message(ann["id"], lambda message: "не уложился" in message["text"])


async def test_a_redis_that_never_answers(
    bot_settings: Settings, telegram: TelegramStandIn, faceit: FaceitStandIn, ann: Person
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hole:
        url = f"redis://127.0.0.1:{hole.getsockname()[1]}"
        async with working(alone(bot_settings, faceit, url), telegram):
            began = time.monotonic()
            telegram.send_text(ann, match(faceit))
            await telegram.message(ann["id"])
            assert time.monotonic() - began < 1
            await telegram.message(ann["id"], lambda message: ALONE in message["text"])
            await telegram.message(ann["id"], is_card, timeout=20)


async def test_a_twin_in_the_queue_is_cancelled_and_tells_nobody(
    settings: Settings, client: redis.asyncio.Redis, redis_tasks: redis.Redis
) -> None:
    # Given a wish served here whose submit reached the queue nevertheless
    manager = build_manager(settings)
    wish = match_wish("tg:1", "1-11111111-2222-4333-8444-555555555551", idempotency="upd:1:2:m", chat=1)
    gateway = TasksGateway(manager)
    twins = Twins(client, QueueHealth(client), gateway.cancel)
    twins.remember(wish)
    # When Redis is back, nothing is found at first, then the twin
    await twins.settle()
    assert len(twins) == 1
    twin = manager.submit(wish).task
    await twins.settle()
    # Then it is cancelled, and every part of its ending counts as told
    assert len(twins) == 0
    assert manager.status(twin.id, Requester(owner="tg:1")).state is State.CANCELLED
    assert set((await delivery.parts(client, twin.id)).values()) == {SKIPPED}
    gateway.close()
    manager.store.client.close()


async def test_a_watch_notices_that_redis_is_away_and_back(client: redis.asyncio.Redis) -> None:
    health = QueueHealth(client)
    watching = asyncio.create_task(health.run())
    health.failed()
    assert health.away
    await until(lambda: not health.away, timeout=2)
    watching.cancel()
