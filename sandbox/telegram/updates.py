"""The queue of updates and the bot that polls it."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from .errors import Conflict
from .keyboards import given_back

_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
_OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_MOST_PENDING = 10_000
_SILENCE = 5.0


class UpdateQueue:
    """Updates that wait for the bot.

    Parameters:
        changed: called when the bot begins or ends polling.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self.webhook: dict[str, Any] = {}
        self.allowed: list[str] = []
        self._changed = changed
        self._pending: deque[dict[str, Any]] = deque(maxlen=_MOST_PENDING)
        self._last_id = int(time.time()) % 100_000_000
        self._arrived = asyncio.Event()
        self._poller: asyncio.Future[None] | None = None
        self._polled_at = float("-inf")
        self._closed = False

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def is_polled(self) -> bool:
        """Whether a bot is asking for updates, or did a moment ago."""
        return self._poller is not None or time.monotonic() - self._polled_at < _SILENCE

    def add(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update.

        Returns:
            Its id, or None if the bot does not want this kind.
        """
        if (self.allowed and kind not in self.allowed) or (not self.allowed and kind in _NOT_BY_DEFAULT):
            return None
        self._last_id += 1
        self._pending.append({"update_id": self._last_id, kind: given_back(content)})
        self._arrived.set()
        return self._last_id

    async def poll(self, offset: int, limit: int, timeout: float, allowed: list[str] | None) -> list[dict[str, Any]]:
        """Answer getUpdates: what waits, or what comes before the time is over.

        Raises:
            Conflict: another poller came, or a webhook is set.
        """
        if self.webhook.get("url"):
            raise Conflict(_WEBHOOK)
        if allowed is not None:
            self.allowed = allowed
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Conflict(_OTHER_POLLER))
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        was_polled, self._poller = self.is_polled, mine
        if not was_polled:
            self._changed()
        try:
            self._confirm(offset)
            await self._wait(mine, timeout)
            return list(self._pending)[: min(max(limit, 1), 100)]
        finally:
            mine.cancel()
            if self._poller is mine:
                self._poller = None
                self._polled_at = time.monotonic()
                asyncio.get_running_loop().call_later(_SILENCE + 0.1, self._notice_silence)

    def waiting(self) -> list[dict[str, Any]]:
        """What waits, oldest first."""
        return list(self._pending)

    def taken(self, update_id: int) -> None:
        """The webhook took an update."""
        self._pending = deque((one for one in self._pending if one["update_id"] != update_id), maxlen=_MOST_PENDING)

    def drop_pending(self) -> None:
        """Forget what waits."""
        self._pending.clear()

    def close(self) -> None:
        """Let waiting pollers go at once."""
        self._closed = True
        self._arrived.set()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        while self._pending and offset > self._pending[0]["update_id"]:
            self._pending.popleft()

    async def _wait(self, mine: "asyncio.Future[None]", timeout: float) -> None:
        deadline = time.monotonic() + min(timeout, 50)
        while not self._pending and not self._closed and (left := deadline - time.monotonic()) > 0:
            self._arrived.clear()
            arrival = asyncio.ensure_future(self._arrived.wait())
            try:
                waited: set[asyncio.Future[Any]] = {arrival, mine}
                await asyncio.wait(waited, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            finally:
                arrival.cancel()
            if mine.done():
                mine.result()

    def _notice_silence(self) -> None:
        if not self.is_polled:
            self._changed()
