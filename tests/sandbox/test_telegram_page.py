"""The chat page in a real browser, with a real bot behind it."""

import asyncio
import contextlib
import shutil
import struct
import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
)
from playwright.async_api import Page, async_playwright, expect

from sandbox.telegram import Config, TelegramStandIn
from tests.needed import lacking

pytestmark = pytest.mark.browser

ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REPORT = (
    "<b>Mirage 13:9</b>\n<pre>s1mple  24 15\ndonk    31 12</pre>\n"
    "<blockquote expandable>1\n2\n3\n4\n5\n6 the end</blockquote>\n"
    "best: <tg-spoiler>donk</tg-spoiler> &lt;img src=x onerror=alert(1)&gt;"
)


def png(width: int, height: int) -> bytes:
    """A grey picture."""
    rows = (b"\0" + b"\x2d" * width) * height

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def analyst() -> Dispatcher:
    """A bot that reports on matches, at its quickest."""
    dispatcher = Dispatcher()
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text="Picture", callback_data="picture", style="danger")],
            [
                InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="1-abc")),
                InlineKeyboardButton(text="Open", url="https://www.faceit.com/en"),
            ],
        ]
    )

    @dispatcher.message(F.text.contains("faceit.com"))
    async def report(message: Message, bot: Bot) -> None:
        reply = ReplyParameters(message_id=message.message_id)
        progress = await message.answer("50 %", reply_parameters=reply)
        await progress.edit_text("done")
        await message.answer(REPORT, parse_mode="HTML", reply_markup=keyboard)

    @dispatcher.callback_query()
    async def picture(query: CallbackQuery) -> None:
        await query.answer("Drawing")
        if isinstance(query.message, Message):
            await query.message.answer_photo(BufferedInputFile(png(1280, 720), "card.png"), caption="card")

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"echo {message.text}")

    return dispatcher


@pytest.fixture
async def page(telegram: TelegramStandIn) -> AsyncIterator[Page]:
    """A desktop page; errors of its scripts fail the test."""
    chromium = shutil.which("chromium")
    if chromium is None:
        lacking("Chromium is not installed")
    errors: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGS)
        made = await browser.new_page(viewport={"width": 1280, "height": 860})
        made.on("pageerror", lambda error: errors.append(str(error)))
        yield made
        await browser.close()
    assert errors == []


@pytest.fixture
def telegram() -> Any:
    """A stand-in with the demo's people."""
    with TelegramStandIn(Config(rate_limits=False, demo_people=True)) as running:
        yield running


@contextlib.asynccontextmanager
async def polling(bot: Bot) -> AsyncIterator[None]:
    """Let the analyst poll meanwhile."""
    dispatcher = analyst()
    task = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    yield
    with contextlib.suppress(RuntimeError):
        await dispatcher.stop_polling()
    await task


async def test_a_conversation_on_the_page(telegram: TelegramStandIn, bot: Bot, page: Page) -> None:
    await page.route(
        "**/page/offers", lambda route: route.fulfill(json=[{"title": "Mirage", "text": "faceit.com/1-a"}])
    )
    await page.goto(telegram.url)
    await expect(page.get_by_test_id("offline")).to_have_text("The bot is not connected")
    assert await page.get_by_test_id("person").all_inner_texts() == ["Аня (ru)", "John (en)"]

    async with polling(bot):
        await bot.set_my_commands([BotCommand(command="help", description="Помощь")], language_code="ru")
        await expect(page.get_by_test_id("offline")).to_be_hidden()

        # An offered link becomes the person's message, and the bot's edit changes its answer in place
        await page.get_by_test_id("offer").click()
        messages = page.get_by_test_id("message")
        await expect(messages).to_have_count(3)
        await expect(messages.nth(1)).to_contain_text("edited")
        await expect(messages.nth(1).get_by_test_id("quote")).to_contain_text("faceit.com/1-a")

        # The report is formatted, and what looks like HTML inside it stays text
        report = messages.nth(2)
        await expect(report.locator("pre")).to_have_text("s1mple  24 15\ndonk    31 12")
        await expect(report).to_contain_text("<img src=x onerror=alert(1)>")
        assert await report.locator("img").count() == 0
        quote = report.get_by_test_id("fold")
        await expect(quote).to_have_class("folding folded long")
        await quote.click()
        await expect(quote).to_have_class("folding long")

        # A pressed button answers with a toast, and the picture opens
        buttons = report.get_by_test_id("inline-button")
        await expect(buttons.first).to_have_attribute("data-style", "danger")
        await buttons.first.click()
        await expect(page.get_by_test_id("toast")).to_have_text("Drawing")
        await page.get_by_test_id("photo").click()
        await expect(page.get_by_test_id("viewer")).to_be_visible()
        await page.keyboard.press("Escape")

        # Typing with Enter, the command menu, another person, the group, a phone
        await page.get_by_test_id("input").fill("hello")
        await page.get_by_test_id("input").press("Enter")
        await expect(messages.last).to_contain_text("echo hello")
        await page.get_by_test_id("menu").click()
        await page.get_by_test_id("command").get_by_text("Помощь").click()
        await expect(messages.last).to_contain_text("echo /help")
        await page.set_viewport_size({"width": 390, "height": 844})
        await page.get_by_test_id("person").get_by_text("John").click()
        await expect(messages).to_have_count(0)
        await page.get_by_test_id("chat").get_by_text("CS2 squad").click()
        await page.get_by_test_id("input").fill("hi all")
        await page.get_by_test_id("send").click()
        await expect(messages.last).to_contain_text("echo hi all")
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
