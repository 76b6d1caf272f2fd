"""The body of every actor: run the step its message owns, close it in one script."""

import json
from collections.abc import Callable
from typing import Any

import structlog
from dramatiq import Message

from actors.archive import Archive
from actors.redis_context import RedisContext
from actors.retrying import code_of, held_back, verdict
from actors.step import StepFunction
from actors.waiting import until_redis_answers
from analysis.completeness import is_incomplete
from errors import RedisUnavailableError, RunEndedError
from faceit.client import FaceitClient
from pipelines.dispatch import successor
from pipelines.groups import group_of
from pipelines.plans import Plan
from pipelines.promoting import lift_wanted
from settings import Settings
from tasks.errors import RunServedError
from tasks.groups import Groups
from tasks.ownership import Ownership, RunKeeper
from tasks.store import TaskStore

INCOMPLETE_REUSABLE_S = 60.0
"""A report that lacks something must not pass for the whole one: soon after, somebody who asks gets it made anew."""

log = structlog.get_logger(__name__)


class Performer:
    """Performs steps with one keeper, one FACEIT client and one archive a process.

    `disarm` ends the step's time limit: closing it may have to wait for Redis.
    """

    def __init__(
        self,
        keeper: RunKeeper,
        faceit: FaceitClient,
        archive: Archive,
        settings: Settings,
        *,
        disarm: Callable[[], None],
    ) -> None:
        self._keeper = keeper
        self._groups = Groups(keeper, settings.tasks, settings.bulk)
        self._store = TaskStore(keeper.client, settings.tasks)
        self._faceit = faceit
        self._archive = archive
        self._settings = settings
        self._disarm = disarm

    def perform(self, plan: Plan, function: StepFunction, message: "Message[Any]", owned: Ownership) -> None:
        """Run the step. Raises StepRetry when it is to come back, the step's own error when the run has failed."""
        if owned.held:
            raise held_back(owned.attempt)
        context = RedisContext(self._keeper, self._groups, owned, self._settings, self._faceit, self._archive)
        try:
            function(context)
            self._disarm()
            self._close(plan, context, message, owned)
        except RunEndedError as error:
            self._disarm()
            log.info("step.dropped", state=error.state)
            self._leave(context, error)
        except BaseException as error:
            self._disarm()
            message.calls_made = context.faceit.calls  # type: ignore[attr-defined]
            retry = verdict(
                error,
                attempt=owned.attempt,
                max_retries=self._settings.tasks.max_retries,
                backoff_s=plan.backoff_s,
                remaining_s=owned.remaining_ms / 1000,
            )
            if retry is None:
                raise
            log.warning("step.retry", reason=code_of(error), attempt=retry.attempt, delay_ms=retry.delay_ms)
            raise retry from error

    def _leave(self, context: RedisContext, error: RunEndedError) -> None:
        """The run is lost: its calls were made all the same, and whoever merged it into another may be more urgent."""
        if not isinstance(error, RunServedError):
            until_redis_answers(lambda: self._keeper.charge(context.run.id, context.faceit.calls))
        elif error.into is not None:
            try:
                lift_wanted(self._store, error.into)
            except RedisUnavailableError:
                # Its record says so: the next sweep does it.
                log.warning("run.not-lifted", run=error.into)

    def _close(self, plan: Plan, context: RedisContext, message: "Message[Any]", owned: Ownership) -> None:
        if owned.delivery.step == len(plan.steps) - 1:
            result = json.dumps(context.result, separators=(",", ":")).encode()
            reusable_s = INCOMPLETE_REUSABLE_S if is_incomplete(context.result or {}) else None
            until_redis_answers(lambda: self._keeper.complete(owned, result, reusable_s=reusable_s))
        elif context.group is not None:
            children = group_of(context.group)
            following = successor(message, remaining_ms=owned.remaining_ms)
            limit_s = float(getattr(self._settings.deadlines, plan.type))
            until_redis_answers(lambda: self._groups.spread(owned, children, following, limit_s=limit_s))
        else:
            following = successor(message, remaining_ms=owned.remaining_ms)
            calls = context.faceit.calls
            until_redis_answers(lambda: self._keeper.advance(owned, following, context.outputs, calls))
        # The script acknowledged this message: the consumer must not ask again.
        message.settled = True  # type: ignore[attr-defined]
