"""Deadlines and lost messages, looked after by whichever process has its turn."""

import structlog

from connections import redis_client
from pipelines.dispatch import again
from pipelines.plans import PLANS
from pipelines.promoting import lift_wanted
from settings import Settings
from tasks.pausing import Pausing
from tasks.reconcile import Sweeper
from tasks.states import TaskType
from tasks.store import TaskStore

log = structlog.get_logger(__name__)


class Reconciler:
    """One sweep at a time for all processes. Raises RedisUnavailableError and redis.RedisError."""

    def __init__(self, store: TaskStore, sweeper: Sweeper, every_s: float) -> None:
        self._store = store
        self._sweeper = sweeper
        self._every = every_s
        self._pausing = Pausing(store.client, store.settings)

    def turn(self) -> int:
        """Sweep if it is this process' turn; gives how many runs were ended, queued anew or lifted."""
        if not self._sweeper.claim(self._every):
            return 0
        return self.sweep()

    def sweep(self) -> int:
        """End what passed its deadline or was taken out of its queue, queue anew what lost its message, lift what

        somebody more urgent joined.
        """
        self._pausing.give_back()
        ended, lost, removed, wanted, unread = self._sweeper.sweep()
        for run in ended:
            log.warning("run.deadline", run=run)
        for run in removed:
            log.warning("run.removed", run=run)
        for run in lost:
            try:
                self._requeue(run)
            except (ValueError, KeyError) as error:
                log.error("run.unreadable", run=run, error=type(error).__name__)
                unread.append(run)
        for run in wanted:
            log.info("run.lifted", run=run, lifted=lift_wanted(self._store, run))
        if unread:
            # They end by their deadline; until then the others must not wait for them.
            log.error("reconciler.unreadable", count=len(unread), runs=unread[:10])
        return len(ended) + len(lost) + len(removed) + len(wanted)

    def _requeue(self, run: str) -> None:
        """Raises ValueError and KeyError when its record can't be read."""
        record = self._store.run(run)
        plan = PLANS.get(TaskType(record["type"])) if record else None
        if record is None or plan is None:
            return
        step = int(record["step"])
        message = again(plan, run, step=step, seq=int(record.get("seq") or 0) + 1, queue=record["queue"])
        log.warning("run.requeued", run=run, step=step, outcome=self._sweeper.requeue(run, step, message))


def build_reconciler(settings: Settings, *, quiet_ms: int | None = None) -> Reconciler:
    """A reconciler with a client of its own."""
    client = redis_client("command", "tasks", settings)
    sweeper = (
        Sweeper(client, settings.tasks) if quiet_ms is None else Sweeper(client, settings.tasks, quiet_ms=quiet_ms)
    )
    return Reconciler(TaskStore(client, settings.tasks), sweeper, settings.workers.reconcile_seconds)
