"""Marks of what has been told of a task's ending: one field a part, 'sending' before the call, the id after it."""

from typing import Literal, cast

import redis.asyncio

from connections import PREFIX
from tasks.leases import Lease

DAY_MS = 24 * 3_600_000
SENDING = "sending"
SIGN_MS = 3000
"""So long a sign of life of a part's sender lasts: he gives one every second."""
CLAIM = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'lost' end
local mark = redis.call('HGET', KEYS[2], ARGV[2])
if mark and mark ~= ARGV[3] then return 'out' end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return 'ours'
"""

Claim = Literal["ours", "out", "lost"]


def _key(task: str) -> str:
    return f"{PREFIX}task:{task}:delivery"


def _sign_key(task: str) -> str:
    return f"{PREFIX}sending:{task}"


async def sign(client: redis.asyncio.Redis, task: str) -> None:
    """Say that whoever sends a part of this task lives."""
    await client.set(_sign_key(task), "1", px=SIGN_MS)


async def signed(client: redis.asyncio.Redis, task: str) -> bool:
    """Whether that was said within the last `SIGN_MS`."""
    return bool(await client.exists(_sign_key(task)))


async def parts(client: redis.asyncio.Redis, task: str) -> dict[str, str]:
    """Marks so far, by part name."""
    raw = cast(dict[bytes, bytes], await client.hgetall(_key(task)))
    return {name.decode(): value.decode() for name, value in raw.items()}


async def claim(client: redis.asyncio.Redis, task: str, part: str, lease: Lease) -> Claim:
    """Mark a part 'sending' if it is ours to send; else 'out', or 'lost' when somebody else may hold the lease."""
    keys = (lease.key, _key(task))
    answer = await client.eval(CLAIM, len(keys), *keys, lease.token, part, SENDING, str(DAY_MS))
    return cast(Claim, answer.decode())


async def mark(client: redis.asyncio.Redis, task: str, part: str, status: str) -> None:
    """Mark a part with the id of the message that is out, whatever stands there."""
    pipe = client.pipeline(transaction=True)
    pipe.hset(_key(task), part, status)
    pipe.pexpire(_key(task), DAY_MS)
    await pipe.execute()
