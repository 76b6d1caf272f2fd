"""Updates sent to a webhook: side by side, with the secret in its header, again and again until they are taken."""

import asyncio
from typing import Any

import aiohttp

from .updates import UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.3, 3.0
_LOOK = 0.02
_TIMEOUT = aiohttp.ClientTimeout(total=15)


class Pusher:
    """Sends what waits in the queue for as long as the webhook is set."""

    def __init__(self, queue: UpdateQueue) -> None:
        self._queue = queue
        self._task: asyncio.Task[None] | None = None
        self.last_error = ""
        self.sent: list[tuple[int, int]] = []
        """Update id and status of every attempt; 0 when nobody answered."""

    def start(self) -> None:
        """Begin, or go on with the webhook as it is now."""
        self.stop()
        self._task = asyncio.create_task(self._run(dict(self._queue.webhook)))

    def stop(self) -> None:
        """End; what is under way comes again."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self, hook: dict[str, Any]) -> None:
        under_way: dict[int, asyncio.Task[None]] = {}
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            try:
                while True:
                    under_way = {key: task for key, task in under_way.items() if not task.done()}
                    for update in self._queue.waiting():
                        if len(under_way) < hook["max_connections"] and update["update_id"] not in under_way:
                            task = asyncio.create_task(self._push(session, hook, update))
                            under_way[update["update_id"]] = task
                    await asyncio.sleep(_LOOK)
            finally:
                tasks = list(under_way.values())
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _push(self, session: aiohttp.ClientSession, hook: dict[str, Any], update: dict[str, Any]) -> None:
        pause = _FIRST_PAUSE
        headers = {SECRET_HEADER: hook["secret_token"]} if hook["secret_token"] else {}
        while True:
            try:
                async with session.post(hook["url"], json=update, headers=headers) as answer:
                    status = answer.status
            except (aiohttp.ClientError, TimeoutError):
                status = 0
            self.sent.append((update["update_id"], status))
            if 200 <= status < 300:
                self._queue.taken(update["update_id"])
                return
            self.last_error = f"Wrong response from the webhook: {status}" if status else "Connection refused"
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
