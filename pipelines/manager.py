"""TaskManager: the one door through which chat and command line ask for, watch and end tasks. Blocking, thread-safe."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

import structlog

from connections import REDIS_AWAY, Profile, redis_client
from errors import ConfigurationError, RedisUnavailableError
from pipelines.bulk import BRIEF, BulkSubject
from pipelines.dispatch import first
from pipelines.pictures import ALL_KINDS
from pipelines.plans import PLANS, RANK
from pipelines.promoting import promote
from pipelines.shown import Shown, build_shown
from pipelines.views import view_of
from settings import Settings
from storage.privacy import hash_key, keyed_hash
from tasks import forgetting
from tasks.errors import NotYoursError, TaskActiveError, UnknownTaskError
from tasks.ids import new_id
from tasks.pictures import PictureStore, build_pictures
from tasks.records import Requester, Submitted, TaskView, Wish
from tasks.states import TaskType
from tasks.store import Record, TaskStore

log = structlog.get_logger(__name__)

GROUP_OWNER = "bulk:"
"""A bulk's children belong to its run."""


class TaskManager:
    """Submit, look at, cancel and retry tasks. Every method raises RedisUnavailableError when Redis does not answer."""

    def __init__(self, store: TaskStore, shown: Shown | None = None, pictures: PictureStore | None = None) -> None:
        """`shown`: what reports pass on their way out; `pictures`: where those of forgotten runs are.

        Who gives no report to anybody and forgets nobody does without.
        """
        self.store = store
        self._shown = shown
        self._pictures = pictures

    def submit(self, wish: Wish) -> Submitted:
        """Accept a wish, or give the task that already stands for it. Raises LimitReachedError, AllowanceError."""
        plan = PLANS[wish.type]
        queue = plan.queue_for(urgent=wish.urgent)
        message, key = first(plan, new := new_id(), queue=queue)
        outcome, task, run = self.store.submit(
            wish, run=new, steps=len(plan.steps), message=message, result_key=key, rank=RANK[queue]
        )
        if outcome == "joined":
            promote(self.store, run, queue)
        return Submitted(task=self._require(task), outcome=outcome)

    def status(self, task_id: str, who: Requester) -> TaskView:
        """How a task stands; a bulk's child is its owner's too. Raises UnknownTaskError, NotYoursError."""
        view = self._require(task_id)
        if not who.may(view.owner) and who.owner not in self._owners_of_group(view.owner):
            raise NotYoursError(task_id)
        return view

    def _owners_of_group(self, owner: str) -> set[str]:
        """Who waits for the group that owns a child; nobody if it is a person's own task."""
        if not owner.startswith(GROUP_OWNER):
            return set()
        tasks = self.store.tasks_of_run(owner.removeprefix(GROUP_OWNER))
        return {record["owner"] for task in tasks if (record := self.store.task(task))}

    def cancel(self, task_id: str, who: Requester) -> TaskView:
        """End a task; a bulk's child is nobody's. Raises UnknownTaskError, NotYoursError, TaskEndedError."""
        if not who.may(self.status(task_id, who).owner):
            raise NotYoursError(task_id)
        self.store.cancel(task_id)
        return self._require(task_id)

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
        """A new task for the same wish. Raises UnknownTaskError, NotYoursError, TaskActiveError, LimitReachedError."""
        view = self.status(task_id, who)
        if not view.state.final:
            raise TaskActiveError(task_id)
        record = self.store.task(task_id) or {}
        wish = Wish(
            owner=who.owner if view.owner.startswith(GROUP_OWNER) else view.owner,
            type=view.type,
            subject=view.subject,
            lang=lang or view.lang,
            idempotency=idempotency,
            chat=chat if chat is not None else view.chat,
            thread=thread if thread is not None else view.thread,
            request_message=request_message if request_message is not None else view.request_message,
            depth=record.get("depth", "standard"),
            phase=record.get("phase", "any"),
            side=view.side,
            retry_of=task_id,
            calls=_calls_again(view.type, view.subject, record),
            unlimited=who.admin,
        )
        return self.submit(wish)

    def list(self, who: Requester, limit: int = 10) -> Sequence[TaskView]:
        """The requester's tasks of the last 24 hours, newest first; without those whose records can't be read."""
        views = (self._readable(task) for task in self.store.recent(who.owner, limit))
        return [view for view in views if view is not None]

    def view(self, task_id: str) -> TaskView | None:
        """A task without an owner check, for the delivery; None when there is none."""
        task = self.store.task(task_id)
        if task is None:
            return None
        return view_of(self.store, task_id, task)

    def report(self, task_id: str) -> dict[str, Any] | None:
        """The report of a completed task as the contract says; None when there is none, no longer, or none to be shown.

        Whoever opted out since it was made is hidden in it.
        """
        task = self.store.task(task_id)
        run = self.store.run(task["run"]) if task else None
        report = self.store.report(run) if run else None
        return report if report is None or self._shown is None else self._shown.of(report)

    def calls_today(self, owner: str) -> int:
        """FACEIT calls an owner has caused today (UTC), of the day's allowance."""
        return self.store.calls_today(owner)

    def calls_reserved(self, owner: str) -> int:
        """FACEIT calls an owner's bulks under way will take."""
        return self.store.calls_reserved(owner)

    def set_progress_message(self, task_id: str, message_id: int) -> None:
        """Remember which chat message shows this task's progress."""
        self.store.set_progress_message(task_id, message_id)

    def tasks_of_run(self, run_id: str) -> Sequence[str]:
        """The tasks waiting for a run."""
        return self.store.tasks_of_run(run_id)

    def held(self, owner: str) -> Sequence[dict[str, Any]]:
        """All tasks of an owner with their reports, oldest first, ready for JSON."""
        views = [self.view(task) for task in forgetting.tasks_of(self.store, owner)]
        found = [asdict(view) | {"report": self.report(view.id)} for view in views if view is not None]
        return sorted(found, key=lambda one: int(one["created"]))

    def forget(self, owner: str) -> forgetting.Forgotten:
        """Cancel and delete all tasks of an owner, with the runs nobody else waits for and their pictures."""
        forgotten = forgetting.forget(self.store, owner)
        if self._pictures is not None:
            try:
                for run in forgotten.runs:
                    self._pictures.forget(run, ALL_KINDS)
            except REDIS_AWAY as error:
                raise RedisUnavailableError(str(error)) from error
        return forgotten

    def _readable(self, task_id: str) -> TaskView | None:
        try:
            return self.view(task_id)
        except (ValueError, KeyError) as error:
            log.error("task.unreadable", task=task_id, error=type(error).__name__)
            return None

    def _require(self, task_id: str) -> TaskView:
        view = self.view(task_id)
        if view is None:
            raise UnknownTaskError(task_id)
        return view


def _calls_again(kind: TaskType, subject: str, record: Record) -> int:
    """What a bulk will cost once more."""
    return BulkSubject.parse(subject).calls(record.get("depth", BRIEF)) if kind is TaskType.BULK_ANALYSIS else 0


def build_manager(settings: Settings, profile: Profile = "command") -> TaskManager:
    """A TaskManager on a client of its own; `command` answers or fails within about a second."""
    store = TaskStore(redis_client(profile, "tasks", settings), settings.tasks, _alias(settings))
    return TaskManager(store, build_shown(settings), build_pictures(settings, profile))


def _alias(settings: Settings) -> Callable[[str], str] | None:
    """Owners' keyed hashes; None without a key, as on a command line of another machine, which forgets nobody."""
    try:
        key = hash_key(settings)
    except ConfigurationError:
        return None
    return lambda owner: keyed_hash(key, "calls", owner)


def match_wish(owner: str, match_id: str, **more: Any) -> Wish:
    """A wish for the analysis of one match."""
    return replace(Wish(owner=owner, type=TaskType.MATCH_ANALYSIS, subject=match_id), **more)
