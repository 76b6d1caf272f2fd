"""Wrong passwords are counted by address: in Redis for all processes, and here for when Redis is away."""

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import redis

from connections import PREFIX
from settings import WebSettings

AWAY_S = 5.0
"""Redis is not asked again for so long after it did not answer."""
KEPT = 4096
"""Addresses remembered in this process at most; the oldest go first."""


@dataclass
class Local:
    """The count of this process: address → (wrong ones, moment it is forgotten)."""

    window_s: float
    seen: dict[str, tuple[int, float]] = field(default_factory=dict)

    def count(self, address: str) -> int:
        """Wrong ones of an address that still count."""
        count, until = self.seen.get(address, (0, 0.0))
        return count if time.monotonic() < until else 0

    def add(self, address: str) -> int:
        """One more; gives how many there are."""
        now = time.monotonic()
        count, until = self.seen.pop(address, (0, 0.0))
        if now >= until:
            count, until = 0, now + self.window_s
        self.seen[address] = (count + 1, until)
        while len(self.seen) > KEPT:
            self.seen.pop(next(iter(self.seen)))
        return count + 1


class Attempts:
    """How many wrong passwords an address has given. Methods with `shared` in their name block and never raise."""

    def __init__(self, client: redis.Redis, settings: WebSettings, secret: bytes) -> None:
        self._client = client
        self._secret = secret
        self.limit = settings.attempts
        self.window_s = settings.attempts_minutes * 60
        self.local = Local(self.window_s)
        self._away_until = 0.0

    def _key(self, address: str) -> str:
        return f"{PREFIX}web:attempts:{hmac.new(self._secret, address.encode(), hashlib.sha256).hexdigest()[:32]}"

    def shared_count(self, address: str) -> int:
        """What all processes have counted; 0 when Redis does not say."""
        return self._asked(lambda: int(self._client.get(self._key(address)) or 0))

    def shared_add(self, address: str) -> int:
        """Count one for all processes; gives the count, 0 when Redis does not say."""

        def add() -> int:
            pipe = self._client.pipeline()
            pipe.set(self._key(address), 0, ex=round(self.window_s), nx=True)
            pipe.incr(self._key(address))
            return int(pipe.execute()[1])

        return self._asked(add)

    def _asked(self, function: Callable[[], int]) -> int:
        # A stalled server would hold up every page by a time-out.
        if time.monotonic() < self._away_until:
            return 0
        try:
            return function()
        except redis.RedisError:
            self._away_until = time.monotonic() + AWAY_S
            return 0
