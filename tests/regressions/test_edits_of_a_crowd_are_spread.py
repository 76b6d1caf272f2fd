"""A crowd's edits left in bunches of a second's worth: two of them met in one second when the machine stood still."""

import asyncio

import pytest

from bot.spacing import Spacing
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.states import State
from tests.bot.conftest import running, until
from tests.bot.manager import FakeManager

LIVE = 40
WIDTH_S = 0.25


async def test_edits_that_are_due_at_once_go_out_one_by_one(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn
) -> None:
    # Given forty live tasks
    quick = bot_settings.tasks.model_copy(update={"progress_update_interval": 60.0, "progress_min_interval": 0.1})
    async with running(bot_settings.model_copy(update={"tasks": quick}), manager):
        for number in range(LIVE):
            person = telegram.add_person(f"P{number}", "ru", started=True)
            telegram.send_text(person, f"1-11111111-2222-4333-8444-{person['id']:012}")
        await until(lambda: len(manager.tasks) == LIVE and all(one.progress_message for one in manager.tasks.values()))
        await asyncio.sleep(LIVE / 12)
        before = len(telegram.calls("editMessageText"))
        # When all of them move on at one moment
        for name, task in manager.tasks.items():
            manager.change(name, state=State.RUNNING, step=3, now=task.now + 2000)
        await asyncio.gather(*(asyncio.to_thread(manager.event, name) for name in list(manager.tasks)))
        await until(lambda: len(telegram.calls("editMessageText")) >= before + LIVE, timeout=15)
    # Then a quarter of a second never holds most of a second's share
    times = [call.time for call in telegram.calls("editMessageText")[before:]]
    most = max(sum(at <= other < at + WIDTH_S for other in times) for at in times)
    assert most <= 8


class Watch:
    """A clock that only sleeping moves, each sleep by this much more than was asked."""

    def __init__(self, *late: float) -> None:
        self.now = 0.0
        self._late = list(late)

    def read(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds + (self._late.pop(0) if self._late else 0.0)


async def test_turns_keep_their_distance_after_a_stall_too() -> None:
    watch, taken = Watch(0.0, 0.7), list[float]()
    spacing = Spacing(4, clock=watch.read, sleep=watch.sleep)

    async def take() -> None:
        await spacing.turn()
        taken.append(watch.now)

    await asyncio.gather(*(take() for _ in range(5)))
    assert taken == pytest.approx([0.0, 0.25, 1.2, 1.45, 1.7])


async def test_turns_that_nobody_took_are_not_saved_up() -> None:
    watch = Watch()
    spacing = Spacing(4, clock=watch.read, sleep=watch.sleep)
    await spacing.turn()
    watch.now = 10.0
    for _ in range(3):
        await spacing.turn()
    assert watch.now == pytest.approx(10.5)
