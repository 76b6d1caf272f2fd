"""What has been told of an ending: in Redis for tasks of the queue, in this process for its own."""

from typing import Protocol

from redis.asyncio import Redis

from tasks import delivery

SENDING = "sending"
SKIPPED = "0"
"""Mark of a part that Telegram will never take, or that needed no message."""

SILENCED = "all"
"""The part that stands for every other: marked, nothing of the ending is told, whatever it consists of."""


class Marks(Protocol):
    """Marks of parts by task. Raises redis.RedisError."""

    async def parts(self, task: str) -> dict[str, str]:
        """Marks so far, by part."""

    async def mark(self, task: str, part: str, status: str) -> None:
        """Mark a part SENDING, SKIPPED, or with the id of the message that is out."""


class RedisMarks:
    """Marks that outlive the process."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def parts(self, task: str) -> dict[str, str]:
        """See Marks."""
        return await delivery.parts(self._client, task)

    async def mark(self, task: str, part: str, status: str) -> None:
        """See Marks."""
        await delivery.mark(self._client, task, part, status)


class MemoryMarks:
    """Marks of tasks that don't outlive the process either."""

    def __init__(self, remembered: int = 500) -> None:
        self._marks: dict[str, dict[str, str]] = {}
        self._remembered = remembered

    async def parts(self, task: str) -> dict[str, str]:
        """See Marks."""
        return dict(self._marks.get(task, {}))

    async def mark(self, task: str, part: str, status: str) -> None:
        """See Marks."""
        self._marks.setdefault(task, {})[part] = status
        while len(self._marks) > self._remembered:
            del self._marks[next(iter(self._marks))]


def out(mark: str | None) -> bool:
    """Whether a mark says that the part needs no sending."""
    return mark is not None and mark != SENDING
