"""Two hundred live tasks in two hundred chats: Telegram's limits hold, answers stay quick, progress takes its half."""

import asyncio
import random
import time
from typing import Any

import pytest

from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.states import State
from tests.bot.conftest import running, until
from tests.bot.manager import FakeManager

LIVE = 200
SENT = ("sendMessage", "editMessageText")


@pytest.fixture
def settings_of_production(settings: Settings, bot_settings: Settings) -> Settings:
    """The intervals of settings.toml, not the short ones of other tests."""
    return bot_settings.model_copy(update={"tasks": settings.tasks})


def sent(telegram: TelegramStandIn, since: float = 0.0) -> list[Any]:
    return [call for call in telegram.requests_log if call.method in SENT and call.time >= since]


def busiest(times: list[float], width: float = 0.95) -> int:
    """Most sends in a second, a little less for the way from here to there."""
    return max((sum(1 for other in times if at <= other < at + width) for at in times), default=0)


async def test_two_hundred_live_tasks_keep_to_telegrams_limits(
    settings_of_production: Settings, manager: FakeManager, telegram: TelegramStandIn
) -> None:
    # Given 200 people who have asked, each with a progress message
    people = [telegram.add_person(f"P{number}", "ru", started=True) for number in range(LIVE)]
    asker = telegram.add_person("Asker", "ru", started=True)
    async with running(settings_of_production, manager):
        await until(lambda: telegram.status()["polled"])
        for person in people:
            telegram.send_text(person, f"1-11111111-2222-4333-8444-{person['id']:012}")
        await until(lambda: len(manager.tasks) == LIVE, timeout=30)
        await until(lambda: all(task.progress_message for task in manager.tasks.values()), timeout=30)
        # When every run steps several times a second for half a minute
        began = time.monotonic()
        first_edit = len(telegram.calls("editMessageText"))
        stepping = asyncio.create_task(step_all(manager))
        answers = []
        while time.monotonic() - began < 30:
            asked = time.monotonic()
            before = len(telegram.messages(asker["id"]))
            telegram.send_text(asker, "/lang")
            await until(lambda before=before: len(telegram.messages(asker["id"])) >= before + 2)  # type: ignore[misc]
            answers.append(time.monotonic() - asked)
            await asyncio.sleep(2)
        stepping.cancel()
        took = time.monotonic() - began
        edits = telegram.calls("editMessageText")[first_edit:]
    # Then nothing was refused, and nobody waited
    assert not [call for call in sent(telegram) if call.status == 429]
    assert max(answers) < 1, answers
    # And progress took its half: all chats were edited, none of them often, thousands of steps in a few hundred edits
    half = settings_of_production.telegram.overall_per_second / 2
    assert len(edits) <= half * took * 1.1
    assert busiest([call.time for call in edits]) <= half + 2
    assert len({call.params["chat_id"] for call in edits}) >= LIVE * 0.95


async def step_all(manager: FakeManager) -> None:
    """Every run moves on all the time."""
    names = list(manager.tasks)
    rng = random.Random(7)
    while True:
        for name in rng.sample(names, 40):
            task = manager.tasks[name]
            manager.change(name, state=State.RUNNING, step=(task.step + 1) % 6, now=task.now + 2000)
            await asyncio.to_thread(manager.event, name)
        await asyncio.sleep(0.05)


async def test_a_refusal_for_the_whole_bot_is_obeyed_by_all(
    settings_of_production: Settings, manager: FakeManager, telegram: TelegramStandIn
) -> None:
    # Given forty live tasks whose edits Telegram refuses for two seconds
    people = [telegram.add_person(f"P{number}", "ru", started=True) for number in range(40)]
    quick = settings_of_production.tasks.model_copy(update={"progress_update_interval": 1, "progress_min_interval": 1})
    async with running(settings_of_production.model_copy(update={"tasks": quick}), manager):
        await until(lambda: telegram.status()["polled"])
        for person in people:
            telegram.send_text(person, f"1-11111111-2222-4333-8444-{person['id']:012}")
        await until(lambda: all(task.progress_message for task in manager.tasks.values()) and len(manager.tasks) == 40)
        telegram.fail_next("editMessageText", 429, 2, times=5)
        stepping = asyncio.create_task(step_some(manager))
        await until(lambda: sum(call.status == 429 for call in telegram.calls("editMessageText")) >= 3, timeout=10)
        refused = [call.time for call in telegram.calls("editMessageText") if call.status == 429]
        # The fourth and the fifth come after that wait, and begin another
        await asyncio.sleep(10)
        stepping.cancel()
    # Then after the third refusal nobody sends until the time is over, and then they go on
    later = [call for call in sent(telegram) if call.time > refused[2] + 0.3]
    assert later and min(call.time for call in later) >= refused[2] + 1.7
    assert sum(call.status == 200 for call in later) > 10


async def step_some(manager: FakeManager) -> None:
    while True:
        for name, task in list(manager.tasks.items()):
            manager.change(name, state=State.RUNNING, step=(task.step + 1) % 6, now=task.now + 1000)
        await asyncio.sleep(0.2)
