"""The first text a bot wrote stood its event loop still while all texts were read, for up to two seconds on a busy

machine: every connection to Redis just being opened was given up as too slow, and no lease was taken at the first try.
"""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from fluent.runtime import FluentBundle

import web
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tests.bot.conftest import running, until
from tests.bot.manager import FakeManager
from tests.web.conftest import web_settings
from texts import catalogue

__all__ = ["web_settings"]


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Threads that read a language, by name; nothing was read before."""
    found: list[str] = []

    def noting(*given: Any, **more: Any) -> FluentBundle:
        found.append(threading.current_thread().name)
        return FluentBundle(*given, **more)

    monkeypatch.setattr(catalogue, "FluentBundle", noting)
    catalogue.bundle.cache_clear()
    yield found
    catalogue.bundle.cache_clear()


async def test_by_the_bot(
    readers: list[str], bot_settings: Settings, telegram: TelegramStandIn, manager: FakeManager
) -> None:
    async with running(bot_settings, manager):
        await until(lambda: telegram.status()["polled"] and telegram.calls("setMyCommands"))
    assert len(readers) == len(catalogue.LANGUAGES) and threading.current_thread().name not in readers


async def test_by_the_web_process(readers: list[str], web_settings: Settings) -> None:
    app = web.build_app(web_settings)
    async with app.router.lifespan_context(app):
        assert catalogue.text("en", "admin-yes")
    assert len(readers) == len(catalogue.LANGUAGES) and threading.current_thread().name not in readers
