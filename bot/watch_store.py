"""What the watch knows, kept in Redis: a bot started anew goes on where the one before it ended."""

import json
from collections.abc import Mapping
from typing import Any, cast

import redis.asyncio

from bot.watch_states import Watched
from connections import PREFIX
from pipelines.overview.model import Finding

FINDINGS = PREFIX + "watch:findings"
MUTED = PREFIX + "watch:muted:"
ALL = "*"
"""Muted in place of a finding's key: everything."""
TASK_FAILED = "task-failed"
REDIS_AWAY = "redis-away"
NOTICES = (TASK_FAILED, REDIS_AWAY, "faceit-key")
"""Keys of what is told by others than the watch; they are muted like its findings."""
KEPT_S = 86_400
VERSION = 1


class WatchStore:
    """Findings (one writer, under the delivery lease) and mutes by chat. Methods raise redis.RedisError."""

    def __init__(self, client: redis.asyncio.Redis) -> None:
        self._client = client

    async def known(self) -> dict[str, Watched]:
        """All findings by key; what another release wrote and this one can't read is left out."""
        raw = cast(dict[bytes, bytes], await self._client.hgetall(FINDINGS))
        read = {key.decode(): _read(value) for key, value in raw.items()}
        return {key: one for key, one in read.items() if one is not None}

    async def save(self, before: Mapping[str, Watched], after: Mapping[str, Watched]) -> None:
        """Write what has changed."""
        changed: dict[Any, str] = {key: _written(one) for key, one in after.items() if before.get(key) != one}
        gone = [key for key in before if key not in after]
        if not changed and not gone:
            return
        pipe = self._client.pipeline()
        if changed:
            pipe.hset(FINDINGS, mapping=changed)
        if gone:
            pipe.hdel(FINDINGS, *gone)
        pipe.expire(FINDINGS, KEPT_S)
        await pipe.execute()

    async def muted(self, chat: int) -> dict[str, int]:
        """What a chat does not want to hear, until when (Unix ms)."""
        now = await self.now()
        raw = cast(dict[bytes, bytes], await self._client.hgetall(f"{MUTED}{chat}"))
        return {key.decode(): int(until) for key, until in raw.items() if int(until) > now}

    async def silent(self, chat: int, key: str) -> bool:
        """Whether a chat does not want to hear of this now."""
        return not {ALL, key}.isdisjoint(await self.muted(chat))

    async def mute(self, chat: int, key: str, hours: float) -> int:
        """Be silent about a finding (or ALL) for `hours`; 0: speak again. Gives the moment it ends, Unix ms."""
        name = f"{MUTED}{chat}"
        if hours <= 0:
            await self._client.delete(name) if key == ALL else await self._client.hdel(name, key)
            return 0
        until = await self.now() + round(hours * 3_600_000)
        pipe = self._client.pipeline()
        pipe.hset(name, key, str(until))
        pipe.expire(name, KEPT_S)
        await pipe.execute()
        return until

    async def now(self) -> int:
        """The server's clock, Unix ms."""
        seconds, micros = await self._client.time()
        return int(seconds) * 1000 + int(micros) // 1000


def _written(one: Watched) -> str:
    finding = {"code": one.finding.code, "bad": one.finding.bad, "args": one.finding.args}
    plain = {name: value for name, value in vars(one).items() if name not in {"finding", "told", "told_over"}}
    told = {"told": sorted(one.told), "told_over": sorted(one.told_over)}
    return json.dumps({"v": VERSION, "finding": finding, **plain, **told})


def _read(value: bytes) -> Watched | None:
    try:
        fields: dict[str, Any] = json.loads(value)
        if fields.pop("v") != VERSION:
            return None
        for name in ("told", "told_over"):
            fields[name] = frozenset(fields[name])
        return Watched(finding=Finding(**fields.pop("finding")), **fields)
    except (ValueError, TypeError, KeyError):
        return None
