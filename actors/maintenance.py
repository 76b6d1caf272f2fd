"""Periodic jobs: clean-up and winners of predicted matches every hour, a turn of the reconciler every minute.

Doing one twice changes nothing more.

Nothing depends on them alone: workers sweep by themselves, keys have their own terms, the bot cleans the database.
"""

import time
from datetime import UTC, datetime
from functools import cached_property

import dramatiq
import redis
import structlog
from dramatiq import Broker
from periodiq import cron

from actors.settling import settle_open
from connections import redis_client
from errors import RedisUnavailableError, StorageUnavailableError
from faceit.budget import Lane
from faceit.client import FaceitClient, build_client
from faceit.errors import BudgetDeferredError
from pipelines.overview.sampling import sample
from pipelines.plans import Queue
from pipelines.reconciler import Reconciler, build_reconciler
from settings import Settings
from storage.database import SyncDatabase
from storage.predictions import Predictions
from storage.terms import delete_expired
from tasks.leftovers import Leftovers
from tasks.turns import TERMS, Turns

CLEAN_UP = "7 * * * *"
"""Not the full hour, when FACEIT's calls are given anew and bulks come back."""
RECONCILE = "* * * * *"
"""A job of every minute also wakes periodiq up, which else skips some times of others."""

SAMPLE = "* * * * *"
SETTLE = "23 * * * *"
"""Away from the clean-up, and from the full hour."""

CLEAN_UP_LATE_S = 3000
RECONCILE_LATE_S = 90
SAMPLE_LATE_S = 45
SETTLE_LATE_S = 1800
SETTLE_WITHIN_S = 300.0
"""Then the rest waits for the next hour: a thread of the critical queue is not to stand in line for long."""
TIME_LIMIT_MS = 600_000

log = structlog.get_logger(__name__)


class Maintenance:
    """The jobs, with clients of their own that are opened at first use: the scheduler only knows their names."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _client(self) -> redis.Redis:
        return redis_client("consumer", "tasks", self._settings)

    @cached_property
    def _faceit(self) -> FaceitClient:
        return build_client(self._settings, profile="consumer")

    @cached_property
    def _reconciler(self) -> Reconciler:
        return build_reconciler(self._settings)

    def clean_up(self) -> None:
        """Take away what is past its term, in Redis and in the database."""
        cleared = Leftovers(self._client, self._settings.tasks).clear()
        log.info("maintenance.leftovers", **cleared)
        try:
            gone = delete_expired(self._settings, datetime.now(UTC))
        except StorageUnavailableError as error:
            log.warning("maintenance.storage_away", error=type(error).__name__)
            return
        Turns(self._client).done(TERMS, int(time.time() * 1000))
        log.info("maintenance.terms", history=gone.history, predictions=gone.predictions, counts=gone.counts)

    def reconcile(self) -> None:
        """Look at deadlines and lost messages now."""
        try:
            changed = self._reconciler.sweep()
        except (RedisUnavailableError, redis.RedisError) as error:
            log.warning("maintenance.redis_away", error=type(error).__name__)
        else:
            log.info("maintenance.reconciled", runs=changed)

    def settle(self) -> None:
        """Look up who won predicted matches, behind everybody who waits for FACEIT."""
        until = time.monotonic() + SETTLE_WITHIN_S

        def check() -> None:
            if time.monotonic() > until:
                raise BudgetDeferredError("budget", delay=0.0)

        scope = self._faceit.scope(lane=Lane.BULK, check=check)
        database = SyncDatabase.open(self._settings)
        try:
            counts = settle_open(Predictions(database), scope.match, datetime.now(UTC))
        except StorageUnavailableError as error:
            log.warning("maintenance.storage_away", error=type(error).__name__)
        else:
            log.info("maintenance.settled", **counts)
        finally:
            database.close()

    def sample(self) -> None:
        """Note how things stand, for charts."""
        try:
            taken = sample(self._client, self._settings)
        except (RedisUnavailableError, redis.RedisError) as error:
            log.warning("maintenance.redis_away", error=type(error).__name__)
        else:
            log.info("maintenance.sampled", workers=taken.workers, waiting=sum(taken.depth.values()))


def declare(broker: Broker, settings: Settings) -> None:
    """Declare the periodic actors on a broker whose middleware has actors.middleware.periodic."""
    jobs = Maintenance(settings)
    for function, times, late_s in (
        (jobs.clean_up, CLEAN_UP, CLEAN_UP_LATE_S),
        (jobs.reconcile, RECONCILE, RECONCILE_LATE_S),
        (jobs.sample, SAMPLE, SAMPLE_LATE_S),
        (jobs.settle, SETTLE, SETTLE_LATE_S),
    ):
        dramatiq.actor(
            actor_name=f"maintenance.{function.__name__}",
            queue_name=Queue.CRITICAL,
            broker=broker,
            periodic=cron(times),
            skip_delay=late_s,
            max_retries=0,
            time_limit=TIME_LIMIT_MS,
        )(function)
