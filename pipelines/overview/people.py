"""How much each owner uses, today (UTC): the busiest first."""

from collections import Counter
from typing import Any

import redis

from connections import PREFIX
from pipelines.overview.listing import ACTIVE
from pipelines.overview.owners import GROUP, Owners
from pipelines.overview.task_model import PersonRow
from tasks.store import calls_key

DAY_MS = 86_400_000
MOST_ACTIVE = 5000


def people(client: redis.Redis, owners: Owners, now_ms: int, page: int, size: int) -> tuple[list[PersonRow], int]:
    """A page of owners, and how many there are. Raises redis.RedisError."""
    pipe = client.pipeline(transaction=False)
    pipe.hgetall(f"{PREFIX}people:{now_ms // DAY_MS}")
    pipe.hgetall(calls_key(now_ms))
    pipe.zrevrange(ACTIVE, 0, MOST_ACTIVE - 1)
    counted, charged, ids = pipe.execute()
    active = _active(client, ids)
    tasks: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for name, value in counted.items():
        owner, _, what = name.decode().rpartition("|")
        (failed if what == "failed" else tasks)[owner] += int(value)
    calls = {owner.decode(): int(value) for owner, value in charged.items()}
    everybody = sorted(
        (owner for owner in {*tasks, *failed, *calls, *active} if not owner.startswith(GROUP)),
        key=lambda owner: (-calls.get(owner, 0), -tasks[owner], owner),
    )
    start = (max(1, page) - 1) * size
    shown = [
        PersonRow(owners.owner(owner), active[owner], tasks[owner], failed[owner], calls.get(owner, 0))
        for owner in everybody[start : start + size]
    ]
    return shown, len(everybody)


def _active(client: redis.Redis, ids: list[Any]) -> Counter[str]:
    pipe = client.pipeline(transaction=False)
    for task in ids:
        pipe.hget(f"{PREFIX}task:{task.decode()}", "owner")
    return Counter(owner.decode() for owner in pipe.execute() if owner)
