"""One message that shows a task's progress."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from tasks.records import TaskView


@dataclass(eq=False)
class Followed:
    """A message and what is known of it; times are of the monotonic clock."""

    task: str
    run: str
    chat: int
    message: int
    due: float
    edited: float = field(default_factory=time.monotonic)
    shown: str = ""
    ended_at: float | None = None
    busy: bool = False
    woken: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class FollowedTasks:
    """The messages followed by this process, by task and by run, and the messages never to be edited again."""

    def __init__(self, remembered: int = 5000) -> None:
        self._by_task: dict[str, Followed] = {}
        self._by_run: dict[str, set[str]] = {}
        self._closed: OrderedDict[tuple[int, int], None] = OrderedDict()
        self._remembered = remembered

    def __len__(self) -> int:
        return len(self._by_task)

    def add(self, view: TaskView, chat: int, message: int, due: float) -> Followed | None:
        """Follow a message; None when it is not to be edited any more. A newer message of the task takes its place."""
        if (chat, message) in self._closed:
            return None
        known = self._by_task.get(view.id)
        if known is not None and known.message == message:
            return known
        followed = Followed(task=view.id, run=view.run, chat=chat, message=message, due=due)
        self._by_task[view.id] = followed
        self._by_run.setdefault(view.run, set()).add(view.id)
        return followed

    def get(self, task: str) -> Followed | None:
        """The message of a task."""
        return self._by_task.get(task)

    def of_run(self, run: str) -> list[Followed]:
        """The messages of all tasks that wait for a run."""
        return [self._by_task[task] for task in self._by_run.get(run, ())]

    def all(self) -> list[Followed]:
        """Every message followed now."""
        return list(self._by_task.values())

    def close(self, followed: Followed) -> None:
        """Its last text is out, or it is gone: never edit it again."""
        self._closed[(followed.chat, followed.message)] = None
        while len(self._closed) > self._remembered:
            self._closed.popitem(last=False)
        self.drop(followed)

    def drop(self, followed: Followed) -> None:
        """Stop following it."""
        if self._by_task.get(followed.task) is not followed:
            return
        del self._by_task[followed.task]
        tasks = self._by_run.get(followed.run, set())
        tasks.discard(followed.task)
        if not tasks:
            self._by_run.pop(followed.run, None)

    def closed(self, chat: int, message: int) -> bool:
        """Whether this message is never to be edited again."""
        return (chat, message) in self._closed
