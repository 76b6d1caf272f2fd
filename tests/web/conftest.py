"""The web process's application: over ASGI for answers, over a real port for browsers."""

import re
import shutil
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

import web
from settings import Settings, load
from tests.needed import lacking
from tests.web.canned import Canned

PASSWORD = "an-example-password"
SIGNED = ("admin", PASSWORD)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CSRF = re.compile(r'name="csrf" value="([^"]+)"')

Open = Callable[..., httpx.AsyncClient]


@pytest.fixture
def web_settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with a password."""
    monkeypatch.setenv("DASHBOARD_USER", SIGNED[0])
    monkeypatch.setenv("DASHBOARD_PASSWORD", PASSWORD)
    monkeypatch.setenv("WEB__LIVE_SECONDS", "0.2")
    load.cache_clear()
    return load()


@pytest.fixture
def canned(monkeypatch: pytest.MonkeyPatch) -> Canned:
    """An overview that says what the test wants."""
    made = Canned()
    monkeypatch.setattr("monitoring.site.Overview", lambda _client, _settings: made)
    return made


@pytest.fixture
async def browse() -> AsyncIterator[Open]:
    """Opens a client on the application of some settings; signed in unless told otherwise."""
    opened: list[httpx.AsyncClient] = []

    def open_client(
        settings: Settings, *, auth: tuple[str, str] | None = SIGNED, address: str = "203.0.113.5", **more: str
    ) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(web.build_app(settings), client=(address, 4000), raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://bot.example", auth=auth, headers=more)
        opened.append(client)
        return client

    yield open_client
    for client in opened:
        await client.aclose()


@pytest.fixture
def http(browse: Open, web_settings: Settings) -> httpx.AsyncClient:
    """A signed-in client on the real overview."""
    return browse(web_settings)


async def token(client: httpx.AsyncClient, path: str) -> str:
    """The token of the first form on a page."""
    found = CSRF.search((await client.get(path)).text)
    assert found is not None, path
    return found[1]


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """The application on a port of loopback, for as long as the block runs."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        config = uvicorn.Config(app, log_config=None, proxy_headers=False, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 10
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


def needs_chromium() -> str:
    """Where the browser is; the test is skipped without one, but not in CI."""
    if CHROMIUM is None:
        lacking("chromium is not installed")
    return CHROMIUM
