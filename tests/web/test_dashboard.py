"""dramatiq-dashboard behind our gate: it works, and what used to break it is answered plainly."""

import re
import sys
from typing import cast

import httpx
import pytest
import redis
from dramatiq import Message

from monitoring.dashboard import plain_broker
from pipelines.plans import Queue
from settings import Settings
from tests.web.conftest import Open

TOKEN = re.compile(r'name="__dd_csrf" value="(\w+)"')
LOW = "/dashboard/queues/faceit_bot_low"


@pytest.fixture
def message(web_settings: Settings, redis_tasks: redis.Redis) -> "Message[None]":
    """One that waits, whose words would be code on a careless page."""
    broker = plain_broker(redis_tasks, web_settings)
    made: Message[None] = Message(
        queue_name=Queue.LOW,
        actor_name="match_analysis.resolve_link",
        args=("<script>alert(1)</script>", 0),
        kwargs={},
        options={"traceback": "KeyError: 'VerySecretNick'", "retries": 2},
    )
    broker.enqueue(made)
    return made


def waiting(client: redis.Redis) -> int:
    return int(client.hlen("faceit_bot:dramatiq:faceit_bot_low.msgs"))


def message_id(text: str) -> str:
    found = re.search(r'name="id" value="([\w-]+)"', text)
    assert found is not None
    return found[1]


async def test_all_queues_are_shown(http: httpx.AsyncClient) -> None:
    text = (await http.get("/dashboard/")).text
    assert all(queue in text for queue in Queue)


async def test_without_the_slash_it_leads_there(http: httpx.AsyncClient) -> None:
    answer = await http.get("/dashboard")
    assert answer.status_code == 308 and answer.headers["location"] == "/dashboard/"


async def test_messages_are_shown_escaped_and_without_tracebacks(
    http: httpx.AsyncClient, message: "Message[None]"
) -> None:
    listed = (await http.get(LOW)).text
    assert "&lt;script&gt;alert" in listed and "<script>" not in listed
    one = (await http.get(f"{LOW}/standard/{message_id(listed)}")).text
    assert "match_analysis.resolve_link" in one and "<script>" not in one
    assert "VerySecretNick" not in listed + one


async def test_delete_needs_its_own_token(
    http: httpx.AsyncClient, message: "Message[None]", redis_tasks: redis.Redis
) -> None:
    listed = await http.get(LOW)
    cookie = listed.headers["set-cookie"]
    assert "SameSite=Strict" in cookie and "HttpOnly" in cookie and "Path=/dashboard" in cookie
    form = {"queue": "faceit_bot_low", "id": message_id(listed.text)}
    assert (await http.post("/dashboard/delete-message", data=form)).status_code == 403
    found = TOKEN.search(listed.text)
    assert found is not None
    good = form | {"__dd_csrf": found[1]}
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert (await http.post("/dashboard/delete-message", data=good, headers=elsewhere)).status_code == 403
    assert waiting(redis_tasks) == 1
    answer = await http.post("/dashboard/delete-message", data=good)
    assert answer.status_code == 302 and answer.headers["location"] == f"{LOW}/standard"
    assert waiting(redis_tasks) == 0


async def test_requeue_works_from_the_dead_letters(
    http: httpx.AsyncClient, message: "Message[None]", redis_tasks: redis.Redis, web_settings: Settings
) -> None:
    # Given a message among the dead
    queue = "faceit_bot:dramatiq:faceit_bot_low"
    held = cast(dict[bytes, bytes], redis_tasks.hgetall(f"{queue}.msgs"))
    [(key, data)] = [(name.decode(), value) for name, value in held.items()]
    redis_tasks.delete(queue, f"{queue}.msgs")
    redis_tasks.hset(f"{queue}.XQ.msgs", key, data)
    redis_tasks.zadd(f"{queue}.XQ", {key: 1})
    page = await http.get(f"{LOW}/failed")
    found = TOKEN.search(page.text)
    assert found is not None
    form = {"queue": "faceit_bot_low.XQ", "id": key, "__dd_csrf": found[1]}
    answer = await http.post("/dashboard/requeue-message", data=form)
    assert answer.status_code == 302
    assert waiting(redis_tasks) == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{LOW}?cursor=abc", 400),
        (f"{LOW}?cursor=-1", 400),
        (f"{LOW}?cursor=99999999999999999999999", 400),
        (f"{LOW}?cursor=%FF", 400),
        (f"{LOW}?cursor=0&%FF=%FF", 200),
        (f"{LOW}/standard/nothing", 302),
        ("/dashboard/queues/other", 404),
        ("/dashboard/queues/faceit_bot_low.DQ", 404),
        (f"{LOW}/elsewhere", 404),
        (f"{LOW}/standard/%D0%96", 404),
        ("/dashboard/nope", 404),
        ("/dashboard/delete-message", 405),
    ],
)
async def test_what_used_to_break_it(http: httpx.AsyncClient, path: str, status: int) -> None:
    assert (await http.get(path)).status_code == status


@pytest.mark.parametrize("path", ["/dashboard/delete-message", "/dashboard/requeue-message"])
@pytest.mark.parametrize("body", [b"", b"queue=faceit_bot_low", b"id=1&queue=other", b"\xff\xfe", b"queue=%FF&id=1"])
async def test_a_post_without_its_fields(http: httpx.AsyncClient, path: str, body: bytes) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert (await http.post(path, content=body, headers=headers)).status_code == 400


async def test_a_cookie_can_not_carry_code(http: httpx.AsyncClient, message: "Message[None]") -> None:
    planted = {"cookie": '__dd_csrf="><script>alert(3)</script>'}
    assert "<script>" not in (await http.get(LOW, headers=planted)).text


async def test_without_the_package_it_says_how_to_get_it(
    web_settings: Settings, browse: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "dramatiq_dashboard", None)
    answer = await browse(web_settings).get("/dashboard/")
    assert answer.status_code == 503
    assert "requirements-dashboard.txt" in answer.text
