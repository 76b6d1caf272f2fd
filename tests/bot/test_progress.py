"""Progress messages over real HTTP: rarely, the latest state, never again once gone."""

import asyncio
from typing import Any

import pytest

from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.records import Failure
from tasks.states import State
from tests import rooms
from tests.bot.conftest import Person, running, until
from tests.bot.manager import START, FakeManager, view


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "ru", started=True)


def edits(telegram: TelegramStandIn) -> list[Any]:
    return telegram.calls("editMessageText")


async def asked(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> dict[str, Any]:
    telegram.send_text(ann, rooms.MATCH_ID)
    answer = await telegram.message(ann["id"])
    await until(lambda: bot.tasks["task1"].progress_message)
    bot.change("task1", now=START)
    return answer


async def test_a_step_change_edits_soon_and_many_changes_once(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    await asked(bot, telegram, ann)
    for step in range(1, 5):
        bot.change("task1", state=State.RUNNING, step=step, step_name="fetch_players")
        bot.event("task1")
        await asyncio.sleep(0.02)
    await telegram.message(ann["id"], lambda message: "4/6 (66%)" in message["text"], timeout=1)
    assert len(edits(telegram)) == 1


async def test_ticks_go_on_and_the_same_text_is_not_sent_again(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    await asked(bot, telegram, ann)
    await until(lambda: len(edits(telegram)) == 1)
    await asyncio.sleep(1.5)
    assert len(edits(telegram)) == 1
    bot.change("task1", now=START + 9000)
    await telegram.message(ann["id"], lambda message: "9с" in message["text"], timeout=2)


async def test_a_deleted_message_is_never_edited_again(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    await asked(bot, telegram, ann)
    telegram.fail_next("editMessageText", 400, description="Bad Request: message to edit not found")
    await until(lambda: len(edits(telegram)) == 1)
    for second in range(1, 4):
        bot.change("task1", now=START + second * 1000)
        bot.event("task1")
        await asyncio.sleep(0.4)
    bot.end("task1", State.CANCELLED)
    await until(lambda: bot.waiting_endings == 0)
    assert len(edits(telegram)) == 1


async def test_a_refused_edit_is_postponed_and_shows_the_state_of_then(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    await asked(bot, telegram, ann)
    telegram.fail_next("editMessageText", 429, 1)
    await until(lambda: len(edits(telegram)) == 1)
    bot.change("task1", state=State.RETRYING, attempt=2, error=Failure(code="faceit-unavailable"), step=2)
    await telegram.message(ann["id"], lambda message: "🔁 2/3" in message["text"], timeout=4)
    first, second = edits(telegram)[:2]
    assert second.time - first.time >= 0.95


async def test_live_tasks_are_taken_up_again_after_a_restart(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    async with running(bot_settings, manager):
        await asked(manager, telegram, ann)
    async with running(bot_settings, manager):
        await until(lambda: telegram.status()["polled"])
        manager.change("task1", state=State.RUNNING, step=5, step_name="assemble")

        def shown() -> bool:
            manager.event("task1")
            return any("5/6" in message["text"] for message in telegram.messages(ann["id"]))

        await until(shown)


async def test_a_task_that_ended_before_its_message_was_known_still_shrinks(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.progress.ENDED_GRACE_S", 0.5)
    kept = bot.set_progress_message

    def late(task_id: str, message_id: int) -> None:
        bot.end(task_id, State.CANCELLED)
        kept(task_id, message_id)

    monkeypatch.setattr(bot, "set_progress_message", late)
    telegram.send_text(ann, rooms.MATCH_ID)
    await telegram.message(ann["id"], lambda message: message["text"] == "🚫 Задача task1 отменена")


def test_the_view_of_these_tests_is_the_designed_one() -> None:
    assert view().elapsed_s == 83
