"""What admins did: who by a keyed hash, what, to what, when. The last thousand acts of ninety days."""

from dataclasses import dataclass
from typing import Any, cast

import redis

from connections import PREFIX, REDIS_AWAY
from errors import RedisUnavailableError

ACTS = PREFIX + "admin:acts"
KEPT = 1000
KEPT_MS = 90 * 86_400_000


@dataclass(frozen=True)
class Act:
    """One act. `target` is a task's id or a queue's name, `detail` counts; nothing in it is anybody's."""

    at_ms: int
    who: str
    what: str
    target: str
    detail: str


class ActLog:
    """The log on one client. Methods raise RedisUnavailableError."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def note(self, who: str, what: str, target: str = "", detail: str = "") -> None:
        """Write one act, and take out those past their term."""
        try:
            seconds, micros = self._client.time()
            now = seconds * 1000 + micros // 1000
            pipe = self._client.pipeline(transaction=True)
            fields: dict[Any, Any] = {"v": "1", "who": who, "what": what, "target": target, "detail": detail}
            pipe.xadd(ACTS, fields, maxlen=KEPT, approximate=False)
            pipe.xtrim(ACTS, minid=now - KEPT_MS, approximate=False)
            pipe.pexpire(ACTS, KEPT_MS)
            pipe.execute()
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error

    def page(self, page: int = 1, size: int = 10) -> list[Act]:
        """A page of acts, newest first; the first page is 1."""
        try:
            entries = cast(list[Any], self._client.xrevrange(ACTS, count=page * size))
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error
        return [_act(entry.decode(), fields) for entry, fields in entries[(page - 1) * size :]]

    def count(self) -> int:
        """How many acts are kept."""
        try:
            return int(self._client.xlen(ACTS))
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error


def _act(entry: str, fields: dict[bytes, bytes]) -> Act:
    words = {name.decode(): value.decode() for name, value in fields.items()}
    return Act(
        at_ms=int(entry.partition("-")[0]),
        who=words.get("who", ""),
        what=words.get("what", ""),
        target=words.get("target", ""),
        detail=words.get("detail", ""),
    )
