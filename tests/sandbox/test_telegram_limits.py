"""Limits on sending, and failures that a test asks for."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound, TelegramRetryAfter, TelegramServerError
from aiogram.methods import TelegramMethod

from sandbox.telegram import Config, TelegramStandIn
from sandbox.telegram.errors import TooManyRequests
from sandbox.telegram.limits import SendLimits

Person = dict[str, Any]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def sent(limits: SendLimits, chat: int, times: int, *, is_group: bool = False) -> int:
    """How many of so many messages went out."""
    done = 0
    for _ in range(times):
        try:
            limits.spend(chat, is_group=is_group)
            done += 1
        except TooManyRequests:
            continue
    return done


def test_a_chat_takes_a_burst_then_one_a_second() -> None:
    clock = Clock()
    limits = SendLimits(clock, enabled=True)
    assert sent(limits, 1, 10) == 5
    clock.now += 2
    assert sent(limits, 1, 10) == 2
    assert limits.refused == 13


def test_a_group_takes_twenty_a_minute() -> None:
    clock = Clock()
    limits = SendLimits(clock, enabled=True)
    total = 0
    for _ in range(40):
        total += sent(limits, -1, 1, is_group=True)
        clock.now += 1
    assert 20 < total < 36
    with pytest.raises(TooManyRequests) as refusal:
        for _ in range(3):
            limits.spend(-1, is_group=True)
    assert 1 <= refusal.value.retry_after <= 3


def test_thirty_a_second_in_all() -> None:
    clock = Clock()
    limits = SendLimits(clock, enabled=True)
    assert sum(sent(limits, chat, 1) for chat in range(100)) == 30
    clock.now += 0.5
    assert sum(sent(limits, chat, 1) for chat in range(100, 200)) == 15


def test_a_penalty_closes_the_chat() -> None:
    clock = Clock()
    limits = SendLimits(clock, enabled=True, penalty=30)
    assert sent(limits, 1, 6) == 5
    clock.now += 10
    with pytest.raises(TooManyRequests) as refusal:
        limits.spend(1, is_group=False)
    assert refusal.value.retry_after == 21
    clock.now += 21
    assert sent(limits, 1, 1) == 1


async def test_edits_share_the_limits(connect: Callable[..., Bot]) -> None:
    with TelegramStandIn(Config(rate_limits=True)) as telegram:
        bot, anya = connect(telegram), telegram.add_person("Аня", started=True)
        message = await bot.send_message(anya["id"], "0")
        for number in range(1, 5):
            await message.edit_text(str(number))
        with pytest.raises(TelegramRetryAfter) as refusal:
            await message.edit_text("5")
        assert refusal.value.retry_after == 1
        assert [call.status for call in telegram.requests_log] == [200] * 5 + [429]
        assert telegram.status()["rate_limited"] == 1


async def test_failures_come_as_often_as_asked(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    telegram.fail_next("sendMessage", 429, retry_after=7)
    telegram.fail_next("sendMessage", 502, times=2)
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(anya["id"], "x")
    assert refusal.value.retry_after == 7
    for _ in range(2):
        with pytest.raises(TelegramServerError):
            await bot.send_message(anya["id"], "x")
    assert await bot.send_message(anya["id"], "x")
    assert [call.status for call in telegram.calls("sendMessage")] == [429, 502, 502, 200]


async def test_an_answer_can_be_lost_after_the_work_is_done(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    telegram.fail_next("sendMessage", 500, after=True)
    with pytest.raises(TelegramServerError):
        await bot.send_message(anya["id"], "sent all the same")
    assert telegram.messages(anya["id"])[0]["text"] == "sent all the same"


async def test_a_method_can_be_slow(telegram: TelegramStandIn, bot: Bot) -> None:
    telegram.delay("getMe", 0.3)
    began = time.monotonic()
    await bot.get_me()
    assert time.monotonic() - began >= 0.3


async def test_unknown_methods_are_not_found(bot: Bot, anya: Person) -> None:
    class Levitate(TelegramMethod[bool]):
        __returning__ = bool
        __api_method__ = "levitate"

    with pytest.raises(TelegramNotFound):
        await bot(Levitate())


async def test_bad_parameters_are_refused_in_telegrams_shape(bot: Bot, anya: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="wrong parameter action"):
        await bot.send_chat_action(anya["id"], "dancing")
