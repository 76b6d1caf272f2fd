"""The controls over HTTP, and the ways a bot may send parameters."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import aiohttp
import pytest

from sandbox.telegram import Config, TelegramStandIn
from sandbox.telegram.config import DEMO_TOKEN


@pytest.fixture
async def answered(telegram: TelegramStandIn) -> Any:
    """POST to a path of the stand-in: status and JSON."""

    async def post(path: str, **body: Any) -> tuple[int, Any]:
        async with aiohttp.ClientSession() as session, session.post(f"{telegram.url}{path}", json=body) as answer:
            return answer.status, await answer.json()

    return post


async def test_people_are_driven_over_http(telegram: TelegramStandIn, answered: Any) -> None:
    _, made = await answered("/control/add_person", name="John", language_code="en")
    john = made["result"]["id"]
    status, sent = await answered("/control/send_text", user_id=john, text="hello")
    assert (status, sent["result"]["text"]) == (200, "hello")
    _, told = await answered(f"/bot{DEMO_TOKEN}/sendMessage", chat_id=john, text="hi, John")
    assert told["ok"]
    _, waited = await answered("/control/wait_for_message", chat_id=john, contains="John", timeout=2)
    assert waited["result"]["text"] == "hi, John"
    _, log = await answered("/control/requests", method="sendMessage")
    assert log["result"][0]["params"] == {"chat_id": john, "text": "hi, John"}


async def test_wrong_controls_say_why(answered: Any) -> None:
    assert (await answered("/control/fly"))[0] == 404
    assert (await answered("/control/send_text", user_id=1, text="x"))[0] == 400
    assert (await answered("/control/add_person"))[0] == 400
    assert (await answered("/control/wait_for_message", chat_id=0, timeout=0))[0] == 400


async def test_parameters_by_query_form_and_json(telegram: TelegramStandIn) -> None:
    anya = telegram.add_person("Аня", started=True)
    url = f"{telegram.url}/bot{DEMO_TOKEN}/sendMessage"
    params = {"chat_id": anya["id"], "text": "привет"}
    async with aiohttp.ClientSession() as session:
        for options in ({"params": params}, {"data": params}, {"json": params}):
            async with session.post(url, **options) as answer:  # type: ignore[arg-type]
                assert (await answer.json())["result"]["text"] == "привет"
        async with session.get(url, params=params) as answer:
            assert answer.status == 200
        async with session.post(url, data="{", headers={"content-type": "application/json"}) as answer:
            assert answer.status == 400
        async with session.get(f"{telegram.url}/botwrong/getMe") as answer:
            assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
        async with session.get(f"{telegram.url}/bot{DEMO_TOKEN}/nothing") as answer:
            assert await answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


class _Offers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps([{"title": "Mirage", "text": "https://a.io/1"}, {"title": "no text"}]).encode())

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def offers_url() -> Iterator[str]:
    """A server that offers one message."""
    with HTTPServer(("127.0.0.1", 0), _Offers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


async def read_offers(url: str | None) -> Any:
    """The offers of a stand-in with this address."""
    with TelegramStandIn(Config(offers_url=url)) as telegram:
        async with aiohttp.ClientSession() as session, session.get(f"{telegram.url}/page/offers") as answer:
            return await answer.json()


async def test_offers_are_read_where_there_are_any(offers_url: str) -> None:
    assert await read_offers(offers_url) == [{"title": "Mirage", "text": "https://a.io/1"}]
    assert await read_offers("http://127.0.0.1:1/") == []
    assert await read_offers(None) == []


async def test_a_port_is_free_again_after_stop() -> None:
    first = TelegramStandIn().start()
    port = int(first.url.rpartition(":")[2])
    first.stop()
    with TelegramStandIn(port=port) as second:
        assert second.url == first.url
