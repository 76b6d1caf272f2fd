"""The queue first; this process when the queue can't be reached. Tasks keep their ids and buttons either way."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import structlog
from redis.exceptions import RedisError

from bot.fallback.health import QueueHealth
from bot.fallback.tasks import LocalTasks
from bot.fallback.twins import Twins
from bot.tasks_gateway import Manager, TasksGateway
from connections import is_full
from errors import RedisUnavailableError
from tasks.forgetting import Forgotten
from tasks.records import Requester, Submitted, TaskView, Wish

T = TypeVar("T")

log = structlog.get_logger(__name__)


class FallbackGateway(TasksGateway):
    """While the queue is away, only tasks of this process can be asked about; the others raise at once."""

    def __init__(self, manager: Manager, local: LocalTasks, health: QueueHealth) -> None:
        super().__init__(manager)
        self._local = local
        self._health = health
        self.twins: Twins | None = None

    @property
    def away(self) -> bool:
        """See TasksGateway."""
        return self._health.away

    def alone(self, task_id: str) -> bool:
        """See TasksGateway."""
        return self._local.serves(task_id)

    async def ask(self, function: Callable[[], T]) -> T:
        """See TasksGateway. Raises RedisUnavailableError at once while the queue is away."""
        if self._health.away:
            raise RedisUnavailableError("the queue is away")
        try:
            return await super().ask(function)
        except RedisUnavailableError as error:
            # A full Redis refuses writes, each with its own answer; what only reads is served.
            if not is_full(error):
                self._health.failed()
            raise

    async def submit(self, wish: Wish) -> Submitted:
        """Accept a wish: by the queue, else here."""
        known = self._local.known(wish)
        if known is not None:
            return known
        if not self._health.away:
            try:
                return await super().submit(wish)
            except (RedisUnavailableError, RedisError) as error:
                # Not reached, or not able to write (full, read-only): either way it may have been accepted.
                log.warning("fallback.submit", error=type(error).__name__)
                if self.twins is not None:
                    self.twins.remember(wish)
        return await asyncio.to_thread(self._local.submit, wish)

    async def forget(self, owner: str) -> Forgotten:
        """See TasksGateway; the tasks of this process too."""
        self._local.forget(owner)
        return await super().forget(owner)

    async def status(self, task_id: str, who: Requester) -> TaskView:
        """See TasksGateway."""
        if self._local.serves(task_id):
            return self._local.status(task_id, who)
        return await super().status(task_id, who)

    async def cancel(self, task_id: str, who: Requester) -> TaskView:
        """See TasksGateway."""
        if self._local.serves(task_id):
            return self._local.cancel(task_id, who)
        return await super().cancel(task_id, who)

    async def retry(
        self,
        task_id: str,
        who: Requester,
        *,
        idempotency: str,
        chat: int,
        thread: int | None,
        request_message: int | None,
        lang: str,
    ) -> Submitted:
        """See TasksGateway: one of this process goes to the queue when that is back."""
        more: dict[str, Any] = {
            "idempotency": idempotency, "chat": chat, "thread": thread, "request_message": request_message,
            "lang": lang,
        }  # fmt: skip
        if self._local.serves(task_id):
            return await self.submit(self._local.again(task_id, who, **more))
        return await super().retry(task_id, who, **more)

    async def own(self, who: Requester, limit: int = 10) -> Sequence[TaskView]:
        """One's own tasks, newest first; those of this process alone while the queue is away."""
        mine = self._local.list(who, limit)
        try:
            queued = await super().own(who, limit)
        except RedisUnavailableError:
            if not mine:
                raise
            return mine
        return sorted([*mine, *queued], key=lambda view: view.created, reverse=True)[:limit]

    async def view(self, task_id: str) -> TaskView | None:
        """See TasksGateway."""
        if self._local.serves(task_id):
            return self._local.view(task_id)
        return await super().view(task_id)

    async def report(self, task_id: str) -> dict[str, Any] | None:
        """See TasksGateway."""
        if self._local.serves(task_id):
            return await self.run(lambda: self._local.report(task_id))
        return await super().report(task_id)

    async def set_progress_message(self, task_id: str, message_id: int) -> None:
        """See TasksGateway."""
        if self._local.serves(task_id):
            self._local.set_progress_message(task_id, message_id)
        else:
            await super().set_progress_message(task_id, message_id)
