"""Work that went on after its cancellation kept the bot from its lease for ever: whoever waited for its end hung."""

import asyncio
from typing import cast

from bot.holding import Holder
from tasks.leases import Lease


class Taken:
    """A lease that is another's for a while once it has been lost."""

    def __init__(self, answers: list[bool]) -> None:
        self.answers = answers

    async def acquire(self) -> bool:
        return self.answers.pop(0) if self.answers else True

    async def renew(self) -> bool:
        return False

    async def release(self) -> None:
        pass


async def test_it_is_cancelled_again_and_the_lease_taken_again() -> None:
    begun, forgotten = 0, 0

    async def work() -> None:
        nonlocal begun, forgotten
        begun += 1
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                forgotten += 1
                if forgotten > 1:
                    raise

    lease = cast(Lease, Taken([True, False]))
    holder = Holder("test", lease, 0.1, work, end_within_s=0.1)
    running = asyncio.create_task(holder.run())
    try:
        async with asyncio.timeout(5):
            while begun < 2:
                await asyncio.sleep(0.02)
        assert forgotten == 2 and holder.active
    finally:
        running.cancel()
        await asyncio.wait({running}, timeout=2)
    assert running.done() and not holder.active
