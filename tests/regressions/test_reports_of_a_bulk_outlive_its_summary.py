"""A summary's buttons opened reports kept from each match's end on: the first ones of a long bulk were gone."""

import json

import redis

from connections import PREFIX
from settings import Settings
from tests.regressions.test_time_left_counts_no_pause import Bulk, bulk

__all__ = ["bulk"]

HOUR_MS = 3_600_000


def test_reports_are_kept_from_the_summary_on(bulk: Bulk, settings: Settings, redis_tasks: redis.Redis) -> None:
    bulk.spread()
    for child in bulk.children:
        bulk.keeper.complete(bulk.begin(child.run), json.dumps({"n": 1}).encode())
    # Given that the first of them ended hours ago
    first = bulk.children[0]
    run = bulk.manager.store.run(first.run)
    assert run is not None
    kept = [f"{PREFIX}task:{first.task}", f"{PREFIX}run:{first.run}", run["result_key"]]
    for key in kept:
        redis_tasks.pexpire(key, HOUR_MS)
    # When the summary is told
    bulk.keeper.complete(bulk.begin(bulk.task.run), b"{}")
    # Then it is kept as long as that
    day = settings.tasks.cleanup_hours * HOUR_MS
    assert all(day - HOUR_MS < int(redis_tasks.pttl(key)) <= day for key in kept)  # type: ignore[arg-type]
    assert bulk.manager.report(first.task) == {"n": 1}
