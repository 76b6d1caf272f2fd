"""`make demo` as a newcomer uses it: one address, a browser, Ctrl-C."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests
from playwright.sync_api import Page, expect, sync_playwright

from sandbox.ports import free_port
from tests.needed import lacking
from tests.processes import ROOT, Child, wait_for

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ACCEPTED_MS = 1000
CARD_MS = 40_000
PICTURE_MS = 120_000

pytestmark = pytest.mark.processes


@pytest.fixture
def demo(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Child, int]]:
    port = free_port()
    environment = {"DEMO_PORT": str(port), **getattr(request, "param", {})}
    child = Child("demo", [sys.executable, "-m", "sandbox.demo"], tmp_path, environment)
    wait_for(lambda: f"http://127.0.0.1:{port}/" in child.output, 60, "the demo to print its address")
    yield child, port
    child.kill()


@pytest.fixture
def page() -> Iterator[Page]:
    if CHROMIUM is None:
        lacking("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(viewport={"width": 1180, "height": 860})
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("demo", [{"PICTURES__WAIT_SECONDS": "60"}], indirect=True)
def test_a_person_presses_a_link_and_reads_the_analysis(demo: tuple[Child, int], page: Page) -> None:
    child, port = demo
    # Given the chat page with the bot connected
    page.goto(f"http://127.0.0.1:{port}/")
    expect(page.get_by_test_id("offline")).to_be_hidden(timeout=30_000)
    messages = page.locator('[data-testid=message][data-from="bot"]')
    # When one of the offered links is pressed
    page.get_by_test_id("offer").filter(has_text="Ready").first.click()
    # Then it is accepted in under a second, with buttons
    expect(messages.first).to_contain_text("ID:", timeout=ACCEPTED_MS)
    expect(page.get_by_test_id("inline-button")).to_have_count(2, timeout=2000)
    # And progress is edited in place
    expect(messages.first).to_contain_text(re.compile(r"[1-6]/6"), timeout=15_000)
    # And the analysis comes as a new message
    expect(messages.nth(1)).to_contain_text("Данные FACEIT", timeout=CARD_MS)
    expect(messages.nth(1)).to_contain_text("Шансы")
    expect(messages.first).to_contain_text("✅", timeout=15_000)
    # When John, who reads English, asks for the same, he gets it in English
    page.get_by_test_id("person").filter(has_text="John").click()
    page.get_by_test_id("offer").filter(has_text="Live").first.click()
    expect(page.get_by_text("not affiliated")).to_be_visible(timeout=CARD_MS)
    assert child.process.poll() is None, child.output
    # When she asks about the player offered there, the report comes, and its pictures behind it
    page.get_by_test_id("offer-group").filter(has_text="Player").click()
    page.get_by_test_id("offer").filter(has_text="Player ").first.click()
    expect(page.get_by_text("last matches").first).to_be_visible(timeout=CARD_MS)
    expect(page.get_by_test_id("photo").nth(1)).to_be_visible(timeout=PICTURE_MS)
    # And an admin who signs in as printed sees that it went well
    found = re.search(r"(http://\S+)/admin/ .*\((\S+), (\S+)\)", child.output)
    assert found is not None, child.output
    context = page.context.browser.new_context(http_credentials={"username": found[2], "password": found[3]})  # type: ignore[union-attr]
    admin = context.new_page()
    admin.goto(f"{found[1]}/admin/tasks?lang=en")
    expect(admin.get_by_test_id("tasks")).to_contain_text("Done")
    admin.goto(f"{found[1]}/dashboard/")
    expect(admin.locator("table").first).to_contain_text("faceit_bot_high")
    context.close()


@pytest.mark.parametrize("demo", [{}, {"DEMO_AUTOSCALE": "1"}], indirect=True, ids=["as it is", "autoscaled"])
def test_ctrl_c_leaves_nothing_running(demo: tuple[Child, int]) -> None:
    child, port = demo
    found = re.search(r"(http://\S+)/admin/", child.output)
    assert found is not None, child.output
    wait_for(lambda: requests.get(f"{found[1]}/readyz", timeout=5).status_code == 200, 30, "a worker for each queue")
    family = [process.pid for process in child.tree()]
    assert len(family) > 5
    os.kill(child.process.pid, signal.SIGINT)
    assert child.process.wait(30) == 0, child.output
    wait_for(lambda: not [pid for pid in family if alive(pid)], 5, "all children to be gone")
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_killed_outright_it_leaves_nothing_either(demo: tuple[Child, int]) -> None:
    child, _ = demo
    family = [process.pid for process in child.tree()]
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait(5)
    wait_for(lambda: not [pid for pid in family if alive(pid)], 10, "all children to be gone")


def test_a_taken_port_is_said_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "sandbox.demo"],
            cwd=ROOT,
            env={**os.environ, "DEMO_PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert done.returncode == 2
    assert f"Port {port} is taken" in done.stderr and "DEMO_PORT" in done.stderr


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
