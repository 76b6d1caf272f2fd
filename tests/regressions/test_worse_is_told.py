"""Memory of Redis went on from 82 % to 95 %, and the admins, once told that it is worth a look, heard nothing more."""

import redis.asyncio

from bot.remembered import Remembered
from pipelines.overview.model import Finding
from tests.bot.conftest import client
from tests.monitoring.test_watch_alerts import Stage, remembered

__all__ = ["client", "remembered"]


def memory(percent: int) -> Finding:
    return Finding("redis-memory", bad=percent >= 90, args={"percent": str(percent)})


async def test_what_turns_bad_is_told_once_more(client: redis.asyncio.Redis, remembered: Remembered) -> None:
    stage = Stage(client, remembered, 7, 8)
    assert [words[0] for words in await stage.look(memory(82), times=3)] == ["⚠"] * 2
    said = await stage.look(memory(95), times=3)
    assert [words[0] for words in said] == ["🚨"] * 2 and all("95" in words for words in said)
    # To and fro over the limit is one story
    for _ in range(4):
        assert await stage.look(memory(88), times=2) == [] == await stage.look(memory(91), times=2)
    # When it is over and comes back as bad at once, that is told once
    assert len(await stage.look(times=6)) == 2
    assert [words[0] for words in await stage.look(memory(96), times=4)] == ["🚨"] * 2
