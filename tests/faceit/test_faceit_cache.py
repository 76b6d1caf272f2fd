"""Responses kept in Redis and in memory."""

import random
import time
from collections.abc import Callable, Iterator

import pytest
import redis
from structlog.testing import capture_logs

from connections import redis_client
from faceit.cache import CACHE_PREFIX, TTL_MAX_S, LocalCache, RedisCache, ResponseCache
from settings import Settings

Make = Callable[[int], ResponseCache]


@pytest.fixture
def redis_cache(settings: Settings) -> Iterator[redis.Redis]:
    client = redis_client("command", "cache", settings)
    yield client
    client.close()


@pytest.fixture(params=["redis", "local"])
def make(request: pytest.FixtureRequest, redis_cache: redis.Redis) -> Make:
    if request.param == "redis":
        return lambda cap: RedisCache(redis_cache, max_bytes=cap)
    return lambda cap: LocalCache(max_bytes=cap)


def body(number: int) -> dict[str, object]:
    """A body that hardly compresses."""
    return {"text": random.Random(number).randbytes(1500).hex(), "number": number}


def test_round_trip_and_copies(make: Make) -> None:
    cache = make(100_000)
    cache.put("player", "a", {"name": "ж", "n": [1, 2.5, None]}, 10)
    found = cache.get("player", "a")
    assert found == {"name": "ж", "n": [1, 2.5, None]}
    found["n"] = 0
    assert cache.get("player", "a") != found
    assert cache.get("player", "b") is None
    assert cache.get("match", "a") is None


def test_expiry(make: Make) -> None:
    cache = make(100_000)
    cache.put("player", "a", {}, 0.2)
    cache.put("player", "b", {}, 0)
    assert cache.get("player", "a") == {}
    assert cache.get("player", "b") is None
    time.sleep(0.3)
    assert cache.get("player", "a") is None


def test_kept_longer_than_fresh(make: Make) -> None:
    cache = make(100_000)
    cache.put("player", "a", {"n": 1}, 0.2, keep_s=0.6)
    cache.put("player", "b", {"n": 2}, 0.0, keep_s=10)
    assert cache.get("player", "a") == cache.get("player", "a", stale=True) == {"n": 1}
    assert cache.get("player", "b", stale=True) is None
    time.sleep(0.3)
    assert cache.get("player", "a") is None
    assert cache.get("player", "a", stale=True) == {"n": 1}
    cache.put("player", "a", {"n": 3}, 0.2)
    assert cache.get("player", "a") == {"n": 3}
    time.sleep(0.3)
    assert cache.get("player", "a", stale=True) is None


def test_the_cap_holds_for_what_is_kept(make: Make) -> None:
    cache = make(60_000)
    for number in range(100):
        cache.put("player", str(number), body(number), 0.01, keep_s=100)
        time.sleep(0.001)
    kept = [number for number in range(100) if cache.get("player", str(number), stale=True) is not None]
    assert kept == list(range(100 - len(kept), 100))
    assert 5 < len(kept) < 95


def test_cap_evicts_the_oldest(make: Make) -> None:
    cache = make(60_000)
    for number in range(100):
        cache.put("player", str(number), body(number), 100)
        time.sleep(0.001)
    kept = [number for number in range(100) if cache.get("player", str(number)) is not None]
    assert kept == list(range(100 - len(kept), 100))
    assert 5 < len(kept) < 95


def test_too_big_for_the_cap(make: Make) -> None:
    cache = make(500)
    cache.put("player", "a", body(1), 100)
    assert cache.get("player", "a") is None


def test_book_keeping_in_redis(redis_cache: redis.Redis) -> None:
    cache = RedisCache(redis_cache, max_bytes=50_000)
    cache.put("player", "short", body(1), 0.05)
    time.sleep(0.1)
    for number in range(200):
        cache.put("player", str(number % 40), body(number), 100)
    sizes = {key: int(value) for key, value in redis_cache.hgetall(CACHE_PREFIX + "+sizes").items()}
    total = sizes.pop(b"total")
    assert total == sum(sizes.values()) <= 50_000
    assert set(redis_cache.zrange(CACHE_PREFIX + "+ages", 0, -1)) == set(sizes)
    assert set(redis_cache.zrange(CACHE_PREFIX + "+expiries", 0, -1)) == set(sizes)
    assert {key for key in redis_cache.scan_iter() if b"+" not in key} == set(sizes)
    assert not redis_cache.exists(CACHE_PREFIX + "player:short")


def test_nothing_is_kept_longer_than_a_day(redis_cache: redis.Redis) -> None:
    RedisCache(redis_cache, max_bytes=50_000).put("match", "a", {}, 10 * TTL_MAX_S, keep_s=20 * TTL_MAX_S)
    assert redis_cache.pttl(CACHE_PREFIX + "match:a") <= TTL_MAX_S * 1000


@pytest.mark.parametrize("written", [b"not compressed", b"99999999999999:not compressed", b"soon:x", b":", b""])
def test_broken_entry_is_a_miss(redis_cache: redis.Redis, written: bytes) -> None:
    redis_cache.set(CACHE_PREFIX + "match:a", written)
    assert RedisCache(redis_cache, max_bytes=50_000).get("match", "a", stale=True) is None


def test_cache_away_is_a_miss_and_told_once(settings: Settings) -> None:
    away = settings.model_copy(update={"redis_url": type(settings.redis_url)("redis://127.0.0.1:9")})
    cache = RedisCache(redis_client("command", "cache", away), max_bytes=1000)
    began = time.monotonic()
    with capture_logs() as lines:
        for _ in range(50):
            cache.put("match", "a", {}, 10)
            assert cache.get("match", "a") is None
    assert time.monotonic() - began < 1.5
    assert [line["event"] for line in lines] == ["faceit.cache_away"]
