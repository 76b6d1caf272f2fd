"""One person's updates counted over several web processes; each counts by itself while Redis is away."""

import hashlib
from pathlib import Path
from typing import Literal, cast

from redis.asyncio import Redis

from bot.breaker import Breaker
from connections import PREFIX

SCRIPT = Path(__file__).parent.parent / "scripts" / "flood.lua"

Verdict = Literal[0, 1, 2]
"""Within the limit; above it; above it and to be asked to wait now."""


class SharedFlood:
    """`limit` updates in `window_s` of one owner, by Redis' clock. Keys hold no id and go with the window."""

    def __init__(self, client: Redis, breaker: Breaker, limit: int, window_s: float) -> None:
        self._breaker = breaker
        self._limit = limit
        self._window_ms = round(window_s * 1000)
        self._count = client.register_script(SCRIPT.read_text(encoding="utf-8"))

    async def count(self, owner: str, update: int, *, asking: bool) -> Verdict | None:
        """What to do with an update; None when Redis can't be asked. `asking`: whether a message can ask him."""
        key = f"{PREFIX}flood:{hashlib.blake2b(owner.encode(), digest_size=12).hexdigest()}"
        arguments = [update, self._window_ms, self._limit, int(asking)]
        found = await self._breaker.call(lambda: self._count(keys=[key, f"{key}:asked"], args=arguments), None)
        return None if found is None else cast(Verdict, int(found))
