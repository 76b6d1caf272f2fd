"""Sending to a task's chat until it is out: pauses over what passes, follows moved groups, ends where nobody is."""

import asyncio
import contextlib
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import structlog
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramAPIError, TelegramMigrateToChat
from aiogram.types import BufferedInputFile, InputFile, Message, ReplyParameters

from bot.cards import Part
from bot.lanes import PostponedError
from bot.refusals import Refusal, refusal
from errors import BotError

T = TypeVar("T")

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
TAG = re.compile(r"</?[a-z][^>]*>")

log = structlog.get_logger(__name__)


class ChatGoneError(BotError):
    """Nobody is in this chat any more for whom the bot could write."""


@dataclass
class Destination:
    """Where a task's messages go; changes when Telegram says that the chat has moved or lost its topic."""

    chat: int
    thread: int | None
    reply_to: int | None


class Outgoing:
    """Sends one part after another to one destination."""

    def __init__(self, bot: Bot, where: Destination, task: str) -> None:
        self._bot = bot
        self._task = task
        self.where = where

    async def send(self, part: Part, *, reply: bool) -> Message | None:
        """Send a part; None when Telegram will never take it. Raises ChatGoneError."""
        plain = False

        async def call() -> Message:
            words = html_free(part.text) if plain else part.text
            parse_mode = None if plain else "HTML"
            answered = self._reply(self.where.reply_to) if reply and self.where.reply_to else None
            if part.file is not None:
                name, content = part.file
                return await self._bot.send_document(
                    self.where.chat,
                    BufferedInputFile(content, name),
                    caption=words,
                    parse_mode=parse_mode,
                    message_thread_id=self.where.thread,
                    reply_parameters=answered,
                    reply_markup=part.keyboard,
                )
            return await self._bot.send_message(
                self.where.chat,
                words,
                parse_mode=parse_mode,
                message_thread_id=self.where.thread,
                reply_parameters=answered,
                reply_markup=part.keyboard,
            )

        while True:
            sent, refused = await self.until_out(call)
            if refused is not Refusal.MARKUP or plain:
                return sent
            plain = True

    async def uploading(self) -> None:
        """Show that a picture is on its way, if there is room for that now; never waits nor fails."""
        with contextlib.suppress(PostponedError, TelegramAPIError):
            await self._bot.send_chat_action(
                self.where.chat, ChatAction.UPLOAD_PHOTO, message_thread_id=self.where.thread
            )

    async def send_photo(self, photo: str | InputFile) -> Message | None:
        """Send a picture after the parts; None when Telegram will never take it. Raises ChatGoneError."""
        sent, _ = await self.until_out(
            lambda: self._bot.send_photo(self.where.chat, photo, message_thread_id=self.where.thread)
        )
        return sent

    async def until_out(self, call: Callable[[], Awaitable[T]]) -> tuple[T | None, Refusal | None]:
        """Repeat the call until Telegram takes or finally refuses it. Raises ChatGoneError."""
        pause = FIRST_PAUSE_S
        while True:
            try:
                return await call(), None
            except TelegramMigrateToChat as error:
                log.info("delivery.chat_moved", task=self._task)
                self.where.chat, self.where.reply_to = error.migrate_to_chat_id, None
                continue
            except TelegramAPIError as error:
                kind = refusal(error)
                if kind is Refusal.THREAD_GONE and self.where.thread is not None:
                    self.where.thread = None
                    continue
                if kind is Refusal.CHAT_GONE:
                    raise ChatGoneError from error
                if kind is not Refusal.AGAIN:
                    log.warning("delivery.refused", task=self._task, refusal=kind.name)
                    return None, kind
                log.info("delivery.again", task=self._task, error=type(error).__name__, pause_s=round(pause, 1))
            await asyncio.sleep(pause + random.uniform(0, pause / 4))
            pause = min(pause * 2, LONGEST_PAUSE_S)

    @staticmethod
    def _reply(message: int) -> ReplyParameters:
        return ReplyParameters(message_id=message, allow_sending_without_reply=True)


def html_free(words: str) -> str:
    """HTML as plain text, for when Telegram refuses our markup."""
    bare = TAG.sub("", words)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        bare = bare.replace(entity, character)
    return bare
