"""Each worker process takes its turn at the reconciler, so that no scheduler is needed for it."""

from threading import Event, Thread

import redis
import structlog
from dramatiq import Broker, Middleware, Worker

from errors import RedisUnavailableError
from pipelines.reconciler import Reconciler, build_reconciler
from settings import Settings

log = structlog.get_logger(__name__)


class Reconcile(Middleware):
    """A thread that sweeps every `reconcile_seconds`, one process at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stop = Event()

    def after_worker_boot(self, broker: Broker, worker: Worker) -> None:
        """Start the thread."""
        Thread(target=self._loop, args=(build_reconciler(self._settings),), name="reconciler", daemon=True).start()

    def before_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        """Let it end."""
        self._stop.set()

    def _loop(self, reconciler: Reconciler) -> None:
        while not self._stop.wait(self._settings.workers.reconcile_seconds / 3):
            try:
                reconciler.turn()
            except (RedisUnavailableError, redis.RedisError) as error:
                log.warning("reconciler.redis", error=error)
            except Exception as error:
                # Whatever one record does, the next turn is for all others.
                log.error("reconciler.failed", error=type(error).__name__)
