"""On Redis 7 no response was ever cached: the script's bookkeeping took off "-0", which is no number there."""

import pytest
import redis

from faceit.cache import RedisCache
from sandbox.valkey import EmbeddedValkey, server_binary
from tests.needed import lacking


def test_what_is_put_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_REDIS", "system")
    try:
        server_binary()
    except FileNotFoundError as error:
        lacking(str(error))
    with EmbeddedValkey() as server:
        client = redis.Redis(port=server.port, db=2)
        cache = RedisCache(client, max_bytes=10_000)
        for number in range(3):
            cache.put("match", "m", {"n": number}, 60)
            assert cache.get("match", "m") == {"n": number}
        # What is counted is one entry's size, however often it was replaced
        sizes = {name: int(value) for name, value in client.hgetall("faceit_bot:cache:v2:+sizes").items()}
        assert sizes.pop(b"total") == sum(sizes.values()) > 0
        client.close()
