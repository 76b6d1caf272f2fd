"""What admins may do to tasks and queues. Blocking, thread-safe; each act is noted with who did it, by a keyed hash."""

from collections.abc import Mapping

import redis
import structlog

from connections import REDIS_AWAY
from errors import BotError, PermanentError, RedisUnavailableError
from pipelines.manager import GROUP_OWNER, TaskManager
from pipelines.overview.owners import Owners
from pipelines.plans import Queue
from settings import Settings
from tasks.acts import Act, ActLog
from tasks.clearing import Row, delete, find_chosen, find_old, rows
from tasks.errors import NotYoursError, TaskEndedError, UnknownTaskError
from tasks.keeping import HOUR
from tasks.pausing import Pausing
from tasks.records import Requester, Submitted, TaskView
from tasks.states import State

AT_ONCE = 100
"""The most tasks that one act starts anew or cancels; the rest waits for the next."""

SHORT = {queue.removeprefix("faceit_bot_"): queue for queue in Queue}
"""Queues by their short names."""

log = structlog.get_logger(__name__)


class PartOfBulkError(PermanentError):
    """A match of a bulk has no chat of its own to be told in: the bulk is started anew, not its part."""

    code = "part-of-bulk"


class Steering:
    """Every method that does something raises NotYoursError for anybody but admins, and RedisUnavailableError."""

    def __init__(self, manager: TaskManager, client: redis.Redis, settings: Settings) -> None:
        self._manager = manager
        self._client = client
        self._owners = Owners(settings)
        self._acts = ActLog(client)
        self._pausing = Pausing(client, settings.tasks)

    def retry(self, task: str, who: Requester) -> Submitted:
        """A new task for its owner, told where he asked; pressed again: the same one.

        Raises UnknownTaskError, TaskActiveError, LimitReachedError, PartOfBulkError.
        """
        self._require(who, task)
        submitted = self._retry(task, who)
        self.note(who, "retry", task, f"task={submitted.task.id} {submitted.outcome}")
        return submitted

    def cancel(self, task: str, who: Requester) -> TaskView:
        """End a task; its person is told. Raises UnknownTaskError, TaskEndedError."""
        self._require(who, task)
        view = self._manager.cancel(task, who)
        self.note(who, "cancel", task)
        return view

    def failed(self, hours: float) -> list[str]:
        """People's tasks that failed in the last `hours` and were not started anew since, the oldest first."""
        since = self._manager.store.now() - hours * HOUR
        tasks = self._tasks()
        again = {one.retry_of for one in tasks}
        found = [
            one
            for one in tasks
            if one.state == State.FAILED and not one.parent and int(one.ended or 0) >= since and one.id not in again
        ]
        return [one.id for one in sorted(found, key=lambda one: int(one.ended or 0))]

    def active(self) -> list[str]:
        """People's tasks under way."""
        return sorted(one.id for one in self._tasks() if not one.final and not one.parent)

    def retry_failed(self, hours: float, who: Requester) -> int:
        """Start the failed tasks of the last `hours` anew, at most a hundred; how many were."""
        self._require(who)
        done = 0
        try:
            for task in self.failed(hours)[:AT_ONCE]:
                try:
                    done += self._retry(task, who).outcome in {"created", "joined"}
                except RedisUnavailableError:
                    raise
                except BotError as error:
                    # Gone meanwhile, or its person has three others under way.
                    log.info("admin.not_retried", task=task, code=error.code)
        finally:
            # Also when it breaks off half-way: those are started.
            self.note(who, "retry-failed", detail=f"hours={hours:g} tasks={done}")
        return done

    def cancel_active(self, who: Requester) -> int:
        """Cancel what is under way, at most a hundred tasks; how many were."""
        self._require(who)
        done = 0
        try:
            for task in self.active()[:AT_ONCE]:
                try:
                    self._manager.cancel(task, who)
                except (TaskEndedError, UnknownTaskError):
                    continue
                done += 1
        finally:
            self.note(who, "cancel-active", detail=f"tasks={done}")
        return done

    def deletable(self) -> list[str]:
        """People's failed tasks, those started anew since among them."""
        return sorted(one.id for one in self._tasks() if one.state == State.FAILED and not one.parent)

    def delete(self, task: str, who: Requester) -> bool:
        """Take an ended task out of the lists with all that is kept of it; False when it stays: its person waits for it

        or was not told yet. Raises UnknownTaskError.
        """
        self._require(who, task)
        self._manager.status(task, who)
        gone = task in self._delete([task])
        self.note(who, "delete", task, "" if gone else "stays")
        return gone

    def delete_failed(self, who: Requester) -> int:
        """The same for all failed tasks; how many went."""
        self._require(who)
        chosen = self.deletable()
        gone = len(set(self._delete(chosen)) & set(chosen))
        self.note(who, "delete-failed", detail=f"tasks={gone}")
        return gone

    def _delete(self, tasks: list[str]) -> list[str]:
        found = find_chosen(self._client, frozenset(tasks))
        delete(self._client, found)
        return found.tasks

    def pause(self, queue: Queue, who: Requester) -> bool:
        """Workers fetch nothing more from it; False when it was paused before."""
        self._require(who)
        changed = self._pausing.pause(queue)
        self.note(who, "pause", queue.value)
        return changed

    def resume(self, queue: Queue, who: Requester) -> bool:
        """Workers fetch from it again; False when it was not paused."""
        self._require(who)
        changed = self._pausing.resume(queue)
        self.note(who, "resume", queue.value)
        return changed

    def paused(self) -> frozenset[Queue]:
        """The paused queues."""
        known = {queue.value for queue in Queue}
        return frozenset(Queue(name) for name in self._pausing.paused() if name in known)

    def clean_up_counts(self, hours: float) -> dict[str, int]:
        """What a clean-up would take out, by kind: tasks, runs, results, dead (letters)."""
        return find_old(self._client, Queue, hours).counts()

    def clean_up(self, hours: float, who: Requester) -> dict[str, int]:
        """Take out what ended more than `hours` ago, by kind; endings nobody was told of yet stay."""
        self._require(who)
        old = find_old(self._client, Queue, hours)
        delete(self._client, old)
        counts = old.counts()
        self.note(who, "clean-up", detail=f"hours={hours:g} {_said(counts)}")
        return counts

    def acts(self, page: int = 1, size: int = 10) -> list[Act]:
        """What admins did, newest first."""
        return self._acts.page(page, size)

    def acts_count(self) -> int:
        """How many acts are kept."""
        return self._acts.count()

    def _retry(self, task: str, who: Requester) -> Submitted:
        view = self._manager.status(task, who)
        if view.owner.startswith(GROUP_OWNER):
            raise PartOfBulkError(task)
        return self._manager.retry(task, who, idempotency=f"admin-retry:{task}")

    def _tasks(self) -> list[Row]:
        try:
            return list(rows(self._client, "task"))
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error

    def _require(self, who: Requester, task: str = "") -> None:
        if not who.admin:
            raise NotYoursError(task)

    def note(self, who: Requester, what: str, target: str = "", detail: str = "") -> None:
        """Put an act into the log: of this class, or one that was done elsewhere."""
        name = self._owners.owner(who.owner)
        # First in the log of the process: that is written whatever becomes of Redis, whose refusal is no error by now.
        log.info("admin.act", who=name, what=what, target=target, detail=detail)
        self._acts.note(name, what, target, detail)


def queue_named(name: str) -> Queue | None:
    """The queue of a short or a full name, None when there is none."""
    wanted = name.strip().lower()
    return SHORT.get(wanted.removeprefix("faceit_bot_"))


def _said(counts: Mapping[str, int]) -> str:
    return " ".join(f"{name}={count}" for name, count in counts.items())
