"""What has been told of an ending: in Redis for tasks of the queue, in this process for its own."""

from collections.abc import Callable
from typing import Protocol

import structlog
from redis.asyncio import Redis

from errors import BotError
from tasks import delivery
from tasks.leases import Lease

SENDING = delivery.SENDING
SKIPPED = "0"
"""Mark of a part that Telegram will never take, or that needed no message."""

SILENCED = "all"
"""The part that stands for every other: marked, nothing of the ending is told, whatever it consists of."""


log = structlog.get_logger(__name__)


class NotOursError(BotError):
    """Nothing of this part may be sent from here: it is out already, or another bot delivers now."""


class Marks(Protocol):
    """Marks of parts by task. Raises redis.RedisError."""

    async def parts(self, task: str) -> dict[str, str]:
        """Marks so far, by part."""

    async def claim(self, task: str, part: str) -> None:
        """Mark a part SENDING. Raises NotOursError."""

    async def mark(self, task: str, part: str, status: str) -> None:
        """Mark a part SKIPPED, or with the id of the message that is out."""

    async def sign(self, task: str) -> None:
        """Whoever sends the part that is marked SENDING lives."""

    async def signed(self, task: str) -> bool:
        """Whether that was said a moment ago."""


class RedisMarks:
    """Marks that outlive the process. Parts are sent by whoever holds `lease`; `on_lost` hears that it is another."""

    def __init__(self, client: Redis, lease: Lease) -> None:
        self._client = client
        self.lease = lease
        self.on_lost: Callable[[], None] = lambda: None

    async def parts(self, task: str) -> dict[str, str]:
        """See Marks."""
        return await delivery.parts(self._client, task)

    async def claim(self, task: str, part: str) -> None:
        """See Marks."""
        claim = await delivery.claim(self._client, task, part, self.lease)
        if claim == "ours":
            return
        log.warning("delivery.not_ours", task=task, part=part, claim=claim)
        if claim == "lost":
            self.on_lost()
        raise NotOursError(claim)

    async def mark(self, task: str, part: str, status: str) -> None:
        """See Marks."""
        await delivery.mark(self._client, task, part, status)

    async def sign(self, task: str) -> None:
        """See Marks."""
        await delivery.sign(self._client, task)

    async def signed(self, task: str) -> bool:
        """See Marks."""
        return await delivery.signed(self._client, task)


class MemoryMarks:
    """Marks of tasks that don't outlive the process either."""

    def __init__(self, remembered: int = 500) -> None:
        self._marks: dict[str, dict[str, str]] = {}
        self._remembered = remembered

    async def parts(self, task: str) -> dict[str, str]:
        """See Marks."""
        return dict(self._marks.get(task, {}))

    async def claim(self, task: str, part: str) -> None:
        """See Marks; nobody else has these."""
        await self.mark(task, part, SENDING)

    async def mark(self, task: str, part: str, status: str) -> None:
        """See Marks."""
        self._marks.setdefault(task, {})[part] = status
        while len(self._marks) > self._remembered:
            del self._marks[next(iter(self._marks))]

    async def sign(self, task: str) -> None:
        """See Marks; nobody else asks."""

    async def signed(self, task: str) -> bool:
        """See Marks; what this process sends it ends itself."""
        return False


def out(mark: str | None) -> bool:
    """Whether a mark says that the part needs no sending."""
    return mark is not None and mark != SENDING
