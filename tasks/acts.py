"""What admins did: who by a keyed hash, what, to what, when. The last thousand acts of ninety days.

An act is done by the time it is noted, so a note that Redis does not take, being full, is no error: it is kept in this
process until Redis takes it.
"""

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, cast

import redis
import structlog

from connections import PREFIX, REDIS_AWAY
from errors import RedisUnavailableError

ACTS = PREFIX + "admin:acts"
KEPT = 1000
KEPT_MS = 90 * 86_400_000

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Act:
    """One act. `target` is a task's id or a queue's name, `detail` counts; nothing in it is anybody's."""

    at_ms: int
    who: str
    what: str
    target: str
    detail: str


class ActLog:
    """The log on one client, used from many threads. Reading raises RedisUnavailableError."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._unwritten: deque[Act] = deque(maxlen=KEPT)

    def note(self, who: str, what: str, target: str = "", detail: str = "") -> None:
        """Write one act, after those that wait to be written."""
        with self._lock:
            self._unwritten.append(Act(round(time.time() * 1000), who, what, target, detail))
            self._write()

    def page(self, page: int = 1, size: int = 10) -> list[Act]:
        """A page of acts, newest first; the first page is 1."""
        with self._lock:
            self._write()
            waiting = list(reversed(self._unwritten))
        try:
            entries = cast(list[Any], self._client.xrevrange(ACTS, count=page * size))
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error
        acts = waiting + [_act(entry.decode(), fields) for entry, fields in entries]
        return acts[(page - 1) * size : page * size]

    def count(self) -> int:
        """How many acts are kept."""
        try:
            return int(self._client.xlen(ACTS)) + len(self._unwritten)
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error

    def _write(self) -> None:
        """What waits, the oldest first; with it go those past their term. Under the lock."""
        try:
            while self._unwritten:
                self._add(self._unwritten[0])
                self._unwritten.popleft()
        except REDIS_AWAY as error:
            log.warning("admin.act_not_written", error=type(error).__name__, waiting=len(self._unwritten))

    def _add(self, act: Act) -> None:
        seconds, micros = self._client.time()
        now = seconds * 1000 + micros // 1000
        pipe = self._client.pipeline(transaction=True)
        fields: dict[Any, Any] = {"v": "1", "who": act.who, "what": act.what, "target": act.target}
        fields |= {"detail": act.detail, "at": act.at_ms}
        pipe.xadd(ACTS, fields, maxlen=KEPT, approximate=False)
        pipe.xtrim(ACTS, minid=now - KEPT_MS, approximate=False)
        pipe.pexpire(ACTS, KEPT_MS)
        pipe.execute()


def _act(entry: str, fields: dict[bytes, bytes]) -> Act:
    words = {name.decode(): value.decode() for name, value in fields.items()}
    return Act(
        at_ms=int(words.get("at") or entry.partition("-")[0]),
        who=words.get("who", ""),
        what=words.get("what", ""),
        target=words.get("target", ""),
        detail=words.get("detail", ""),
    )
