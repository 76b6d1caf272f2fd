"""A web process, and a bot that ended by a fault of one of its parts, cut off at once what Telegram was just taking."""

import asyncio
from contextlib import suppress
from typing import Any, cast

import pytest

from bot.delivery import Delivery, Endings
from bot.tasks_gateway import TasksGateway
from bot.telling import Teller
from bot.wire import Wire
from tasks.events import Ending
from tasks.records import TaskView
from tasks.states import State
from tests.bot.manager import view

SLOW_S = 1.0


class OneEnding:
    """One ending to read, then none."""

    def __init__(self) -> None:
        self.acknowledged = False
        self._left = [Ending("1-0", "t1", "r1", State.COMPLETED)]

    async def read(self, *, block_ms: int = 5000) -> list[Ending]:
        given, self._left = self._left, []
        await asyncio.sleep(0 if given else block_ms / 1000)
        return given

    async def ack(self, ending: Ending) -> None:
        self.acknowledged = True

    async def set_aside(self, ending: Ending) -> None:
        raise AssertionError


class Tasks:
    async def view(self, task: str) -> TaskView:
        return view(task, chat=1)


class SlowTeller:
    """Its only part takes a second on its way."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.under_way = asyncio.Event()

    async def tell(self, view: TaskView) -> None:
        async with self.wire.part(self._claim):
            self.under_way.set()
            await asyncio.sleep(SLOW_S)

    async def _claim(self) -> None:
        return


async def ended(work: "asyncio.Task[None]") -> None:
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


def made(*more: Any) -> tuple[Delivery, OneEnding, SlowTeller]:
    endings, teller = OneEnding(), SlowTeller()
    delivery = Delivery(lambda: cast(Endings, endings), cast(TasksGateway, Tasks()), cast(Teller, teller), *more)
    return delivery, endings, teller


async def test_a_delivery_that_ends_with_its_process_lets_it_arrive() -> None:
    delivery, endings, teller = made()
    work = asyncio.create_task(delivery.run())
    await teller.under_way.wait()
    await ended(work)
    assert endings.acknowledged


@pytest.mark.parametrize("first", ["delivery", "waiting"])
async def test_a_process_that_ends_without_being_told_to_lets_it_arrive(first: str) -> None:
    # Given a delivery that others may take over, and the work that waits for what is on its way
    delivery, endings, teller = made(lambda: False)
    work, waiting = asyncio.create_task(delivery.run()), asyncio.create_task(delivery.finish())
    await teller.under_way.wait()
    # When both are ended though nobody said that the process ends
    both = (work, waiting) if first == "delivery" else (waiting, work)
    await asyncio.gather(*map(ended, both))
    # Then the part has arrived, and its ending is done with
    assert endings.acknowledged


async def test_one_that_another_takes_over_ends_at_once_and_lets_it_arrive() -> None:
    delivery, endings, teller = made(lambda: False)
    work = asyncio.create_task(delivery.run())
    await teller.under_way.wait()
    await asyncio.wait_for(ended(work), SLOW_S / 2)
    assert not endings.acknowledged
    await asyncio.sleep(SLOW_S)
    assert endings.acknowledged
