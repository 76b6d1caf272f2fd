"""Small things that pages for admins got wrong: a page number of many digits, lines over outages, a pause taken for a

scheduler that died, streams that ended for good, pages that stayed away, acts on one task without a question.
"""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

import web
from errors import RedisUnavailableError
from monitoring.charts import Span, charts, curve
from pipelines.manager import TaskManager
from pipelines.overview.findings import find
from pipelines.overview.looking import Look
from pipelines.overview.model import Snapshot
from pipelines.overview.thresholds import Thresholds
from pipelines.plans import Queue
from settings import Settings
from tests.overview.test_now import limits, quiet
from tests.web.canned import Canned, sample
from tests.web.conftest import SIGNED, browse, canned, http, served, token, web_settings
from tests.web.test_acts import fail, manager, submit
from tests.web.test_browser import browser

__all__ = ["browse", "browser", "canned", "http", "limits", "manager", "quiet", "web_settings"]


@pytest.mark.parametrize("page", ["000000001" + "9" * 20, "1" + "0" * 5000, "-1", "1.0", "", "\u0661", "100001"])
async def test_a_page_number_that_is_none(http: httpx.AsyncClient, page: str) -> None:
    for path in ("/admin/acts", "/admin/tasks", "/admin/people"):
        assert (await http.get(path, params={"page": page})).status_code == 400, path


def test_an_outage_is_a_gap_in_the_line() -> None:
    span = Span(0, 144_000)
    assert span.apart_ms == 2000
    points = [(0, 0.0), (1000, 0.0), (3000, 0.0), (5001, 0.0)]
    assert curve(points, span, 10, span.apart_ms) == "M0 160h1L5 160L15 160M25 160h1"
    now = 1_795_537_082_028
    day = [sample(now - number * 600_000) for number in range(143, -1, -1)]
    assert charts(day, now)[0].lines[0].path.count("M") == 1
    assert charts([*day[:50], *day[62:]], now)[0].lines[0].path.count("M") == 2


def test_a_pause_is_no_silence_of_the_scheduler(quiet: Look, limits: Thresholds) -> None:
    long_ago = replace(quiet.workers[0], started_ms=quiet.at_ms - 600_000)
    silent = replace(quiet, workers=(long_ago,), jobs={"sample": limits.scheduler_silent_s + 60})
    assert "scheduler-silent" in {one.code for one in find(silent, limits)}
    queues = tuple(replace(one, paused=one.queue is Queue.CRITICAL) for one in quiet.queues)
    assert {one.code for one in find(replace(silent, queues=queues), limits)} == {"paused"}


async def test_one_task_is_asked_about(http: httpx.AsyncClient, manager: TaskManager, web_settings: Settings) -> None:
    running, failed, waits = (submit(manager, f"1-{name}", f"tg:{name}") for name in "abc")
    fail(manager, web_settings, failed)
    for task, act, other in ((running, "cancel", failed), (failed, "retry", waits)):
        page = (await http.get(f"/admin/tasks/{task}?lang=en")).text
        assert f'href="/admin/tasks/{task}/{act}"' in page and f'action="/admin/tasks/{task}/{act}"' not in page
        asked = (await http.get(f"/admin/tasks/{task}/{act}?lang=en")).text
        assert f"{act.capitalize()} this task?" in asked and f'href="/admin/tasks/{task}"' in asked
        unfit = (await http.get(f"/admin/tasks/{other}/{act}?lang=en")).text
        assert "has not ended yet" in unfit or "has ended already" in unfit
        assert f'action="/admin/tasks/{other}' not in unfit
        assert (await http.get(f"/admin/tasks/zzzz/{act}")).status_code == 404
        form = {"csrf": await token(http, f"/admin/tasks/{task}/{act}")}
        assert (await http.post(f"/admin/tasks/{task}/{act}", data=form)).status_code == 303


@pytest.fixture
def page(canned: Canned, browser: Browser, web_settings: Settings) -> Iterator[Page]:
    """A signed-in page of a browser that may complain: answers are meant to be bad."""
    with served(web.build_app(web_settings)) as address:
        signed = {"username": SIGNED[0], "password": SIGNED[1]}
        context = browser.new_context(base_url=address, locale="en-GB", http_credentials=signed)  # type: ignore[arg-type]
        yield context.new_page()
        context.close()


def test_a_stream_that_was_refused_comes_again(page: Page) -> None:
    # Given a web process that is being replaced: what answers meanwhile says 502
    page.route("**/admin/live/**", lambda route: route.fulfill(status=502))
    page.goto("/admin/")
    pulse = page.locator("[data-pulse]")
    expect(pulse).to_contain_text("not live")
    page.unroute("**/admin/live/**")
    expect(pulse).to_have_text("live", timeout=30_000)


def test_a_page_that_found_redis_away_looks_again(canned: Canned, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> Snapshot:
        raise RedisUnavailableError("gone")

    monkeypatch.setattr(canned, "now", away, raising=False)
    page.goto("/admin/")
    expect(page.get_by_test_id("verdict")).to_contain_text("Redis does not answer")
    monkeypatch.setattr(canned, "now", lambda: canned.snapshot)
    expect(page.get_by_test_id("verdict")).to_contain_text("worth a look", timeout=30_000)
