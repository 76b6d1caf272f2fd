"""The pages in a real browser: on a phone and a desktop, live and without JavaScript."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
import redis
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

import web
from pipelines.manager import build_manager, match_wish
from pipelines.overview.model import Finding, Verdict
from settings import Settings
from tasks.events import ENDINGS
from tests.web.canned import Canned, row, snapshot
from tests.web.conftest import SIGNED, needs_chromium, served
from tests.web.test_acts import fail

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)

PATHS = ("", "tasks", "tasks/k7m2x9q3", "charts", "people", "acts", "clean-up", "retry-failed")
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = needs_chromium()
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def visit(browser: Browser, web_settings: Settings) -> Iterator[Visit]:
    """Opens a signed-in page; the test fails on any complaint in the browser's console."""
    complaints: list[str] = []
    contexts = []
    with served(web.build_app(web_settings)) as address:

        def open_page(path: str = "", **options: Any) -> Page:
            context = browser.new_context(
                base_url=address,
                locale=options.pop("locale", "en-GB"),
                http_credentials={"username": SIGNED[0], "password": SIGNED[1]},
                **options,
            )
            contexts.append(context)
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(f"/admin/{path}")
            return page

        yield open_page
        for context in contexts:
            context.close()
    assert not complaints


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize(("viewport", "scheme", "locale"), [(PHONE, "dark", "ru-RU"), (DESKTOP, "light", "en-GB")])
def test_no_page_scrolls_sideways(
    canned: Canned, visit: Visit, viewport: dict[str, int], scheme: str, locale: str
) -> None:
    # Given words without a place to break
    long = "x" * 300
    canned.rows = [row(3, subject=long, last_line=long, code="faceit-unavailable"), *canned.rows[4:]]
    worker = replace(canned.snapshot.workers[0], host="a" * 60)
    finding = Finding("no-heartbeat", True, {"worker": "a" * 90})
    canned.snapshot = snapshot(workers=(worker,), findings=(finding,), verdict=Verdict.BAD)
    page = visit(viewport=viewport, color_scheme=scheme, locale=locale)
    for path in PATHS:
        page.goto(f"/admin/{path}")
        assert width_of(page) <= viewport["width"], path
        box = page.locator("main").bounding_box()
        assert box is not None and box["width"] > 0.85 * min(1200, viewport["width"]), path


def test_an_open_page_follows_what_happens(canned: Canned, visit: Visit) -> None:
    # Given an open page
    page = visit()
    verdict = page.get_by_test_id("verdict")
    expect(verdict).to_contain_text("something is worth a look")
    expect(page.locator("[data-pulse]")).to_have_text("live")
    # When it gets worse
    finding = Finding("no-consumer", True, {"queue": "faceit_bot_high"})
    canned.snapshot = snapshot(verdict=Verdict.BAD, findings=(finding,), running=777)
    # Then it says so by itself
    expect(verdict).to_contain_text("Something is wrong")
    expect(page.locator(".tile").first).to_contain_text("777")


def test_a_part_in_use_is_left_alone(canned: Canned, visit: Visit) -> None:
    page = visit()
    expect(page.locator("[data-pulse]")).to_have_text("live")
    button = page.get_by_test_id("queue-high").get_by_role("button")
    button.focus()
    canned.snapshot = snapshot(running=778)
    expect(page.locator(".tile").first).to_contain_text("778")
    expect(button).to_be_focused()


def test_buttons_act_and_say_so(visit: Visit) -> None:
    # Given the real overview
    page = visit()
    low = page.get_by_test_id("queue-low")
    low.get_by_role("button", name="Pause").click()
    expect(page.get_by_test_id("notice")).to_contain_text("The queue is paused")
    expect(low).to_contain_text("paused")
    low.get_by_role("button", name="Resume").click()
    expect(page.get_by_test_id("notice")).to_contain_text("The queue goes on")
    page.get_by_role("link", name="Acts").click()
    expect(page.get_by_test_id("acts")).to_contain_text("Paused a queue")


def test_sign_in_retry_cancel_and_confirm_on_a_phone(
    visit: Visit, browser: Browser, web_settings: Settings, redis_tasks: redis.Redis
) -> None:
    # Given three tasks, one of which has failed and was told
    manager = build_manager(web_settings)
    tasks = [manager.submit(match_wish(f"tg:{number}", f"1-{number}", chat=1)).task.id for number in range(3)]
    fail(manager, web_settings, tasks[0])
    redis_tasks.delete(ENDINGS)
    # A stranger sees nothing of them
    page = visit(viewport=PHONE)
    with closing(browser.new_context()) as stranger:
        assert stranger.request.get(page.url).status == 401
        with pytest.raises(Error, match="INVALID_AUTH_CREDENTIALS"):
            stranger.new_page().goto(page.url)
    # The failed one is started anew, and its copy cancelled
    page.get_by_role("link", name="Tasks", exact=True).click()
    page.get_by_role("link", name=tasks[0]).click()
    page.get_by_role("link", name="Retry").click()
    page.get_by_test_id("confirm").get_by_role("button").click()
    expect(page.get_by_test_id("notice")).to_contain_text("Started anew")
    page.get_by_role("link", name="Cancel", exact=True).click()
    expect(page.get_by_test_id("confirm")).to_contain_text("Cancel this task?")
    page.get_by_test_id("confirm").get_by_role("button").click()
    expect(page.get_by_test_id("notice")).to_contain_text("The task is cancelled")
    # All that is active is cancelled after a second press, and what failed deleted
    page.get_by_role("link", name="Tasks", exact=True).click()
    page.get_by_role("link", name="Cancel all active").click()
    expect(page.get_by_test_id("confirm")).to_contain_text("Cancel 2 active tasks?")
    assert width_of(page) == PHONE["width"]
    page.get_by_test_id("confirm").get_by_role("button").click()
    expect(page.get_by_test_id("notice")).to_contain_text("Cancelled: 2")
    page.get_by_role("link", name="Delete all failed").click()
    page.get_by_test_id("confirm").get_by_role("button").click()
    expect(page.get_by_test_id("notice")).to_contain_text("Deleted: 1")
    assert [manager.view(task) is None for task in tasks] == [True, False, False]
    manager.store.client.close()


def test_everything_works_without_javascript(canned: Canned, visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    expect(page.get_by_test_id("verdict")).to_contain_text("something is worth a look")
    expect(page.get_by_test_id("chart-depth").locator("path.line")).to_have_count(4)
    canned.snapshot = snapshot(verdict=Verdict.GOOD, findings=())
    page.wait_for_timeout(1600)
    page.reload()
    expect(page.get_by_test_id("verdict")).to_contain_text("Everything works")
    page.get_by_role("link", name="Tasks", exact=True).click()
    page.get_by_test_id("states").get_by_role("link", name="Failed").click()
    page.get_by_test_id("tasks").get_by_role("link").first.click()
    expect(page.get_by_test_id("traceback")).to_contain_text("FaceitUnavailableError")
    page.get_by_role("link", name="RU").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")


def test_the_dashboard_opens_from_the_menu(visit: Visit) -> None:
    page = visit()
    page.get_by_role("link", name="Messages").click()
    expect(page.locator("table").first).to_contain_text("faceit_bot_critical")
    page.get_by_role("link", name="faceit_bot_high").click()
    expect(page.get_by_text("There are no jobs in this queue")).to_be_visible()
    # Its style is let through, by which the page is dark
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(31, 37, 48)"
