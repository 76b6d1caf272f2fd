"""Bounded pools: shared by the blocking clients of a process, never more connections than allowed, nobody starves."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from pydantic import SecretStr

from connections import PREFIX, Profile, async_redis_client, redis_client, shares
from sandbox.valkey import EmbeddedValkey
from settings import Settings
from tasks.scripts.line import Line

MOST = 4


@pytest.fixture
def server() -> Iterator[EmbeddedValkey]:
    with EmbeddedValkey() as valkey:
        yield valkey


@pytest.fixture
def narrow(settings: Settings, server: EmbeddedValkey) -> Settings:
    few = settings.redis.model_copy(update={"max_connections": MOST})
    return settings.model_copy(update={"redis": few, "redis_url": SecretStr(server.url)})


def held(server: EmbeddedValkey) -> int:
    with redis.Redis(port=server.port) as looking:
        return len(looking.client_list()) - 1


def test_a_crowd_of_threads_shares_few_connections(narrow: Settings, server: EmbeddedValkey) -> None:
    first, second = (redis_client("consumer", "tasks", narrow) for _ in range(2))
    with ThreadPoolExecutor(40) as threads:
        list(threads.map(lambda number: (first, second)[number % 2].incr(PREFIX + "count"), range(2000)))
    assert first.get(PREFIX + "count") == b"2000"
    assert 0 < held(server) <= MOST


def test_who_waits_is_not_passed_by_who_comes_again(narrow: Settings) -> None:
    # Given threads that ask again and again, more of them than get a connection, and one that asks now and then
    client = redis_client("command", "tasks", narrow)
    over = threading.Event()

    def busy() -> None:
        while not over.is_set():
            client.ping()

    with ThreadPoolExecutor(30) as threads:
        working = [threads.submit(busy) for _ in range(30)]
        waits = []
        for _ in range(20):
            started = time.monotonic()
            client.ping()
            waits.append(time.monotonic() - started)
        over.set()
    assert [one.exception() for one in working] == [None] * 30
    assert max(waits) < 1


def test_closing_one_client_leaves_the_others_theirs(narrow: Settings, server: EmbeddedValkey) -> None:
    first, second = (redis_client("command", "tasks", narrow) for _ in range(2))
    assert first.connection_pool is second.connection_pool
    first.close()
    assert second.ping()
    # And with the last one the connections go
    del first, second
    assert held(server) == 0


def test_pools_of_other_servers_and_databases_are_others(narrow: Settings, valkey: EmbeddedValkey) -> None:
    elsewhere = narrow.model_copy(update={"redis_url": SecretStr(valkey.url)})
    clients = [
        redis_client("command", "tasks", narrow),
        redis_client("command", "cache", narrow),
        redis_client("consumer", "tasks", narrow),
        redis_client("command", "tasks", elsewhere),
    ]
    assert len({id(client.connection_pool) for client in clients}) == len(clients)


@pytest.mark.parametrize("profile", ["command", "consumer"])
def test_a_crowd_of_tasks_shares_few_connections(narrow: Settings, server: EmbeddedValkey, profile: Profile) -> None:
    async def crowd() -> tuple[int, int]:
        client = async_redis_client(profile, "tasks", narrow)
        await asyncio.gather(*(client.incr(PREFIX + "count") for _ in range(300)))
        count, connections = await client.incrby(PREFIX + "count", 0), await asyncio.to_thread(held, server)
        await client.aclose()
        return int(count), connections

    count, connections = asyncio.run(crowd())
    assert count == 300
    assert connections <= shares(narrow)["loop", profile, "tasks"]


def test_kept_connections_leave_half_of_the_pool(narrow: Settings, server: EmbeddedValkey) -> None:
    # Given more threads than connections, each with scripts over the line and commands of the same pool
    client = redis_client("consumer", "tasks", narrow)
    line = Line(client)

    def work(_: int) -> None:
        for _ in range(50):
            line.execute("INCR", PREFIX + "kept")
            client.incr(PREFIX + "given")

    started = time.monotonic()
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(work, range(16)))
    assert client.mget(PREFIX + "kept", PREFIX + "given") == [b"800", b"800"]
    assert held(server) <= MOST
    assert time.monotonic() - started < 10


def test_a_line_that_is_gone_keeps_none(narrow: Settings) -> None:
    client = redis_client("consumer", "tasks", narrow)
    for _ in range(MOST * 2):
        assert Line(client).execute("PING") == b"PONG"
    assert client.ping()


def test_the_fewest_connections_serve_too(settings: Settings, server: EmbeddedValkey) -> None:
    few = settings.redis.model_copy(update={"max_connections": 2})
    least = settings.model_copy(update={"redis": few, "redis_url": SecretStr(server.url)})
    test_kept_connections_leave_half_of_the_pool(least, server)


def test_a_blocked_read_holds_up_no_acknowledgement(settings: Settings, server: EmbeddedValkey) -> None:
    few = settings.redis.model_copy(update={"max_connections": 2})
    least = settings.model_copy(update={"redis": few, "redis_url": SecretStr(server.url)})

    async def both() -> float:
        client = async_redis_client("consumer", "tasks", least)

        async def read() -> object:
            return await client.xread({PREFIX + "stream": "$"}, block=2000)

        reading = asyncio.create_task(read())
        await asyncio.sleep(0.2)
        started = time.monotonic()
        await asyncio.gather(*(client.incr(PREFIX + "told") for _ in range(50)))
        took = time.monotonic() - started
        assert not reading.done()
        await client.xadd(PREFIX + "stream", {"a": "b"})
        assert await reading
        await client.aclose()
        return took

    assert asyncio.run(both()) < 1


def test_who_waits_too_long_is_told(narrow: Settings) -> None:
    client = redis_client("command", "tasks", narrow)
    pool = client.connection_pool
    taken = [pool.get_connection() for _ in range(shares(narrow)["blocking", "command", "tasks"])]
    started = time.monotonic()
    with pytest.raises(redis.ConnectionError):
        client.ping()
    assert 0.9 < time.monotonic() - started < 2
    for connection in taken:
        pool.release(connection)
    assert client.ping()
