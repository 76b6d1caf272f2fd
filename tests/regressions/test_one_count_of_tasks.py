"""Two totals of the same tasks: lists left a bulk's matches out, chat, page and Prometheus counted them."""

import re
from collections import Counter
from collections.abc import Callable

import httpx
import pytest
import redis
from prometheus_client.parser import text_string_to_metric_families

from bot import admin_status_text
from pipelines.bulk import BRIEF, BulkSubject, bulk_wish
from pipelines.overview.model import Ended
from pipelines.overview.reader import Overview
from tasks.records import Requester
from tasks.states import State
from tests.core.conftest import Bench
from tests.overview.conftest import bench, manager, overview, workers
from tests.probe.script import CHILDREN
from tests.processes import Child, wait_for
from tests.web.conftest import browse, http, web_settings

__all__ = ["bench", "browse", "http", "manager", "overview", "web_settings", "workers"]
TILE = re.compile(r'data-testid="ended-day">.*?✓ (\d+).*?✗ (\d+).*?⊘ (\d+)', re.DOTALL)
MATCHES = re.compile(r'data-testid="matches-day">.*?✓ (\d+).*?✗ (\d+).*?⊘ (\d+)', re.DOTALL)
LINE = re.compile(r"✅ (\d+) ❌ (\d+)(?: \(our fault: \d+\))? 🚫 (\d+)")


def numbers(found: re.Match[str] | None) -> Ended:
    assert found is not None
    return Ended(*map(int, found.groups()))


@pytest.mark.processes
async def test_chat_page_and_metrics_count_the_same_tasks(
    bench: Bench, workers: Callable[..., Child], redis_tasks: redis.Redis, overview: Overview, http: httpx.AsyncClient
) -> None:
    # Given a bulk of five matches two of which fail, and of people one done, one failed, one cancelled
    redis_tasks.set(CHILDREN, '["a", "b", "c", "0=permanent", "0=input"]')
    cancelled = bench.submit("x", "tg:9")
    bench.manager.cancel(cancelled, Requester(owner="tg:9"))
    workers(threads=4)
    tasks = [
        bench.manager.submit(bulk_wish("tg:1", BulkSubject(matches=("0=group",)), BRIEF)).task.id,
        bench.submit("9=x", "tg:2"),
        bench.submit("0=permanent", "tg:3"),
    ]
    wait_for(lambda: all(bench.view(task).state.final for task in tasks), 40, "all to end")
    asked, parts = Ended(2, 1, 1), Ended(3, 2, 0)
    # Then the chat
    now = overview.now()
    lines = [Ended(*map(int, one)) for one in LINE.findall(admin_status_text.status(now, "en"))]
    assert lines == [asked, asked, parts]
    by_type = list(overview.figures().ended.values())
    assert Ended(*(sum(column) for column in zip(*(one.counts for one in by_type), strict=True))) == asked
    # and its lists
    totals = (overview.tasks(state=state).total for state in (State.COMPLETED, State.FAILED, State.CANCELLED))
    assert Ended(*totals) == asked and overview.tasks().total == sum(asked.counts)
    # the page
    page = (await http.get("/admin/")).text
    assert numbers(TILE.search(page)) == asked and numbers(MATCHES.search(page)) == parts
    # and Prometheus hear the same
    ended: Counter[str] = Counter()
    children: Counter[str] = Counter()
    for family in text_string_to_metric_families((await http.get("/metrics")).text):
        for sample in family.samples:
            if sample.name == "faceit_bot_tasks_ended_total":
                ended[sample.labels["state"]] += int(sample.value)
            elif sample.name == "faceit_bot_bulk_matches_ended_total":
                children[sample.labels["state"]] += int(sample.value)
    assert Ended(ended["completed"], ended["failed"], ended["cancelled"]) == asked
    assert Ended(children["completed"], children["failed"], children["cancelled"]) == parts
