"""/budget: an admin sees the hour and the day; for others there is no such command."""

import time
from typing import Any

import pytest
import redis

from bot.commands import GROUP, PRIVATE
from bot.handlers.budget import shown
from faceit.budget import Lane
from faceit.redis_budget import LINE_KEY, stats_key
from faceit.supply import Supply
from faceit.supply_stats import SupplyNow
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tests.bot.conftest import Person, running, until
from tests.bot.manager import FakeManager
from texts.catalogue import LANGUAGES, Language

MARK = "🪫"


def answers(telegram: TelegramStandIn, person: Person) -> list[str]:
    """What the bot wrote to somebody."""
    return [message["text"] for message in telegram.messages(person["id"]) if message["from"]["is_bot"]]


async def asked(
    settings: Settings, manager: FakeManager, telegram: TelegramStandIn, person: Person, admins: str
) -> str:
    """The bot's answer to /budget."""
    own = settings.model_copy(update={"admin_ids": admins})
    async with running(own, manager):
        await until(lambda: telegram.status()["polled"])
        telegram.send_text(person, "/budget")
        await until(lambda: answers(telegram, person))
    return answers(telegram, person)[-1]


def used(client: redis.Redis, calls: int) -> None:
    client.hset(LINE_KEY, mapping={"hour": int(time.time() // 3600), "hour_calls": calls})


async def test_an_admin_sees_the_hour_and_the_day(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    if time.time() % 3600 > 3590:
        time.sleep(11)
    ann = telegram.add_person("Ann", "ru", started=True)
    used(redis_tasks, 8123)
    redis_tasks.hset(
        stats_key(), mapping={"short": 12, "last": 3, "paused:bulk": 40, "paused:interactive": 2, "calls:9": 8123}
    )
    words = await asked(bot_settings, manager, telegram, ann, str(ann["id"]))
    for part in ("8123 из 10000 (81%)", "мало", "10 в секунду", "экономных разборов 12, облегчённых 3",
                 "массовых шагов 40, остальных 2", "09: 8123", "Новый час через"):  # fmt: skip
        assert part in words, (part, words)


@pytest.mark.parametrize("admins", ["", "424242"])
async def test_for_others_there_is_no_such_command(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, admins: str
) -> None:
    bob = telegram.add_person("Bob", "en", started=True)
    words = await asked(bot_settings, manager, telegram, bob, admins)
    assert MARK not in words and "/analyze" in words


def now(**more: Any) -> SupplyNow:
    values: dict[str, Any] = {
        "calls": 0, "limit": 10_000, "level": Supply.PLENTY, "rate": 10.0, "rate_learnt": False, "hour_ends_s": 3600.0,
        "short": 0, "last": 0, "paused": dict.fromkeys(Lane, 0), "by_hour": {},
    }  # fmt: skip
    return SupplyNow(**{**values, **more})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", list(Supply))
def test_every_level_has_words_of_its_own(language: Language, level: Supply) -> None:
    words = shown(now(level=level, calls=9999, rate=7.5, rate_learnt=True), language)
    others = [shown(now(level=other, calls=9999, rate=7.5, rate_learnt=True), language) for other in Supply]
    assert others.count(words) == 1
    assert "9999" in words and "99%" in words and "7.5" in words and "FACEIT)" in words
    assert "{" not in words


def test_before_the_first_call_of_a_day() -> None:
    words = shown(now(), "en")
    assert "0 of 10000 (0%)" in words and "By UTC hour" not in words


def test_not_in_the_menu() -> None:
    assert "budget" not in PRIVATE + GROUP
