"""A task manager of a test: tasks in a dict, states moved by hand, endings written into the real stream."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import redis

from connections import PREFIX
from errors import BotError
from tasks.errors import LimitReachedError, NotYoursError, TaskActiveError, TaskEndedError, UnknownTaskError
from tasks.events import ENDINGS, PROGRESS
from tasks.forgetting import Forgotten
from tasks.records import Failure, Requester, Submitted, TaskView, Wish
from tasks.states import State, TaskType

LIMIT = 3
START = 1_790_000_000_000


def view(task: str = "k7m2x9qa", **more: Any) -> TaskView:
    """A running match analysis in step 3 of 6."""
    values: dict[str, Any] = {
        "id": task, "state": State.RUNNING, "type": TaskType.MATCH_ANALYSIS, "owner": "tg:1", "run": f"run-{task}",
        "subject": "1-11111111-2222-4333-8444-555555555555", "lang": "ru", "step": 3, "steps": 6,
        "step_name": "fetch_players", "operation": "", "done": 0, "total": 0, "attempt": 0, "max_attempts": 3,
        "retry_at": None, "place": None, "eta_s": None, "created": START, "started": START, "ended": None,
        "now": START + 83_000,
    }  # fmt: skip
    return TaskView(**{**values, **more})


class FakeManager:
    """Keeps the interface and the rules of the real one; `slow_s` makes it slow, `fault` makes it fail."""

    def __init__(self, client: redis.Redis) -> None:
        self.client = client
        self.tasks: dict[str, TaskView] = {}
        self.reports: dict[str, dict[str, Any]] = {}
        self.wishes: list[Wish] = []
        self.seen: dict[str, str] = {}
        self.calls: dict[str, int] = {}
        self.reserved: dict[str, int] = {}
        self.slow_s = 0.0
        self.fault: BotError | None = None

    def submit(self, wish: Wish) -> Submitted:
        time.sleep(self.slow_s)
        if self.fault is not None:
            raise self.fault
        if wish.idempotency in self.seen:
            return Submitted(task=self.tasks[self.seen[wish.idempotency]], outcome="repeated")
        mine = [one for one in self.tasks.values() if one.owner == wish.owner and not one.state.final]
        for one in mine:
            if one.subject == wish.subject:
                return Submitted(task=one, outcome="duplicate")
        if len(mine) >= LIMIT:
            raise LimitReachedError(LIMIT, tuple(one.id for one in mine))
        task = view(
            f"task{len(self.tasks) + 1}", owner=wish.owner, subject=wish.subject, lang=wish.lang, chat=wish.chat,
            thread=wish.thread, request_message=wish.request_message, retry_of=wish.retry_of,
            state=State.QUEUED, step=0,
        )  # fmt: skip
        self.tasks[task.id] = task
        self.wishes.append(wish)
        self.seen[wish.idempotency] = task.id
        return Submitted(task=task, outcome="created")

    def status(self, task_id: str, who: Requester) -> TaskView:
        if task_id not in self.tasks:
            raise UnknownTaskError(task_id)
        if not who.may(self.tasks[task_id].owner):
            raise NotYoursError(task_id)
        return self.tasks[task_id]

    def cancel(self, task_id: str, who: Requester) -> TaskView:
        task = self.status(task_id, who)
        if task.state.final:
            raise TaskEndedError(task.state)
        self.end(task_id, State.CANCELLED)
        return self.tasks[task_id]

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
    ) -> Submitted:
        task = self.status(task_id, who)
        if not task.state.final:
            raise TaskActiveError(task_id)
        return self.submit(
            Wish(
                owner=task.owner,
                type=task.type,
                subject=task.subject,
                lang=lang or task.lang,
                idempotency=idempotency,
                chat=chat or task.chat,
                thread=thread or task.thread,
                request_message=request_message or task.request_message,
                retry_of=task_id,
            )
        )

    def view(self, task_id: str) -> TaskView | None:
        return self.tasks.get(task_id)

    def report(self, task_id: str) -> dict[str, Any] | None:
        return self.reports.get(task_id)

    def calls_today(self, owner: str) -> int:
        return self.calls.get(owner, 0)

    def calls_reserved(self, owner: str) -> int:
        return self.reserved.get(owner, 0)

    def set_progress_message(self, task_id: str, message_id: int) -> None:
        self.change(task_id, progress_message=message_id)

    def tasks_of_run(self, run_id: str) -> Sequence[str]:
        return [one.id for one in self.tasks.values() if one.run == run_id]

    def list(self, who: Requester, limit: int = 10) -> Sequence[TaskView]:
        return [one for one in reversed(self.tasks.values()) if one.owner == who.owner][:limit]

    def held(self, owner: str) -> Sequence[dict[str, Any]]:
        return [{"id": one.id} for one in self.tasks.values() if one.owner == owner]

    def forget(self, owner: str) -> Forgotten:
        mine = [one.id for one in self.tasks.values() if one.owner == owner]
        for task in mine:
            del self.tasks[task]
        return Forgotten(len(mine), 0)

    def change(self, task_id: str, **more: Any) -> None:
        """Move a task on by hand."""
        self.tasks[task_id] = replace(self.tasks[task_id], **more)

    def event(self, task_id: str, kind: str = "step") -> None:
        """Tell the progress stream."""
        self.client.xadd(PROGRESS, {"v": "1", "run": self.tasks[task_id].run, "kind": kind})

    def end(
        self, task_id: str, state: State, error: Failure | None = None, report: dict[str, Any] | None = None
    ) -> None:
        """End a task and tell the endings stream."""
        self.change(task_id, state=state, error=error, ended=START + 120_000)
        if report is not None:
            self.reports[task_id] = report
        run = self.tasks[task_id].run
        self.client.xadd(ENDINGS, {"v": "1", "task": task_id, "run": run, "state": str(state)})

    def parts(self, task_id: str) -> dict[str, str]:
        """Marks of the delivery."""
        raw = cast(dict[bytes, bytes], self.client.hgetall(f"{PREFIX}task:{task_id}:delivery"))
        return {name.decode(): value.decode() for name, value in raw.items()}

    @property
    def waiting_endings(self) -> int:
        """Endings not acknowledged yet."""
        return int(self.client.xlen(ENDINGS))
