"""Responses kept for a while. A cache that is away, full or broken counts as a miss and never as an error."""

import json
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Protocol

import redis
import structlog

from connections import PREFIX
from faceit.scripts import script

CACHE_PREFIX = PREFIX + "cache:v2:"
TTL_MAX_S = 24 * 3600.0  # bodies hold people's names: never kept longer than a day
OVERHEAD = 250  # bytes of bookkeeping an entry costs beside its body and three copies of its key
AWAY_S = 5.0  # after a failure the cache is left alone this long, so that no call waits for its timeout
COMPLAIN_S = 60.0

log = structlog.get_logger(__name__)

Body = dict[str, Any]


class ResponseCache(Protocol):
    """Bodies by kind and key."""

    def get(self, kind: str, key: str, *, stale: bool = False) -> Body | None:
        """The body while it is fresh, or as long as it is kept when `stale`; else None."""

    def put(self, kind: str, key: str, body: Body, ttl_s: float, keep_s: float = 0.0) -> None:
        """A body that is fresh for `ttl_s` seconds; kept for `keep_s` if that is longer, a day at most.

        One that is not fresh at all is not kept.
        """


def pack(body: Body) -> bytes:
    """A body as compressed JSON."""
    return zlib.compress(json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode(), 3)


def unpack(packed: bytes) -> Body | None:
    """The body again; None if it is not one."""
    try:
        body = json.loads(zlib.decompress(packed))
    except (zlib.error, ValueError):
        return None
    return body if isinstance(body, dict) else None


class RedisCache:
    """Responses shared by all processes, in the cache database, under a cap of `max_bytes` kept by eviction."""

    def __init__(self, client: redis.Redis, *, max_bytes: int, prefix: str = CACHE_PREFIX) -> None:
        self._client = client
        self._max_bytes = max_bytes
        self._prefix = prefix
        self._put_script = script(client, "put_entry")
        self._away_until = 0.0
        self._complained = -COMPLAIN_S

    def get(self, kind: str, key: str, *, stale: bool = False) -> Body | None:
        """See ResponseCache."""
        if time.monotonic() < self._away_until:
            return None
        try:
            entry = self._client.get(f"{self._prefix}{kind}:{key}")
        except redis.RedisError as error:
            self._failed(error)
            return None
        until_ms, _, packed = entry.partition(b":") if isinstance(entry, bytes) else (b"", b"", b"")
        if not until_ms.isdigit() or not (stale or int(until_ms) > time.time() * 1000):
            return None
        return unpack(packed)

    def put(self, kind: str, key: str, body: Body, ttl_s: float, keep_s: float = 0.0) -> None:
        """See ResponseCache."""
        fresh_ms, kept_ms = (round(min(seconds, TTL_MAX_S) * 1000) for seconds in (ttl_s, max(ttl_s, keep_s)))
        if fresh_ms <= 0 or time.monotonic() < self._away_until:
            return
        packed = pack(body)
        entry = f"{self._prefix}{kind}:{key}"
        size = len(packed) + 3 * len(entry) + OVERHEAD
        book = [self._prefix + "+ages", self._prefix + "+expiries", self._prefix + "+sizes"]
        try:
            self._put_script(keys=[entry, *book], args=[packed, kept_ms, size, self._max_bytes, fresh_ms])
        except redis.RedisError as error:
            self._failed(error)

    def drop(self, kind: str, keys: Sequence[str]) -> None:
        """Keep these no longer, nor their names in the books. Raises redis.RedisError: who asks must know."""
        entries = [f"{self._prefix}{kind}:{key}" for key in keys]
        with self._client.pipeline() as changes:
            changes.delete(*entries)
            changes.zrem(self._prefix + "+ages", *entries)
            changes.zrem(self._prefix + "+expiries", *entries)
            changes.hmget(self._prefix + "+sizes", entries)
            changes.hdel(self._prefix + "+sizes", *entries)
            sizes = changes.execute()[3]
        freed = sum(int(size) for size in sizes if size)
        if freed:
            self._client.hincrby(self._prefix + "+sizes", "total", -freed)

    def _failed(self, error: redis.RedisError) -> None:
        now = time.monotonic()
        self._away_until = now + AWAY_S
        if now - self._complained >= COMPLAIN_S:
            self._complained = now
            log.warning("faceit.cache_away", error=type(error).__name__)


class LocalCache:
    """Responses of this process: the least recently used go when `max_bytes` are reached."""

    def __init__(self, *, max_bytes: int = 16 * 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._entries: OrderedDict[tuple[str, str], tuple[float, float, bytes]] = OrderedDict()
        self._total = 0

    def get(self, kind: str, key: str, *, stale: bool = False) -> Body | None:
        """See ResponseCache."""
        with self._lock:
            entry = self._entries.get((kind, key))
            if entry is None:
                return None
            now = time.monotonic()
            fresh_until, kept_until, packed = entry
            if kept_until < now:
                self._drop((kind, key))
                return None
            if fresh_until < now and not stale:
                return None
            self._entries.move_to_end((kind, key))
        return unpack(packed)

    def put(self, kind: str, key: str, body: Body, ttl_s: float, keep_s: float = 0.0) -> None:
        """See ResponseCache."""
        packed = pack(body)
        with self._lock:
            self._drop((kind, key))
            if len(packed) > self._max_bytes or ttl_s <= 0:
                return
            now = time.monotonic()
            fresh_until, kept_until = (now + min(seconds, TTL_MAX_S) for seconds in (ttl_s, max(ttl_s, keep_s)))
            self._entries[kind, key] = (fresh_until, kept_until, packed)
            self._total += len(packed)
            while self._total > self._max_bytes:
                self._drop(next(iter(self._entries)))

    def _drop(self, name: tuple[str, str]) -> None:
        entry = self._entries.pop(name, None)
        if entry is not None:
            self._total -= len(entry[2])
