"""An admin in the chat: word of a system without workers, silence by a button, the list; others get none of it."""

import asyncio
from typing import Any

import pytest
import redis

from bot.watch_states import Watched
from bot.watch_store import ALL, FINDINGS, MUTED, WatchStore
from pipelines.manager import build_manager, match_wish
from pipelines.overview.model import Finding
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.records import Requester
from tests.bot.conftest import Person, bot_settings, buttons, client, manager, running, telegram, until
from tests.bot.manager import FakeManager
from tests.e2e.conftest import System, system
from tests.processes import wait_for, worker

__all__ = ["bot_settings", "client", "manager", "system", "telegram"]


def said(telegram: TelegramStandIn, person: Person) -> list[dict[str, Any]]:
    """What the bot wrote to somebody."""
    return [message for message in telegram.messages(person["id"]) if message["from"]["is_bot"]]


async def test_word_a_button_and_a_restart(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    ann = telegram.add_person("Ann", "ru", started=True)
    often = bot_settings.monitoring.model_copy(update={"look_seconds": 0.3})
    own = bot_settings.model_copy(update={"admin_ids": str(ann["id"]), "monitoring": often})
    # Given a bot without any worker
    async with running(own, manager):
        await until(lambda: said(telegram, ann), 20)
        (alert,) = said(telegram, ann)
        assert alert["text"].startswith("🚨") and "UTC" in alert["text"]
        one, eight, speak = buttons(alert)
        telegram.press(ann, ann["id"], alert["message_id"], one["callback_data"])
        await until(lambda: redis_tasks.hlen(f"{MUTED}{ann['id']}") == 1)
        telegram.press(ann, ann["id"], alert["message_id"], speak["callback_data"])
        await until(lambda: redis_tasks.hlen(f"{MUTED}{ann['id']}") == 0)
        assert eight["text"] == "🔕 8 ч"
    # When another bot takes over
    async with running(own, manager):
        await until(lambda: telegram.status()["polled"])
        telegram.send_text(ann, "/admin_alerts")
        await until(lambda: len(said(telegram, ann)) >= 2, 15)
        await asyncio.sleep(1.5)
        # Then it says nothing again, and the list names what is there
        assert len(said(telegram, ann)) == 2
        listing = said(telegram, ann)[-1]
        assert "1. " in listing["text"] and listing["text"].startswith("🔔")
        everything = buttons(listing)[-2]
        telegram.press(ann, ann["id"], listing["message_id"], everything["callback_data"])
        await until(lambda: redis_tasks.hexists(f"{MUTED}{ann['id']}", ALL))
        await until(lambda: "молчу до" in said(telegram, ann)[-1]["text"])


async def test_for_others_there_is_nothing(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    ann, bob = (telegram.add_person(name, "en", started=True) for name in ("Ann", "Bob"))
    often = bot_settings.monitoring.model_copy(update={"look_seconds": 0.3})
    own = bot_settings.model_copy(update={"admin_ids": str(ann["id"]), "monitoring": often})
    async with running(own, manager):
        await until(lambda: telegram.status()["polled"])
        telegram.send_text(ann, "/admin_alerts")
        await until(lambda: said(telegram, ann))
        forged = buttons(said(telegram, ann)[-1])[-3]["callback_data"]
        telegram.send_text(bob, "/admin_alerts")
        await until(lambda: said(telegram, bob))
        answer = said(telegram, bob)[-1]
        assert "🔔" not in answer["text"]
        telegram.press(bob, bob["id"], answer["message_id"], forged, forged=True)
        await until(lambda: telegram.calls("answerCallbackQuery"))
        assert not redis_tasks.exists(f"{MUTED}{bob['id']}")


async def test_buttons_of_what_is_over(client: Any) -> None:
    from bot.watch_handlers import _key
    from bot.watch_text import short_name

    store = WatchStore(client)
    await store.save({}, {"no-workers": Watched(Finding("no-workers", bad=True), since=1, seen=1)})
    assert await _key(store, 7, short_name("no-workers")) == "no-workers"
    await client.delete(FINDINGS)
    assert await _key(store, 7, short_name("no-workers")) is None
    await store.mute(7, "no-workers", 1)
    assert await _key(store, 7, short_name("no-workers")) == "no-workers", "muted, so that it can be spoken of again"


@pytest.mark.processes
def test_a_failed_run_of_the_command_line_is_told(
    system: System, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = system.telegram.add_person("Admin", "en", started=True)
    monkeypatch.setenv("ADMIN_IDS", str(admin["id"]))
    monkeypatch.setenv("TASKS__MAX_RETRIES", "0")
    # Given a task that nobody in a chat waits for
    manager = build_manager(settings)
    task = manager.submit(match_wish(Requester(owner="cli", admin=True).owner, "2=crash")).task.id
    system.children.append(worker(system.folder))

    def over() -> bool:
        view = manager.view(task)
        return view is not None and view.state.final

    wait_for(over, 40, "it to fail")
    # When a bot comes later
    system.start_bot()

    def is_alert(message: dict[str, Any]) -> bool:
        return "Код: internal" in message.get("text", "") and task in message["text"]

    # Then its admin is told, once
    system.telegram.wait_for_message(admin["id"], is_alert, 30)
    manager.store.client.close()
