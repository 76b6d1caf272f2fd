"""Marks of what has been told of a task's ending: one field a part, 'sending' before the call, the id after it."""

from typing import cast

import redis.asyncio

from connections import PREFIX

DAY_MS = 24 * 3_600_000


def _key(task: str) -> str:
    return f"{PREFIX}task:{task}:delivery"


async def parts(client: redis.asyncio.Redis, task: str) -> dict[str, str]:
    """Marks so far, by part name."""
    raw = cast(dict[bytes, bytes], await client.hgetall(_key(task)))
    return {name.decode(): value.decode() for name, value in raw.items()}


async def mark(client: redis.asyncio.Redis, task: str, part: str, status: str) -> None:
    """Mark a part 'sending', or with the id of the message that is out."""
    pipe = client.pipeline(transaction=True)
    pipe.hset(_key(task), part, status)
    pipe.pexpire(_key(task), DAY_MS)
    await pipe.execute()
