"""A lease: one of several processes does a job, the others stand by and take over when it stops renewing."""

from contextlib import suppress
from uuid import uuid4

import redis.asyncio
import redis.exceptions

from connections import PREFIX

RENEW = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0"
RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


class Lease:
    """The lease `name`, held for `ttl_s` seconds at a time. Methods raise redis.RedisError."""

    def __init__(self, client: redis.asyncio.Redis, name: str, ttl_s: float) -> None:
        self._client = client
        self.key = f"{PREFIX}lease:{name}"
        self.token = uuid4().hex
        """What stands under `key` while it is held here, and only then."""
        self._ttl = int(ttl_s * 1000)

    async def acquire(self) -> bool:
        """Take it if nobody holds it; True also when it is held here already."""
        with suppress(redis.exceptions.OutOfMemoryError):
            if await self._client.set(self.key, self.token, nx=True, px=self._ttl):
                return True
        # Renewing takes no memory: who holds it keeps it also while Redis is full.
        return await self.renew()

    async def renew(self) -> bool:
        """Hold it for another `ttl_s`; False when it was lost."""
        return bool(await self._client.eval(RENEW, 1, self.key, self.token, str(self._ttl)))

    async def release(self) -> None:
        """Let it go, if held."""
        await self._client.eval(RELEASE, 1, self.key, self.token)
