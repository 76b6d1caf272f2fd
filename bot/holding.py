"""Work that one of several processes does: done while its lease is held, taken over when it is not."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import structlog
from redis.exceptions import RedisError

from tasks.leases import Lease

AWAY_AFTER = 2
"""So often in a row Redis must not answer before work begins without a lease: once is only slow, and another works."""
LOOK_S = 1.0
"""Between two looks while nothing is held."""
END_WITHIN_S = 5.0
"""Cancelled work may tidy up so long before it is cancelled again."""

log = structlog.get_logger(__name__)


class Holder:
    """Runs `work` while the lease is held. `alone`: also while Redis is away and nobody can hold anything."""

    def __init__(
        self,
        name: str,
        lease: Lease,
        ttl_s: float,
        work: Callable[[], Awaitable[None]],
        *,
        alone: bool = False,
        end_within_s: float = END_WITHIN_S,
    ) -> None:
        self._name = name
        self._lease = lease
        self._ttl_s = ttl_s
        self._work = work
        self._alone = alone
        self._end_within_s = end_within_s
        self._doubt = asyncio.Event()
        self._failures = 0
        self.active = False

    def doubt(self) -> None:
        """Something looks as if another holds the lease: look now, not when it is to be renewed."""
        self._doubt.set()

    async def run(self) -> None:
        """Stand by, work, stand by again, until cancelled or the work itself ends or fails."""
        waiting = False
        while True:
            if await self._take():
                log.info("lease.taken", lease=self._name)
                if await self._hold():
                    return
                waiting = False
            elif not waiting:
                waiting = True
                log.info("lease.standing_by", lease=self._name)
            await asyncio.sleep(min(LOOK_S, self._ttl_s / 5))

    async def _take(self) -> bool:
        try:
            held = await self._lease.acquire()
        except (RedisError, OSError):
            self._failures += 1
            return self._alone and self._failures >= AWAY_AFTER
        self._failures = 0
        return held

    async def _hold(self) -> bool:
        """Work until done (True) or until the lease is lost (False)."""
        work = asyncio.ensure_future(self._work())
        self._doubt.clear()
        self.active = True
        try:
            while await self._keep(work):
                pass
            return work.done()
        finally:
            self.active = False
            await self._end(work)
            with suppress(asyncio.CancelledError):
                await work
            with suppress(RedisError, OSError):
                await self._lease.release()

    async def _end(self, work: "asyncio.Future[None]") -> None:
        # Asked again: a library that forgets a cancellation would else keep this process from the lease for ever.
        while not work.done():
            work.cancel()
            until = time.monotonic() + self._end_within_s
            while not work.done() and (left := until - time.monotonic()) > 0:
                await asyncio.wait({work}, timeout=min(left, self._ttl_s / 3))
                await self._renew()
            if not work.done():
                log.warning("lease.work_goes_on", lease=self._name)

    async def _renew(self) -> None:
        # Nobody may begin while work that is still ours ends; a lease that was lost stays the other's.
        with suppress(RedisError, OSError):
            await self._lease.renew()

    async def _keep(self, work: "asyncio.Future[None]") -> bool:
        good = time.monotonic()
        while True:
            await self._pause(work)
            if work.done():
                return False
            try:
                held = await self._lease.acquire()
            except (RedisError, OSError):
                self._failures += 1
                if self._alone or time.monotonic() - good < self._ttl_s * 2 / 3:
                    continue
                held = False
            self._failures = 0
            if not held:
                log.warning("lease.lost", lease=self._name)
                return False
            good = time.monotonic()

    async def _pause(self, work: "asyncio.Future[None]") -> None:
        """Until the lease is to be renewed, the work ends, or somebody doubts that it is held."""
        doubted = asyncio.ensure_future(self._doubt.wait())
        waited: set[asyncio.Future[Any]] = {work, doubted}
        look = min(LOOK_S, self._ttl_s / 3) if self._failures else self._ttl_s / 3
        try:
            await asyncio.wait(waited, timeout=look, return_when=asyncio.FIRST_COMPLETED)
        finally:
            doubted.cancel()
        self._doubt.clear()
