"""What `/admin_queue_metrics` says of Redis and of FACEIT's hour is what the server and the budget say themselves."""

import re
from collections.abc import Iterator

import pytest
import redis

from bot import admin_status_text
from faceit.budget import Lane
from faceit.redis_budget import RedisBudget
from settings import Settings
from tests.admin_chat.conftest import Room
from tests.web.canned import Canned, snapshot

MIB = 2**20
REDIS = re.compile(
    r"🗄 Redis (?P<version>\S+): ответ (?P<ping>[\d.]+) мс, память (?P<memory>\d+) MiB из (?P<limit>\d+ MiB|–), "
    r"клиентов (?P<clients>\d+) из (?P<most>\d+), ключей (?P<keys>\d+), AOF (?P<aof>есть|нет)"
)
HOUR = re.compile(r"🎯 FACEIT за час: (\d+) из (\d+) \((\d+)%\)")
CALLS, LIMIT = 137, 500


@pytest.fixture
def bot_settings(bot_settings: Settings) -> Settings:
    """An hour so short that a share of it can be seen."""
    return bot_settings.model_copy(
        update={"faceit": bot_settings.faceit.model_copy(update={"calls_per_hour": LIMIT, "rate_per_second": 1000.0})}
    )


@pytest.fixture
def bounded(redis_tasks: redis.Redis) -> Iterator[redis.Redis]:
    """The server with a limit of memory; it is everybody's again afterwards."""
    before = str(redis_tasks.config_get("maxmemory")["maxmemory"])
    redis_tasks.config_set("maxmemory", 700 * MIB)
    yield redis_tasks
    redis_tasks.config_set("maxmemory", before)


def found(pattern: re.Pattern[str], words: str) -> re.Match[str]:
    match = pattern.search(words)
    assert match is not None, words
    return match


async def test_redis_as_it_is(room: Room, bounded: redis.Redis) -> None:
    # Given a server with things in it that no bot brought
    bounded.mset({f"filler:{number}": "x" for number in range(3000)})
    bounded.setrange("ballast", 40 * MIB - 1, "x")
    said = found(REDIS, (await room.asked("/admin_queue_metrics"))["text"])
    info = bounded.info()
    # Then it is that server, in numbers of now
    # (its dots are none that could make a link)
    assert said["version"].replace("․", ".") == info.get("valkey_version", info["redis_version"])
    assert said["limit"] == "700 MiB" and said["most"] == str(info["maxclients"])
    assert said["aof"] == ("есть" if info["aof_enabled"] else "нет")
    assert int(said["memory"]) >= 40 and abs(int(said["memory"]) - info["used_memory"] / MIB) < 4
    assert abs(int(said["keys"]) - bounded.dbsize()) < 100
    assert int(said["clients"]) >= 1 and abs(int(said["clients"]) - info["connected_clients"]) < 20
    assert 0 < float(said["ping"]) < 1000
    # And without a limit none is made up
    bounded.config_set("maxmemory", 0)
    bounded.delete("ballast")
    said = found(REDIS, (await room.asked("/admin_queue_metrics"))["text"])
    assert said["limit"] == "–" and int(said["memory"]) < 40


async def test_the_hour_as_the_budget_counts_it(room: Room, redis_tasks: redis.Redis, bot_settings: Settings) -> None:
    assert found(HOUR, (await room.asked("/admin_queue_metrics"))["text"]).groups() == ("0", str(LIMIT), "0")
    # Given calls that went through the budget as every worker's do
    faceit = bot_settings.faceit
    budget = RedisBudget(redis_tasks, rate=faceit.rate_per_second, calls_per_hour=faceit.calls_per_hour)
    for _ in range(CALLS):
        budget.acquire(Lane.INTERACTIVE, 5.0, lambda: None)
    said = found(HOUR, (await room.asked("/admin_queue_metrics"))["text"])
    assert said.groups() == (str(CALLS), str(LIMIT), "27")
    # And those of an hour that is over count no more
    redis_tasks.hincrby("faceit_bot:budget:line", "hour", -1)
    assert found(HOUR, (await room.asked("/admin_queue_metrics"))["text"])[1] == "0"


def test_all_steps_are_there_page_by_page() -> None:
    figures = Canned().figures()
    pages = admin_status_text.metrics_pages(figures)
    said = [admin_status_text.metrics(figures, snapshot(), "en")]
    said += [admin_status_text.more_steps(figures, page, "en") for page in range(2, pages + 1)]
    steps = [
        line for words in said for line in words.splitlines() if ", p50 " in line and " · " in line and "✅" not in line
    ]
    assert len(steps) == len(set(steps)) == len(figures.steps) and pages >= 2
    assert all(len(words) <= 4096 for words in said) and f"Page 2 of {pages}" in said[1]
