"""The TaskManager for an event loop: each blocking call runs on a thread of this gateway's own pool."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from errors import RedisUnavailableError
from tasks.forgetting import Forgotten
from tasks.records import Requester, Submitted, TaskView, Wish

T = TypeVar("T")

ANSWER_WITHIN_S = 0.6
"""What a person's answer may wait for the task store; the rest of the second is Telegram's."""


class Manager(Protocol):
    """What the bot uses of `pipelines.manager.TaskManager`; tests give a stand-in."""

    def submit(self, wish: Wish) -> Submitted: ...
    def status(self, task_id: str, who: Requester) -> TaskView: ...
    def cancel(self, task_id: str, who: Requester) -> TaskView: ...
    def retry(
        self,
        task_id: str,
        who: Requester,
        *,
        idempotency: str = "",
        chat: int | None = None,
        thread: int | None = None,
        request_message: int | None = None,
        lang: str | None = None,
    ) -> Submitted: ...
    def view(self, task_id: str) -> TaskView | None: ...
    def report(self, task_id: str) -> dict[str, Any] | None: ...
    def calls_today(self, owner: str) -> int: ...
    def calls_reserved(self, owner: str) -> int: ...
    def set_progress_message(self, task_id: str, message_id: int) -> None: ...
    def tasks_of_run(self, run_id: str) -> Sequence[str]: ...
    def list(self, who: Requester, limit: int = 10) -> Sequence[TaskView]: ...
    def held(self, owner: str) -> Sequence[dict[str, Any]]: ...
    def forget(self, owner: str) -> Forgotten: ...


class TasksGateway:
    """Same methods, awaited. Raises what the manager raises: tasks.errors.* and RedisUnavailableError."""

    def __init__(self, manager: Manager, threads: int = 16) -> None:
        self._manager = manager
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="tasks")

    async def run(self, function: Callable[[], T]) -> T:
        """Run something blocking or slow on a thread of this pool."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, function)

    @property
    def away(self) -> bool:
        """Whether the queue is known to be out of reach just now."""
        return False

    def alone(self, task_id: str) -> bool:
        """Whether the bot works at this task itself, without the queue."""
        return False

    async def ask(self, function: Callable[[], T]) -> T:
        """One call of the manager."""
        return await self.run(function)

    async def soon(self, function: Callable[[], T]) -> T:
        """The same for somebody who waits: RedisUnavailableError when it takes too long (it may still be done)."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                return await self.ask(function)
        except TimeoutError as error:
            raise RedisUnavailableError("no answer in time") from error

    async def submit(self, wish: Wish) -> Submitted:
        """Accept a wish, or find that it is one already accepted."""
        return await self.ask(lambda: self._manager.submit(wish))

    async def status(self, task_id: str, who: Requester) -> TaskView:
        """A task as its owner or an admin may see it."""
        return await self.soon(lambda: self._manager.status(task_id, who))

    async def cancel(self, task_id: str, who: Requester) -> TaskView:
        """End a task of one's own."""
        return await self.soon(lambda: self._manager.cancel(task_id, who))

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
        """A new task for the subject of an ended one."""
        return await self.ask(
            lambda: self._manager.retry(
                task_id,
                who,
                idempotency=idempotency,
                chat=chat,
                thread=thread,
                request_message=request_message,
                lang=lang,
            )
        )

    async def own(self, who: Requester, limit: int = 10) -> Sequence[TaskView]:
        """One's own tasks, newest first."""
        return await self.soon(lambda: self._manager.list(who, limit))

    async def view(self, task_id: str) -> TaskView | None:
        """A task for the bot's own use; None when its record is gone."""
        return await self.ask(lambda: self._manager.view(task_id))

    async def report(self, task_id: str) -> dict[str, Any] | None:
        """The finished report; None when it is gone."""
        return await self.ask(lambda: self._manager.report(task_id))

    async def calls_today(self, owner: str) -> tuple[int, int]:
        """FACEIT calls somebody has caused today, and those his bulks under way will take."""
        manager = self._manager
        return await self.soon(lambda: (manager.calls_today(owner), manager.calls_reserved(owner)))

    async def set_progress_message(self, task_id: str, message_id: int) -> None:
        """Remember which message shows this task's progress."""
        await self.ask(lambda: self._manager.set_progress_message(task_id, message_id))

    async def tasks_of_run(self, run_id: str) -> Sequence[str]:
        """Ids of the tasks that wait for a run."""
        return await self.ask(lambda: self._manager.tasks_of_run(run_id))

    async def held(self, owner: str) -> Sequence[dict[str, Any]]:
        """All tasks of an owner with their reports, ready for JSON."""
        return await self.ask(lambda: self._manager.held(owner))

    async def forget(self, owner: str) -> Forgotten:
        """Cancel and delete all tasks of an owner."""
        return await self.ask(lambda: self._manager.forget(owner))

    def close(self) -> None:
        """Let the threads end; calls under way finish by their own timeouts."""
        self._threads.shutdown(wait=False, cancel_futures=True)
