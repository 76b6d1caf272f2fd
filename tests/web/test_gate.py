"""Who gets in: signing in, too many tries, no password at all, and what every answer carries."""

import asyncio
import base64
from collections.abc import AsyncIterator

import httpx
import pytest

from monitoring.addresses import client_address
from settings import Settings
from tests.web.canned import Canned
from tests.web.conftest import PASSWORD, SIGNED, Open

GUARDED = ("/admin/", "/admin", "/admin/tasks", "/admin/static/admin.css", "/dashboard/", "/dashboard", "/metrics")


def changed(settings: Settings, **web: object) -> Settings:
    return settings.model_copy(update={"web": settings.web.model_copy(update=web)})


@pytest.mark.parametrize("path", GUARDED)
async def test_nothing_is_there_without_a_password(settings: Settings, browse: Open, path: str) -> None:
    assert not settings.dashboard_password.get_secret_value()
    for auth in (None, ("admin", ""), ("", "")):
        client = browse(settings, auth=auth)
        answer = await client.get(path)
        assert answer.status_code == 404
        assert "www-authenticate" not in answer.headers
    assert (await client.get("/healthz")).status_code == 200


@pytest.mark.parametrize("path", GUARDED)
async def test_a_stranger_is_asked_to_sign_in(web_settings: Settings, browse: Open, path: str) -> None:
    answer = await browse(web_settings, auth=None).get(path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"no-colon").decode(),
        "Basic " + base64.b64encode(f"root:{PASSWORD}".encode()).decode(),
        "Basic " + base64.b64encode(b"admin:").decode(),
        "Basic " + base64.b64encode(f"admin:{PASSWORD}x".encode()).decode(),
        "Basic " + base64.b64encode("admin:пароль".encode()).decode(),
        f"Bearer {PASSWORD}",
        "Bearer ",
        f"Digest {PASSWORD}",
    ],
)
async def test_wrong_credentials_are_refused(web_settings: Settings, browse: Open, header: str) -> None:
    client = browse(web_settings, auth=None)
    assert (await client.get("/admin/", headers={"authorization": header})).status_code == 401
    assert (await client.get("/metrics", headers={"authorization": header})).status_code == 401


async def test_the_right_ones_open(web_settings: Settings, browse: Open, canned: Canned) -> None:
    assert (await browse(web_settings).get("/admin/")).status_code == 200


async def test_guessing_is_stopped_for_everybody_at_that_address(web_settings: Settings, browse: Open) -> None:
    # Given as many wrong passwords as are allowed, sent all at once
    limit = web_settings.web.attempts
    guesser = browse(web_settings, auth=("admin", "guess"))
    answers = await asyncio.gather(*(guesser.get("/admin/") for _ in range(limit + 5)))
    # Then the rest is told to wait
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [401] * limit + [429] * 5
    # And so is the right password from there, in this process and in another one
    for settings in (web_settings, web_settings.model_copy()):
        answer = await browse(settings).get("/admin/acts")
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) == 900
    # But not from elsewhere
    assert (await browse(web_settings, address="198.51.100.7").get("/admin/acts")).status_code == 200


async def test_guessing_is_stopped_without_redis_too(web_settings: Settings, browse: Open) -> None:
    away = web_settings.model_copy(update={"redis_url": type(web_settings.redis_url)("redis://127.0.0.1:9")})
    client = browse(away, auth=("admin", "guess"))
    for _ in range(away.web.attempts):
        assert (await client.get("/admin/")).status_code == 401
    assert (await client.get("/admin/")).status_code == 429
    assert (await client.get("/admin/", auth=SIGNED)).status_code == 429


async def test_the_address_is_the_one_our_proxy_saw(web_settings: Settings, browse: Open) -> None:
    # Given one proxy, and a guesser who writes addresses of others in front
    behind = changed(web_settings, trusted_proxies=1, attempts=2)
    client = browse(behind, auth=("admin", "guess"), address="10.0.0.1")
    for number in range(2):
        forwarded = {"x-forwarded-for": f"192.0.2.{number}, 203.0.113.80"}
        assert (await client.get("/admin/", headers=forwarded)).status_code == 401
    # Then he is known all the same, and others behind that proxy are not held to it
    spoofed = {"x-forwarded-for": "192.0.2.99, 203.0.113.80"}
    assert (await client.get("/admin/", headers=spoofed)).status_code == 429
    other = {"x-forwarded-for": "203.0.113.80, 198.51.100.1"}
    assert (await client.get("/admin/", headers=other)).status_code == 401


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "address"),
    [
        ("10.0.0.1", "192.0.2.1", 0, "10.0.0.1"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("10.0.0.1", "192.0.2.1, 192.0.2.2", 1, "192.0.2.2"),
        ("10.0.0.1", "192.0.2.1, 192.0.2.2", 2, "192.0.2.1"),
        ("10.0.0.1", "192.0.2.2", 2, "10.0.0.1"),
        ("10.0.0.1", "not an address", 1, "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.9", "", 0, "192.0.2.9"),
        ("", "", 0, "unknown"),
    ],
)
def test_addresses(peer: str, forwarded: str, proxies: int, address: str) -> None:
    assert client_address(peer, forwarded, proxies) == address


async def test_a_token_opens_metrics_and_nothing_else(web_settings: Settings, browse: Open, canned: Canned) -> None:
    secret = type(web_settings.web.metrics_token)("scrape-me")
    client = browse(changed(web_settings, metrics_token=secret), auth=None)
    bearer = {"authorization": "Bearer scrape-me"}
    assert (await client.get("/metrics", headers=bearer)).status_code == 200
    assert (await client.get("/admin/", headers=bearer)).status_code == 401
    assert (await client.get("/metrics", headers={"authorization": "Bearer scrape-mf"})).status_code == 401


@pytest.mark.parametrize("path", ["/admin/", "/admin/nope", "/dashboard/", "/healthz", "/nope"])
async def test_every_answer_ties_the_browser_down(
    web_settings: Settings, browse: Open, canned: Canned, path: str
) -> None:
    answer = await browse(web_settings).get(path)
    headers = answer.headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "script-src 'unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers
    assert "uvicorn" not in headers.get("server", "")
    if path.startswith("/admin"):
        assert headers["cache-control"] == "no-store"
        assert "unsafe-inline" not in headers["content-security-policy"]


async def test_over_tls_it_stays_there(web_settings: Settings, browse: Open, canned: Canned) -> None:
    client = browse(changed(web_settings, trusted_proxies=1))
    answer = await client.get("/admin/", headers={"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1"})
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert "secure" in answer.headers["set-cookie"].lower()
    # Said by the asker himself, without a proxy that we trust, it counts for nothing
    plain = await browse(web_settings).get("/admin/", headers={"x-forwarded-proto": "https"})
    assert "strict-transport-security" not in plain.headers


@pytest.mark.parametrize("path", ["/admin/clean-up", "/dashboard/delete-message", "/healthz", "/somewhere"])
async def test_large_requests_are_refused(web_settings: Settings, browse: Open, path: str) -> None:
    client = browse(web_settings)
    large = b"x" * (web_settings.web.max_body_kb * 1024 + 1)
    assert (await client.post(path, content=large)).status_code == 413


async def test_a_large_request_without_a_length_is_refused_too(http: httpx.AsyncClient, web_settings: Settings) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(web_settings.web.max_body_kb + 1):
            yield b"x" * 1024

    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert (await http.post("/admin/clean-up", content=chunks(), headers=headers)).status_code == 413
