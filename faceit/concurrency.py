"""A cap on calls under way at once, over all processes: leases that end by themselves when their holder dies."""

import random
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

import redis
import structlog

from connections import PREFIX
from errors import RedisUnavailableError
from faceit.budget import Lane
from faceit.errors import BudgetDeferredError
from faceit.scripts import script
from faceit.waiting import Check, pause

SLOTS_KEY = PREFIX + "budget:slots"
POLL_S = (0.03, 0.06)  # between two looks for a free slot; a call takes about 190 ms

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Lease:
    """A slot held. `waited`: it was not free at once, so a time reserved before has gone stale."""

    token: str
    waited: bool


class CallSlots(Protocol):
    """Slots for calls under way."""

    def hold(self, lane: Lane, max_wait_s: float, check: Check) -> AbstractContextManager[Lease]:
        """A slot for the length of a `with` block.

        Raises BudgetDeferredError when none is free within `max_wait_s` seconds, RedisUnavailableError, and whatever
        `check` raises.
        """


class WaitingSlots(ABC):
    """The waiting common to both kinds of slots."""

    def __init__(self, limit: int) -> None:
        # Bulk leaves a quarter free, so that somebody waiting in a chat finds a slot while FACEIT is slow.
        self._limits = {Lane.INTERACTIVE: limit, Lane.BULK: max(1, limit - max(1, limit // 4))}

    @abstractmethod
    def _take(self, token: str, limit: int) -> bool:
        """Take a slot unless `limit` are taken."""

    @abstractmethod
    def _release(self, token: str) -> None:
        """Give a slot back; never raises."""

    @contextmanager
    def hold(self, lane: Lane, max_wait_s: float, check: Check) -> Iterator[Lease]:
        """See CallSlots."""
        token = uuid.uuid4().hex
        deadline = time.monotonic() + max_wait_s
        waited = False
        while not self._take(token, self._limits[lane]):
            waited = True
            if time.monotonic() > deadline:
                raise BudgetDeferredError("slots", delay=random.uniform(1.0, 3.0))
            pause(random.uniform(*POLL_S), check)
        try:
            yield Lease(token, waited)
        finally:
            self._release(token)


class RedisSlots(WaitingSlots):
    """Slots of all processes: a sorted set of leases on the server's clock. `lease_s` must exceed the longest call."""

    def __init__(self, client: redis.Redis, *, limit: int, lease_s: float, key: str = SLOTS_KEY) -> None:
        super().__init__(limit)
        self._client = client
        self._lease_us = round(lease_s * 1e6)
        self._key = key
        self._take_script = script(client, "take_slot")

    def _take(self, token: str, limit: int) -> bool:
        try:
            return bool(self._take_script(keys=[self._key], args=[token, limit, self._lease_us]))
        except redis.RedisError as error:
            raise RedisUnavailableError("the slots for FACEIT calls are out of reach") from error

    def _release(self, token: str) -> None:
        try:
            self._client.zrem(self._key, token)
        except redis.RedisError as error:
            # The lease runs out by itself.
            log.warning("faceit.slot_kept", error=type(error).__name__)
