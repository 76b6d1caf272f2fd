"""The broker of a worker process, its middleware in the order that matters, and an actor for each step."""

from collections.abc import Callable, Sequence
from typing import Any

import dramatiq
from dramatiq.middleware import AgeLimit, Callbacks, CurrentMessage, Retries
from dramatiq.results import Results
from dramatiq.results.backends import RedisBackend

from actors.archive import open_archive
from actors.consumer import RunBroker
from actors.maintenance import declare
from actors.middleware.delayed_copies import DelayedCopies
from actors.middleware.log_context import LogContext
from actors.middleware.measuring import Measuring
from actors.middleware.periodic import Periodic
from actors.middleware.reconcile import Reconcile
from actors.middleware.run_events import RunEvents
from actors.middleware.run_pipelines import RunPipelines
from actors.middleware.sigterm_debounce import SigtermDebounce
from actors.middleware.step_limit import StepLimit
from actors.middleware.vitals import Vitals
from actors.performing import Performer
from actors.pictures import Painter
from actors.retrying import is_step_retry
from actors.step import MODULES, StepFunction, steps_of
from connections import BROKER_NAMESPACE, RESULTS_NAMESPACE, redis_client
from faceit.client import build_client
from pipelines.pictures import ACTOR, QUEUE
from pipelines.plans import PLANS, Plan, Queue
from pipelines.shown import Shown
from settings import Settings
from tasks.ownership import RunKeeper
from tasks.pictures import build_pictures
from tasks.states import TaskType
from tasks.store import TaskStore
from tasks.turns import Turns

PAINTING_LIMIT_MS = 10_000


def build_broker(settings: Settings, *, steps: Callable[[TaskType], Sequence[StepFunction]] = steps_of) -> RunBroker:
    """The broker with all actors declared. `steps` gives the functions of a task type, in the order of its plan."""
    client = redis_client("consumer", "tasks", settings)
    keeper = RunKeeper(client, settings.tasks)
    results = RedisBackend(client=client, namespace=RESULTS_NAMESPACE, use_namespace_prefix_keys=True)
    limit = StepLimit()
    broker = RunBroker(
        client=client,
        namespace=BROKER_NAMESPACE,
        heartbeat_timeout=settings.workers.heartbeat_timeout_ms,
        maintenance_chance=settings.workers.maintenance_chance,
        dead_message_ttl=int(settings.tasks.failure_days * 24 * 3_600_000),
        middleware=[
            RunEvents(keeper, settings),
            DelayedCopies(client),
            LogContext(),
            SigtermDebounce(),
            AgeLimit(),
            Callbacks(),
            RunPipelines(),
            Retries(max_retries=settings.tasks.max_retries),
            Results(  # type: ignore[no-untyped-call]
                backend=results, result_ttl=int(settings.tasks.cleanup_hours * 3_600_000)
            ),
            CurrentMessage(),
            Reconcile(settings),
            Periodic(Turns(client)),
            Measuring(settings),
            Vitals(settings),
            limit,
        ],
    )
    archive = open_archive(settings)
    faceit = build_client(settings, profile="consumer")
    performer = Performer(keeper, faceit, archive, settings, disarm=limit.disarm)
    for task_type in MODULES:
        plan = PLANS[task_type]
        for index, function in enumerate(steps(task_type)):
            _declare(broker, performer, plan, index, function)
    _declare_painter(broker, settings, Shown(archive.hidden))
    declare(broker, settings)
    for queue in Queue:
        broker.declare_queue(queue)
    return broker


def _declare(broker: RunBroker, performer: Performer, plan: Plan, index: int, function: StepFunction) -> None:
    def act(run: str, step: int) -> None:
        message: Any = CurrentMessage.get_current_message()
        performer.perform(plan, function, message, message.owned)

    act.__name__ = function.__name__
    act.__doc__ = function.__doc__
    dramatiq.actor(
        actor_name=plan.actor(index),
        queue_name=plan.queue,
        broker=broker,
        retry_when=is_step_retry,
        time_limit=int(plan.steps[index].limit_s * 1000),
    )(act)


def _declare_painter(broker: RunBroker, settings: Settings, shown: Shown) -> None:
    client = redis_client("consumer", "tasks", settings)
    painter = Painter(TaskStore(client, settings.tasks), build_pictures(settings, "command"), shown)
    dramatiq.actor(actor_name=ACTOR, queue_name=QUEUE, broker=broker, max_retries=0, time_limit=PAINTING_LIMIT_MS)(
        painter.draw
    )
