"""Names that nobody has made "so many tasks fail" an alarm: the burst of failures counted what people got wrong."""

from collections.abc import Callable

import pytest
import redis

from measures import reading
from measures.catalogue import TASKS_ENDED, TASKS_MISTAKES
from pipelines.overview.failure_record import failure_record
from pipelines.overview.model import Finding
from pipelines.overview.reader import Overview
from tasks.states import TaskType
from tests.core.conftest import Bench
from tests.overview.conftest import bench, manager, overview, workers
from tests.processes import Child

__all__ = ["bench", "manager", "overview", "workers"]
MATCH = TaskType.MATCH_ANALYSIS


def failures(overview: Overview) -> list[Finding]:
    return [one for one in overview.now().findings if one.code == "failures"]


@pytest.mark.processes
def test_only_the_services_faults_make_a_burst(
    bench: Bench, workers: Callable[..., Child], redis_tasks: redis.Redis, overview: Overview
) -> None:
    workers(threads=4)

    def end(order: str, many: int) -> list[str]:
        tasks = [bench.submit(f"{order};{number}", f"tg:{order}{number}") for number in range(many)]
        return [bench.ended(task).run for task in tasks]

    # Given a dozen mistakes of people, and little else
    (mistaken, *_) = end("0=input", 12)
    end("9=x", 2)
    hour = overview.now().hour
    assert (hour.failed, hour.faults, hour.success) == (12, 0, 1.0) and failures(overview) == []
    record = failure_record(mistaken, bench.manager.store.run(mistaken) or {})
    assert record is not None and record.code == "bad-input" and not record.ours
    # When the service itself fails as often, then that is told, and no mistake is counted in
    (broken, *_) = end("0=crash", 8)
    record = failure_record(broken, bench.manager.store.run(broken) or {})
    assert record is not None and record.ours
    assert failures(overview) == [Finding("failures", bad=True, args={"percent": "80", "count": "8"})]
    assert overview.now().hour.success == overview.figures().ended[MATCH].success == 0.2
    totals = reading.totals(redis_tasks)
    assert reading.counters(totals, TASKS_MISTAKES) == {(MATCH,): 12} and reading.faults(totals) == {(MATCH,): 8}
    assert reading.counters(totals, TASKS_ENDED) == {(MATCH, "failed"): 20, (MATCH, "completed"): 2}
