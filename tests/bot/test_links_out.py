"""Addresses go out to FACEIT alone: what people are shown leads there, and what people send is never fetched."""

import ast
import asyncio
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from actors.inline import InlineRun
from bot.commands import PRIVATE
from errors import BotError
from faceit.client import build_local_client
from sandbox.faceit import FaceitStandIn
from sandbox.faceit.options import Options
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tests.bot.conftest import Person, buttons, running, until
from tests.bot.manager import FakeManager

ROOT = Path(__file__).parent.parent.parent
FACEIT_HOSTS = {"faceit.com", "www.faceit.com"}
ROOM = "1-11111111-2222-4333-8444-555555555555"
REAL = f"https://www.faceit.com/en/cs2/room/{ROOM}"

asked: list[Any] = []
listening: list[bool] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if listening and event in {"socket.connect", "socket.getaddrinfo"}:
        asked.append(arguments[1] if event == "socket.connect" else arguments[:2])


sys.addaudithook(_hook)


@contextmanager
def connections_of() -> Iterator[list[Any]]:
    """Every address to which this process connects, or whose name it looks up, within the block."""
    asked.clear()
    listening.append(True)
    try:
        yield asked
    finally:
        listening.clear()


@pytest.fixture(scope="module")
def faceit() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(options=Options(latency_ms=0, rate=None)) as stand_in:
        yield stand_in


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "en", "evil_link_user", started=True)


def foreign(canary: str) -> list[str]:
    """Addresses of another host in every dress they have."""
    host = canary.removeprefix("http://")
    return [
        canary, f"{canary}/en/cs2/room/{ROOM}", f"{canary}/en/players/nick", f"http://{host}/?u={REAL}",
        f"http://www.faceit.com@{host}/en/players/nick", f"https://www.faceit.com:{host.split(':')[1]}/en/players/x",
        f"http://faceit.com.{host}/en/cs2/room/{ROOM}", f"//{host}/x", f"https://www.faceit.com/en/players/..%2F..%2F{host}",
        f"https://www.faceit.com/en/players/nick?next={canary}", f"file:///etc/passwd {canary}", f"http://\u2068{host}",
    ]  # fmt: skip


def addresses_in(params: dict[str, Any]) -> set[str]:
    """Every address that a call to Telegram shows, hides behind words, opens or copies."""
    told = json.dumps(params, ensure_ascii=False, default=str)
    found = set(re.findall(r"https?://[^\s\"'<>\\]+|tg://[^\s\"'<>\\]+", told))
    return found | set(re.findall(r"href=\\?[\"']([^\"'\\]+)", told))


COMMANDS = ("", "/analyze ", "/player ", "/link ", "/team x ", "/bulk ", "/start ", "/timezone ", "/lang ")


def sends(telegram: TelegramStandIn) -> list[Any]:
    """Messages sent so far."""
    return telegram.calls("sendMessage")


async def test_nothing_that_people_send_is_fetched_or_sent_on(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, faceit: FaceitStandIn
) -> None:
    visited: list[bytes] = []

    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visited.append(await reader.read(200))
        writer.close()

    canary_server = await asyncio.start_server(visit, "127.0.0.1", 0)
    port = canary_server.sockets[0].getsockname()[1]
    limits = bot_settings.telegram.model_copy(update={"updates_flood": 1000})
    own = bot_settings.model_copy(update={"faceit_base_url": faceit.url, "telegram": limits})
    links = foreign(f"http://127.0.0.1:{port}")
    with connections_of() as connected:
        async with running(own, manager):
            # A person each: Telegram takes a message a second to a chat.
            for number, link in enumerate(links):
                person = telegram.add_person(f"P{number}", "en", started=True)
                for command in COMMANDS:
                    telegram.send_text(person, f"{command}{link}")
                telegram.send_document(person, "list.csv", f"id;note\n{link};x\n".encode())
            await until(lambda: len(sends(telegram)) >= len(links) * (len(COMMANDS) + 1), 60, "an answer to each")
        # What was accepted is worked at, by the steps that workers take
        client = build_local_client(own)
        for wish in manager.wishes:
            with suppress(BotError):
                await asyncio.to_thread(InlineRun(wish.type, wish.subject, own, faceit=client).run)
        client.close()
    canary_server.close()
    await canary_server.wait_closed()
    assert visited == []
    assert connected, "connections are seen"
    ports = {urlsplit(url).port for url in (faceit.url, telegram.url, own.redis_url.get_secret_value())}
    assert {address[1] for address in connected if isinstance(address, tuple)} <= ports
    assert {address[0] for address in connected if isinstance(address, tuple)} <= {
        "127.0.0.1",
        "localhost",
        b"127.0.0.1",
    }
    # What people were told leads to FACEIT alone
    calls = [call for call in telegram.requests_log if call.method.startswith(("send", "edit", "answer"))]
    shown = {address for call in calls for address in addresses_in(call.params)}
    assert {urlsplit(address).hostname for address in shown} <= FACEIT_HOSTS


async def test_every_page_of_words_and_every_button_leads_to_faceit(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    commands = [name for name in PRIVATE if name not in {"mydata", "forget_me"}]
    for language in ("en", "ru"):
        telegram.send_text(ann, f"/lang {language}")
        for command in commands:
            telegram.send_text(ann, f"/{command}")
        telegram.send_text(ann, " ".join(f"{ROOM[:-1]}{number}" for number in range(6)))
        await until(lambda: telegram.status()["pending_updates"] == 0)
    await until(lambda: len(telegram.calls("sendMessage")) >= 2 * len(commands), 60, "the answers")
    shown = {address for call in telegram.requests_log for address in addresses_in(call.params)}
    assert shown and {urlsplit(address).hostname for address in shown} <= FACEIT_HOSTS
    opened = [button["url"] for one in telegram.messages(ann["id"]) for button in buttons(one) if "url" in button]
    assert {urlsplit(url).hostname for url in opened} <= FACEIT_HOSTS


PACKAGES = (
    "actors",
    "analysis",
    "bot",
    "cli",
    "faceit",
    "monitoring",
    "pipelines",
    "reports",
    "setting_sections",
    "storage",
    "tasks",
    "texts",
)
NETWORK = {"requests", "aiohttp", "httpx", "urllib3", "socket", "websockets", "http", "ftplib", "smtplib", "urllib"}
HARMLESS = {"urllib.parse", "http.cookiejar"}
MAY = {"faceit/transport.py"}
"""Where a request can be made at all: FACEIT's address from the settings, a path from `faceit.endpoints`."""


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_only_faceits_transport_can_ask_anybody() -> None:
    files = [*ROOT.glob("*.py"), *(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))]
    found = {
        str(path.relative_to(ROOT))
        for path in files
        for name in imports_of(path)
        if name.split(".")[0] in NETWORK and name not in HARMLESS
    }
    assert found == MAY
