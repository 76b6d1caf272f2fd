"""From a run and its cursor to Dramatiq messages, by actor name: no worker code is loaded."""

from typing import Any

import dramatiq
from dramatiq import Message
from dramatiq.brokers.stub import StubBroker

from pipelines.plans import Plan
from tasks.messages import Packed, pack, pack_fields
from tasks.store import result_key

# `dramatiq.pipeline` only keeps a reference to its broker: messages are pushed by the scripts.
NO_BROKER = StubBroker(middleware=[])


def chain(plan: Plan, run: str, *, step: int = 0, queue: str | None = None) -> dramatiq.pipeline:
    """The pipeline of messages from `step` to the end; arguments are the run's id and the step."""
    messages: list[Message[None]] = [
        Message(
            queue_name=queue or plan.queue,
            actor_name=plan.actor(index),
            args=(run, index),
            kwargs={},
            options={"pipe_ignore": True, "time_limit": int(plan.steps[index].limit_s * 1000)},
        )
        for index in range(step, len(plan.steps))
    ]
    return dramatiq.pipeline(messages, broker=NO_BROKER)


def first(plan: Plan, run: str, *, queue: str | None = None) -> tuple[Packed, str]:
    """The first message of a new run, and the result backend's key of its last."""
    return packed(chain(plan, run, queue=queue))


def packed(pipeline: dramatiq.pipeline) -> tuple[Packed, str]:
    """The same of a pipeline that stands already."""
    last = pipeline.messages[-1]
    return pack(pipeline.messages[0]), result_key(last.queue_name, last.actor_name, last.message_id)


def successor(message: "Message[None]", *, remaining_ms: int) -> Packed:
    """The next message of the pipeline, its time limit cut to what remains of the run's deadline."""
    target: dict[str, Any] = message.options["pipe_target"]
    limit = max(1000, min(int(target["options"].get("time_limit", remaining_ms)), remaining_ms))
    # A promoted run stays on the queue its messages come from.
    return pack_fields({**target, "queue_name": message.queue_name}, time_limit=limit)


def again(plan: Plan, run: str, *, step: int, seq: int, queue: str) -> Packed:
    """A new message for a step that lost its own or moves to another queue; `seq` outdates every older copy."""
    return pack(chain(plan, run, step=step, queue=queue).messages[0].copy(options={"retries": seq}))
