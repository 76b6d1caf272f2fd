"""The two streams. Progress is live and trimmed; endings are kept until acknowledged by whoever delivers them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import redis.asyncio
import structlog
from redis.exceptions import ResponseError

from connections import PREFIX
from tasks.records import readable
from tasks.states import State

PROGRESS = PREFIX + "events:progress"
ENDINGS = PREFIX + "events:endings"
FAULTS = PREFIX + "events:faults"
"""Runs that failed, whoever waited for them; the newest thousand."""
ASIDE = PREFIX + "events:aside"
"""Endings that nobody could read or tell, the newest thousand; `entries-added` counts them all."""
ASIDE_KEPT = 1000
GROUP = "delivery"
LOOK_S = 5.0
"""Between two looks for endings whose delivery to this reader never arrived."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Ending:
    """One task has ended and its person is to be told. It comes again until acknowledged."""

    entry_id: str
    task: str
    run: str
    state: State


@dataclass(frozen=True)
class ProgressEvent:
    """Something changed in a run: `kind` is submitted, step, progress, retry or ended."""

    run: str
    kind: str


class EndingsReader:
    """Reads the endings stream through the consumer group `delivery`. Own unacknowledged entries come first.

    Redis takes an entry for delivered once it has answered, whether or not the answer arrived (the client asks again by
    itself). So what stands as delivered and was never given is looked for every few seconds.
    """

    def __init__(self, client: redis.asyncio.Redis, consumer: str) -> None:
        self._client = client
        self._consumer = consumer
        self._cursor = "0"
        self._ready = False
        self._given: set[str] = set()
        self._left: set[str] = set()
        """Those that this release can't read: they stay for one that can."""
        self._look_at = 0.0

    async def read(self, count: int = 20, block_ms: int = 5000) -> list[Ending]:
        """The next endings, an empty list when none came in `block_ms`. Raises redis.RedisError."""
        if not self._ready:
            await self._create_group()
            await self._claim()
        try:
            if self._cursor == ">" and time.monotonic() >= self._look_at:
                await self._look()
            answer = await self._client.xreadgroup(
                GROUP, self._consumer, {ENDINGS: self._cursor}, count=count, block=block_ms
            )
        except ResponseError as error:
            if "NOGROUP" not in str(error):
                raise
            self._ready = False
            return []
        entries = _entries(answer)
        if self._cursor != ">":
            # Own pending entries are paged by id; when there are no more, go on with new ones.
            self._cursor = entries[-1][0] if entries else ">"
        if gone := [entry_id for entry_id, fields in entries if not fields]:
            await self._client.xack(ENDINGS, GROUP, *gone)
        new = [(entry_id, fields) for entry_id, fields in entries if fields and entry_id not in self._given]
        later = {entry_id for entry_id, fields in new if not readable(fields.get(b"v"))}
        for entry_id in later - self._left:
            log.error("ending.of_a_later_release", entry=entry_id)
        self._left |= later
        known = [(entry_id, fields) for entry_id, fields in new if entry_id not in later]
        endings = [ending for entry_id, fields in known if (ending := await self._read_or_aside(entry_id, fields))]
        self._given.update(ending.entry_id for ending in endings)
        return endings

    async def _read_or_aside(self, entry_id: str, fields: dict[bytes, bytes]) -> Ending | None:
        # One that can't be read would come again at every start, before all others.
        try:
            return _ending(entry_id, fields)
        except (KeyError, ValueError) as error:
            log.error("endings.unreadable", entry=entry_id, error=type(error).__name__)
            await self._move_aside(entry_id, fields)
            return None

    async def ack(self, ending: Ending) -> None:
        """The person has been told: forget the entry."""
        pipe = self._client.pipeline(transaction=True)
        pipe.xack(ENDINGS, GROUP, ending.entry_id)
        pipe.xdel(ENDINGS, ending.entry_id)
        await pipe.execute()
        self._given.discard(ending.entry_id)

    async def set_aside(self, ending: Ending) -> None:
        """It can't be told, now or ever: keep it where an operator finds it."""
        await self._move_aside(ending.entry_id, {"task": ending.task, "run": ending.run, "state": ending.state})

    async def _move_aside(self, entry_id: str, fields: Mapping[Any, Any]) -> None:
        pipe = self._client.pipeline(transaction=True)
        pipe.xadd(ASIDE, {**fields, "entry": entry_id}, maxlen=ASIDE_KEPT)
        pipe.xack(ENDINGS, GROUP, entry_id)
        pipe.xdel(ENDINGS, entry_id)
        await pipe.execute()
        self._given.discard(entry_id)

    async def _look(self) -> None:
        waiting = await self._client.xpending(ENDINGS, GROUP)
        if waiting["pending"] > len(self._given) + len(self._left):
            self._cursor = "0"
        self._look_at = time.monotonic() + LOOK_S

    async def _create_group(self) -> None:
        try:
            await self._client.xgroup_create(ENDINGS, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise
        self._ready = True

    async def _claim(self) -> None:
        # What a bot with another consumer name left behind is taken over; the delivery lease makes that safe.
        cursor: Any = "0-0"
        while True:
            answer = await self._client.xautoclaim(
                ENDINGS, GROUP, self._consumer, min_idle_time=0, start_id=cursor, count=100
            )
            cursor = answer[0]
            if cursor in {b"0-0", "0-0"}:
                break
        self._cursor = "0"


class ProgressReader:
    """Follows the progress stream from now on; nobody's place is kept."""

    def __init__(self, client: redis.asyncio.Redis) -> None:
        self._client = client
        self._last = "$"

    async def read(self, block_ms: int = 5000) -> list[ProgressEvent]:
        """Events since the last call, an empty list when none came in `block_ms`. Raises redis.RedisError."""
        entries = _entries(await self._client.xread({PROGRESS: self._last}, count=500, block=block_ms))
        if entries:
            self._last = entries[-1][0]
        elif self._last == "$":
            newest = await self._client.xrevrange(PROGRESS, count=1)
            self._last = _id(newest[0][0]) if newest else "0"
        return [
            ProgressEvent(fields[b"run"].decode(), fields[b"kind"].decode())
            for _, fields in entries
            if readable(fields.get(b"v"))
        ]


def _entries(answer: Any) -> list[tuple[str, dict[bytes, bytes]]]:
    if not answer:
        return []
    streams = answer.items() if isinstance(answer, dict) else answer
    items = next(iter(streams))[1]
    if items and isinstance(items[0], list) and items[0] and isinstance(items[0][0], (list, tuple)):
        items = items[0]
    return [(_id(entry_id), cast(dict[bytes, bytes], fields or {})) for entry_id, fields in items]


def _id(raw: bytes | str | None) -> str:
    return raw.decode() if isinstance(raw, bytes) else raw or "0"


def _ending(entry_id: str, fields: dict[bytes, bytes]) -> Ending:
    return Ending(entry_id, fields[b"task"].decode(), fields[b"run"].decode(), State(fields[b"state"].decode()))
