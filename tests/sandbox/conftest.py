"""A stand-in of Telegram and aiogram bots that talk to it."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.telegram import Config, TelegramStandIn
from sandbox.telegram.config import DEMO_TOKEN


@pytest.fixture
def telegram() -> Iterator[TelegramStandIn]:
    """A stand-in without limits on sending."""
    with TelegramStandIn(Config(rate_limits=False)) as running:
        yield running


@pytest.fixture
def anya(telegram: TelegramStandIn) -> dict[str, Any]:
    """A person the bot already knows."""
    return telegram.add_person("Аня", started=True)


@pytest.fixture
async def connect() -> AsyncIterator[Callable[..., Bot]]:
    """Makes bots whose API is a given stand-in."""
    made: list[Bot] = []

    def bot_of(telegram: TelegramStandIn, token: str = DEMO_TOKEN) -> Bot:
        made.append(Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))))
        return made[-1]

    yield bot_of
    for bot in made:
        await bot.session.close()


@pytest.fixture
async def bot(telegram: TelegramStandIn, connect: Callable[..., Bot]) -> Bot:
    """A bot of the stand-in."""
    return connect(telegram)
