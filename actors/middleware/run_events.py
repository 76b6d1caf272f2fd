"""The fence before a step, and what became of it: progress, retries and endings recorded in Redis."""

import json
from typing import Any

import structlog
from dramatiq import Broker, Middleware
from dramatiq.errors import ActorNotFound
from dramatiq.middleware import SkipMessage

from actors.retrying import StepRetry, code_of, last_lines
from actors.waiting import until_redis_answers
from errors import BotError, RunEndedError
from logs import redact, secrets_of
from pipelines.plans import PLANS, Queue
from settings import Settings
from tasks.ownership import Delivery, RunKeeper
from tasks.store import failure_json

log = structlog.get_logger(__name__)


class RunEvents(Middleware):
    """Stands first: its `before_*` runs before all others, its `after_*` when Retries has decided.

    Dramatiq swallows what a middleware raises, so every write here repeats until Redis answers.
    """

    def __init__(self, keeper: RunKeeper, settings: Settings) -> None:
        self._keeper = keeper
        self._settings = settings
        self._secrets = secrets_of(settings)

    def before_process_message(self, broker: Broker, message: Any) -> None:
        """Own the step, or skip the message."""
        delivery = delivery_of(broker, message)
        if delivery is None:
            return
        task_type = message.actor_name.split(".")[0]
        deadline = float(getattr(self._settings.deadlines, task_type))
        owned = until_redis_answers(lambda: self._keeper.begin(delivery, deadline_s=deadline))
        if owned is None:
            raise SkipMessage(f"run {delivery.run}: step {delivery.step} is not for this message")
        message.owned = owned

    def after_process_message(
        self, broker: Broker, message: Any, *, result: Any = None, exception: BaseException | None = None
    ) -> None:
        """Record a retry, or the end of a run whose step has failed for good."""
        if exception is None or delivery_of(broker, message) is None:
            return
        if message.failed:
            self._fail(broker, message, exception)
        elif isinstance(exception, StepRetry):
            self._retrying(message, exception)

    def after_skip_message(self, broker: Broker, message: Any) -> None:
        """A message that was skipped as failed (age limit) ends its run."""
        if message.failed:
            self._fail(broker, message, None)

    def before_nack(self, broker: Broker, message: Any) -> None:
        """An unknown actor comes here and nowhere else."""
        self._fail(broker, message, getattr(message, "_exception", None))

    def _retrying(self, message: Any, retry: StepRetry) -> None:
        owned = message.owned
        # Nobody sits waiting for what comes from the lowest queue: what it waits for its turn does not count.
        extend_to_s = self._settings.bulk.extended_hours * 3600 if owned.delivery.queue == Queue.LOW else None
        try:
            until_redis_answers(
                lambda: self._keeper.retrying(
                    owned,
                    seq=int(message.options.get("retries", 1)),
                    attempt=retry.attempt,
                    delay_ms=retry.delay_ms,
                    reason=retry.reason,
                    counted=retry.counted,
                    hour_used=retry.hour_used,
                    api_calls=getattr(message, "calls_made", 0),
                    extend_to_s=extend_to_s,
                    held=retry.held,
                )
            )
        except RunEndedError as error:
            log.info("step.dropped", state=error.state)
            until_redis_answers(lambda: self._keeper.charge(owned.delivery.run, getattr(message, "calls_made", 0)))

    def _fail(self, broker: Broker, message: Any, exception: BaseException | None) -> None:
        delivery = delivery_of(broker, message)
        if delivery is None:
            return
        owned = getattr(message, "owned", None)
        own = owned.own if owned else None
        failure, trace = self._described(exception)
        calls = getattr(message, "calls_made", 0)
        if until_redis_answers(lambda: self._keeper.fail(delivery, own, failure, trace, api_calls=calls)):
            # The arguments may quote what a person wrote.
            log.error("run.failed", code=json.loads(failure)["code"], run=delivery.run, step=delivery.step)
        else:
            until_redis_answers(lambda: self._keeper.charge(delivery.run, calls))

    def _described(self, exception: BaseException | None) -> tuple[str, str]:
        """The failure a person is told of, and the traceback admins may read."""
        if exception is None:
            return failure_json("expired"), ""
        if isinstance(exception, ActorNotFound):
            return failure_json("unknown-actor"), ""
        known = exception if isinstance(exception, BotError) else BotError()
        failure = failure_json(code_of(exception), known.args_for_text().items(), ours=known.ours)
        return failure, redact(last_lines(exception), self._secrets)


_PLANNED = frozenset(str(task_type) for task_type in PLANS)


def delivery_of(broker: Broker, message: Any) -> Delivery | None:
    """What a run's message stands for; None for any other message. Worked out once a message."""
    try:
        return message.delivery  # type: ignore[no-any-return]
    except AttributeError:
        message.delivery = delivery = _read(broker, message)
        return delivery


def _read(broker: Broker, message: Any) -> Delivery | None:
    args, options = message.args, message.options
    if message.actor_name.partition(".")[0] not in _PLANNED or len(args) != 2:
        return None
    return Delivery(
        run=str(args[0]),
        step=int(args[1]),
        rmid=options["redis_message_id"],
        seq=int(options.get("retries", 0)),
        queue=message.queue_name,
        worker=broker.broker_id,  # type: ignore[attr-defined]
    )
