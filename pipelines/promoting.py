"""Lifting a run to a higher queue when somebody more urgent waits for it."""

from pipelines.dispatch import again
from pipelines.plans import PLANS, RANK, Queue
from tasks.states import TaskType
from tasks.store import TaskStore

QUEUES = {rank: Queue(queue) for queue, rank in RANK.items()}
TRIES = 5
"""A step may end between the look and the lift; what moves on for longer is lifted by the next sweep."""


def promote(store: TaskStore, run: str, queue: Queue) -> bool:
    """Lift a run to `queue` if it stands on a lower one; whether it was. Raises RedisUnavailableError.

    Its current step is queued anew and the slower copy loses it, also one that waits for its time.
    """
    for _ in range(TRIES):
        record = store.run(run)
        if record is None or int(record.get("rank", 0)) <= RANK[queue]:
            return False
        plan = PLANS[TaskType(record["type"])]
        step, seq = int(record["step"]), int(record.get("seq") or 0) + 1
        message = again(plan, run, step=step, seq=seq, queue=queue)
        outcome = store.promote(run, step=step, seq=seq, rank=RANK[queue], message=message)
        if outcome != "moved":
            return outcome == "ok"
    return False


def lift_wanted(store: TaskStore, run: str) -> bool:
    """Lift a run as high as its record says it is wanted; whether it was. Raises RedisUnavailableError."""
    wanted = (store.run(run) or {}).get("wanted_rank")
    return wanted is not None and promote(store, run, QUEUES[int(wanted)])
