"""Answers that may take longer than a second: the person hears first that the request has arrived."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass

from aiogram.exceptions import TelegramAPIError
from aiogram.types import InlineKeyboardMarkup, Message

from bot.answers import error_text, log_unexpected
from bot.tasks_gateway import ANSWER_WITHIN_S
from errors import BotError
from texts.catalogue import Language


@dataclass(frozen=True)
class Answer:
    """What is said in the end."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


async def answer(message: Message, language: Language, work: Awaitable[Answer], holding: str) -> None:
    """Reply with what `work` gives; when that takes a moment, `holding` first, which then becomes the answer.

    Raises what `work` raises within the moment; later errors are told in the same message.
    """
    working = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({working}, timeout=ANSWER_WITHIN_S)
    if done:
        given = await working
        await message.reply(given.text, reply_markup=given.keyboard)
        return
    held = await message.reply(holding)
    try:
        given = await working
    except Exception as error:
        if not isinstance(error, BotError):
            log_unexpected("answer.broken", error)
        given = Answer(error_text(language, error))
    try:
        await held.edit_text(given.text, reply_markup=given.keyboard)
    except TelegramAPIError:
        await message.reply(given.text, reply_markup=given.keyboard)
