"""Two scheduler processes beside a worker: each job of a minute is done once, also when one is killed and restarted."""

import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import redis

from pipelines.overview.sampling import SAMPLES
from pipelines.plans import Queue
from settings import Settings
from tests.processes import Child, wait_for, worker

pytestmark = pytest.mark.processes
SPARE_S = 8
"""Before the minute's end, so that all are up when it comes."""


def scheduler(folder: Path) -> Child:
    """One as the Procfile starts it."""
    return Child("scheduler", [str(Path(sys.executable).parent / "periodiq"), "actors.scheduler"], folder)


def test_two_schedulers_do_each_minute_once(
    settings: Settings, redis_tasks: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    if time.time() % 60 > 60 - SPARE_S:
        time.sleep(SPARE_S + 1)
    children = [worker(tmp_path, module="actors.worker", queues=(str(Queue.CRITICAL),))]
    try:
        children += [scheduler(tmp_path), scheduler(tmp_path)]

        def skipped() -> int:
            return children[0].output.count("maintenance.second")

        # When the minute comes, both send, and the worker drops what came second
        wait_for(lambda: redis_tasks.zcard(SAMPLES) > 0 and skipped() >= 1, 90, "both to have sent")
        # When one is killed and started anew within the minute
        children[1].kill()
        children.append(scheduler(tmp_path))
        time.sleep(8)
        # Then there is one sample of each minute
        samples: Any = redis_tasks.zrange(SAMPLES, 0, -1, withscores=True)
        minutes = Counter(int(at) // 60_000 for _, at in samples)
        assert set(minutes.values()) == {1}, minutes
    finally:
        for child in children:
            child.kill()
