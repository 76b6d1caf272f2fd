"""A group of pipelines: what the scripts need to run many analyses for one run, a few of them at a time."""

from collections.abc import Sequence
from dataclasses import replace

import dramatiq

from pipelines.bulk import STANDARD
from pipelines.dispatch import NO_BROKER, chain, packed
from pipelines.plans import PLANS, RANK, Queue
from tasks.groups import Child
from tasks.ids import new_id
from tasks.records import Wish


def group_of(wishes: Sequence[Wish]) -> list[Child]:
    """Children for the lowest queue, in the order of the wishes. One under way at full depth serves a brief one."""
    runs = [new_id() for _ in wishes]
    group = dramatiq.group(  # type: ignore[no-untyped-call]
        [chain(PLANS[wish.type], run, queue=Queue.LOW) for wish, run in zip(wishes, runs, strict=True)],
        broker=NO_BROKER,
    )
    return [
        _child(wish, run, pipeline)
        for wish, run, pipeline in zip(wishes, runs, group.children, strict=True)
        if isinstance(pipeline, dramatiq.pipeline)
    ]


def _child(wish: Wish, run: str, pipeline: dramatiq.pipeline) -> Child:
    message, key = packed(pipeline)
    return Child(
        task=new_id(),
        wish=wish,
        run=run,
        steps=len(pipeline.messages),
        rank=RANK[Queue.LOW],
        message=message,
        result_key=key,
        wider_key="" if wish.depth == STANDARD else replace(wish, depth=STANDARD).run_key,
    )
