"""What the two simple bots share: a patient aiogram bot, the link in a message, the same card as everywhere."""

import asyncio
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message

import logs
from analysis.report import MatchReport
from faceit.links import match_ids
from reports import match as match_card
from settings import Settings

ASK = "Send me a link to a FACEIT match."
REPEATS = 5


class Patient(BaseRequestMiddleware):
    """Waits as long as a 429 asks and sends again; sends again what a closed connection lost.

    A loop that was blocked finds its kept connections closed: without this the blocking bot would lose its cards.
    """

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Send until Telegram takes it. Raises TelegramNetworkError after several in a row."""
        broken = 0
        while True:
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except TelegramNetworkError:
                broken += 1
                if broken > REPEATS:
                    raise


def build_bot(settings: Settings) -> Bot:
    """A bot as aiogram's manual builds it."""
    logs.configure(settings)
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api_url))
    session.middleware(Patient())
    defaults = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True)
    return Bot(settings.bot_token.get_secret_value(), session=session, default=defaults)


def match_in(message: Message) -> str | None:
    """The match that a message names."""
    return next(iter(match_ids(message.text or "")), None)


def card(report: dict[str, Any]) -> list[str]:
    """The card of a report, in English, as parts."""
    return match_card.render(MatchReport.model_validate(report), language="en")


def progress(step: int, steps: int, operation: str) -> str:
    """What a person sees of work under way."""
    return f"🔄 Progress: {step}/{steps} ({step * 100 // steps}%)\n{operation}"
