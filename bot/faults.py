"""Failures of one kind counted in Redis, so that a bot started anew goes on where the one before it ended."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import redis.asyncio

from connections import PREFIX
from tasks.scripts import words

AGAIN_MS = 60_000
"""The same fault is told once in this time."""

KEPT_MS = 7 * 86_400_000
"""As long as the record of a failure."""

SCRIPTS = Path(__file__).parent / "scripts"
DUE = PREFIX + "alerts:due"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One kind of failure that waits to be told: `count` runs since `since_ms`, the latest of them `run`."""

    name: str
    run: str
    task: str
    count: int
    since_ms: int
    told: frozenset[int]
    """Who was told of this in a turn that did not reach everybody."""


class Faults:
    """The faults on one client. Methods raise redis.RedisError."""

    def __init__(self, client: redis.asyncio.Redis, *, again_ms: int = AGAIN_MS) -> None:
        self._client = client
        self._again = again_ms
        self._note = client.register_script((SCRIPTS / "alert_note.lua").read_text())
        self._told = client.register_script((SCRIPTS / "alert_told.lua").read_text())

    async def note(self, name: str, run: str, task: str) -> bool:
        """Count a failed run; False when it was counted before."""
        keys = [f"{PREFIX}run:{run}", _key(name), DUE]
        return bool(await self._note(keys=keys, args=[name, run, task, KEPT_MS]))

    async def due(self) -> list[Fault]:
        """Faults that may be told now, the oldest first."""
        seconds, micros = await self._client.time()
        now = seconds * 1000 + micros // 1000
        names = words(cast(list[bytes], await self._client.zrangebyscore(DUE, "-inf", now, start=0, num=20)))
        found = [await self._read(name) for name in names]
        return [fault for fault in found if fault is not None]

    async def told_one(self, fault: Fault, admin: int) -> None:
        """One admin has been told; the turn is not over."""
        await self._client.hset(_key(fault.name), f"to:{admin}", "1")

    async def told(self, fault: Fault) -> None:
        """Everybody has been told who can be."""
        await self._told(keys=[_key(fault.name), DUE], args=[fault.name, fault.count, self._again])

    async def _read(self, name: str) -> Fault | None:
        raw = cast(dict[bytes, bytes], await self._client.hgetall(_key(name)))
        fields = {key.decode(): value.decode() for key, value in raw.items()}
        if int(fields.get("count", 0)) <= 0:
            await self._client.zrem(DUE, name)
            return None
        told = frozenset(int(key.removeprefix("to:")) for key in fields if key.startswith("to:"))
        return Fault(
            name=name,
            run=fields["run"],
            task=fields["task"],
            count=int(fields["count"]),
            since_ms=int(fields["since"]),
            told=told,
        )


def _key(name: str) -> str:
    return f"{PREFIX}alerts:fault:{name}"
