"""`python -m sandbox.pictures FOLDER`: take the README's pictures anew, from the demo's page in headless Chromium."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from sandbox.demo import Demo
from sandbox.ports import free_port

PEOPLE = {"ru": "Аня", "en": "John"}
SOURCE = {"ru": "Данные FACEIT", "en": "Data: FACEIT"}
"""What stands at the end of every report."""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
WIDE, PHONE = (1200, 1500), (390, 844)
REPORT_MS = 90_000
PICTURES_MS = 30_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that is installed. Raises SystemExit when there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise SystemExit("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Chat:
    """The page, in one person's hands."""

    def __init__(self, page: Page, address: str, language: str) -> None:
        self.page = page
        self.address = address.rstrip("/")
        self.language = language
        page.goto(address)
        expect(page.get_by_test_id("offline")).to_be_hidden(timeout=60_000)
        page.get_by_test_id("person").filter(has_text=PEOPLE[language]).click()

    def offered(self, title: str) -> str:
        """The text of the first offer whose title begins so."""
        offers = self.page.request.get(f"{self.address}/page/offers").json()
        found = [str(offer["text"]) for offer in offers if offer["title"].startswith(title)]
        if not found:
            raise SystemExit(f"the page offers nothing called {title}")
        return found[0]

    def send(self, text: str) -> None:
        """As typed."""
        self.page.get_by_test_id("input").fill(text)
        self.page.get_by_test_id("send").click()

    def tie(self, text: str) -> None:
        """Ask to be tied to a player, and say yes to the one found."""
        self.send(text)
        self.page.get_by_test_id("inline-button").first.click(timeout=REPORT_MS)
        self.page.wait_for_timeout(1500)

    def report(self, text: str, pictures: int) -> tuple[Locator, list[Locator]]:
        """Send it and wait: the report's message, and the messages of its pictures."""
        reports = self.page.get_by_test_id("message").filter(has_text=SOURCE[self.language])
        photos = self.page.get_by_test_id("message").filter(has=self.page.get_by_test_id("photo"))
        before, drawn = reports.count(), photos.count()
        self.send(text)
        expect(reports).to_have_count(before + 1, timeout=REPORT_MS)
        expect(photos).to_have_count(drawn + pictures, timeout=PICTURES_MS)
        return reports.nth(before), [photos.nth(drawn + number) for number in range(pictures)]


def take(browser: Browser, address: str, folder: Path) -> None:
    """A desktop's picture of a linked person's card, and a phone's of card, player and review in both languages."""
    for language in PEOPLE:
        page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]}, device_scale_factor=1.5)
        chat = Chat(page, address, language)
        chat.tie(chat.offered("I am"))
        for name, offer, pictures in (("card", "Ready ·", 1), ("player", "Player ", 2), ("review", "Finished ·", 1)):
            report, drawn = chat.report(chat.offered(offer), pictures)
            whole(page, [report, *drawn], folder / f"phone-{name}.{language}.png")
        page.close()
    page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]})
    chat = Chat(page, address, "en")
    chat.report(chat.offered("Ready ·"), 1)
    page.wait_for_timeout(1000)
    page.screenshot(path=folder / "chat.png")


def whole(page: Page, messages: list[Locator], path: Path) -> None:
    """One picture of messages that follow each other, as high as they need."""
    last = messages[-1]
    height = sum(int((one.bounding_box() or {"height": 0})["height"]) + 12 for one in messages)
    page.set_viewport_size({"width": PHONE[0], "height": height + 320})
    last.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    top, end = messages[0].bounding_box(), last.bounding_box()
    if top is None or end is None:
        raise SystemExit(f"{path.name}: the messages are not shown")
    y = max(0.0, top["y"] - 8)
    clip = {"x": 0.0, "y": y, "width": float(PHONE[0]), "height": end["y"] + end["height"] + 8 - y}
    page.screenshot(path=path, clip=clip)  # type: ignore[arg-type]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


def main() -> int:
    """Start the demo, take them, end it."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")
    demo = Demo(free_port())
    try:
        demo.start()
        with chromium() as browser:
            take(browser, f"http://127.0.0.1:{demo.port}/", folder)
    finally:
        demo.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
