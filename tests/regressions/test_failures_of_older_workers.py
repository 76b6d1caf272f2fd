"""While a release rolls out, older workers still fail tasks: their failures do not say whose fault they are, and their

scripts knew no list or counter of faults. Such failures counted as nobody's, so half a release could fail unseen.
"""

import json
from typing import cast

import httpx
import pytest
import redis
from prometheus_client.parser import text_string_to_metric_families

from connections import PREFIX
from errors import InputError
from measures import reading
from measures.places import TOTALS
from pipelines.overview.failure_record import failure_record
from pipelines.overview.model import Finding
from pipelines.overview.reader import Overview
from settings import Settings
from tasks.ownership import Delivery, RunKeeper
from tasks.states import TaskType
from tasks.store import failure_json
from tests.core.conftest import Bench
from tests.overview.conftest import bench, manager, overview
from tests.web.conftest import browse, http, web_settings

__all__ = ["bench", "browse", "http", "manager", "overview", "web_settings"]
OLD = json.dumps({"code": "internal", "args": {}})
"""A failure as older workers wrote it."""


def fail(bench: Bench, keeper: RunKeeper, number: int, failure: str) -> str:
    """A task whose run a worker ended with this failure; gives the run."""
    task = bench.submit(f"match-{number}", f"tg:{number}")
    run = (bench.manager.store.task(task) or {})["run"]
    record = bench.manager.store.run(run) or {}
    owned = keeper.begin(Delivery(run, 0, record["rmid"], 0, record["queue"], "old"), deadline_s=600)
    assert owned is not None and keeper.fail(owned.delivery, owned.own, failure, "")
    return run


def as_older_scripts_left_it(client: redis.Redis) -> None:
    """Without anything beside the count and the list of failed tasks."""
    client.delete(f"{PREFIX}tasks:faults", f"{PREFIX}tasks:mistakes")
    windows = [key for key in client.scan_iter(f"{PREFIX}measures:*") if client.type(key) == b"hash"]
    for key in {*windows, TOTALS.encode()}:
        for field in cast(list[bytes], client.hkeys(key)):
            if field.startswith((b"tasks_faults_total", b"tasks_mistakes_total")):
                client.hdel(key, field)


@pytest.mark.parametrize("scripts", ["ours", "older"])
async def test_what_does_not_say_whose_fault_is_the_services(
    scripts: str,
    bench: Bench,
    overview: Overview,
    redis_tasks: redis.Redis,
    settings: Settings,
    http: httpx.AsyncClient,
) -> None:
    keeper = RunKeeper(redis_tasks, settings.tasks)
    runs = [fail(bench, keeper, number, OLD) for number in range(12)]
    if scripts == "older":
        as_older_scripts_left_it(redis_tasks)
    # And, of a worker of this release, three mistakes of people
    for number in range(20, 23):
        fail(bench, keeper, number, failure_json(InputError.code, ours=InputError.ours))
    # Then the twelve are the service's, wherever they are told
    now = overview.now()
    assert (now.hour.failed, now.hour.faults, now.hour.success) == (15, 12, 0.0)
    assert now.day.faults == 12
    burst = [one for one in now.findings if one.code == "failures"]
    assert burst == [Finding("failures", bad=True, args={"percent": "100", "count": "12"})]
    ended = overview.figures().ended[TaskType.MATCH_ANALYSIS]
    assert (ended.failed, ended.faults) == (15, 12)
    assert reading.faults(reading.totals(redis_tasks)) == {(TaskType.MATCH_ANALYSIS,): 12}
    families = text_string_to_metric_families((await http.get("/metrics")).text)
    samples = [one for family in families for one in family.samples if one.name == "faceit_bot_tasks_faults_total"]
    assert {one.labels["type"]: one.value for one in samples}["match_analysis"] == 12
    # and each is told to the admins as one
    record = failure_record(runs[0], bench.manager.store.run(runs[0]) or {})
    assert record is not None and record.ours
