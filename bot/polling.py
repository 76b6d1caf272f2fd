"""Signing in to Telegram, and the long poll that feeds the dispatcher."""

import asyncio

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates
from aiogram.types import Update, User

from bot.answers import log_unexpected
from errors import ConfigurationError

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 15.0
UPDATES_AT_ONCE = 1000

log = structlog.get_logger(__name__)


class Pauses:
    """Growing pauses between attempts."""

    def __init__(self) -> None:
        self._next = FIRST_PAUSE_S

    async def after(self, error: Exception) -> None:
        """Wait before the next attempt, as long as a 429 asks if it is one."""
        pause = error.retry_after if isinstance(error, TelegramRetryAfter) else self._next
        self._next = min(self._next * 2, LONGEST_PAUSE_S)
        await asyncio.sleep(pause)

    def reset(self) -> None:
        """It works again."""
        self._next = FIRST_PAUSE_S


async def sign_in(bot: Bot) -> User:
    """The bot's own account, however long Telegram takes. Raises ConfigurationError when the token is refused."""
    pauses = Pauses()
    while True:
        try:
            return await bot.me()
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise ConfigurationError(
                "BOT_TOKEN", "Telegram does not accept it; ask @BotFather for the token"
            ) from error
        except TelegramAPIError as error:
            log.warning("telegram.away", error=type(error).__name__)
            await pauses.after(error)


class Poller:
    """Fetches updates and hands each to the dispatcher as a task of its own."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, timeout_s: int) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._timeout_s = timeout_s
        self._allowed = dispatcher.resolve_used_update_types()
        self._handling: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(UPDATES_AT_ONCE)

    async def run(self, finish_s: float = 3.0) -> None:
        """Poll until cancelled; then updates under way get `finish_s` to finish."""
        request = GetUpdates(timeout=self._timeout_s, allowed_updates=self._allowed)
        pauses = Pauses()
        log.info("polling.started")
        try:
            while True:
                try:
                    updates = await self._bot(request, request_timeout=self._timeout_s + 10)
                except TelegramUnauthorizedError as error:
                    raise ConfigurationError("BOT_TOKEN", "Telegram does not accept it any more") from error
                except TelegramConflictError as error:
                    log.warning("polling.another_bot_polls")
                    await pauses.after(error)
                    continue
                except TelegramAPIError as error:
                    log.warning("telegram.away", error=type(error).__name__)
                    await pauses.after(error)
                    continue
                pauses.reset()
                for update in updates:
                    await self._slots.acquire()
                    request.offset = update.update_id + 1
                    task = asyncio.create_task(self._handle(update))
                    self._handling.add(task)
                    task.add_done_callback(self._handled)
        finally:
            await self._stop(request, finish_s)
            log.info("polling.stopped")

    async def _handle(self, update: Update) -> None:
        try:
            await self._dispatcher.feed_update(self._bot, update)
        except Exception as error:
            log_unexpected("update.broken", error, update=update.update_id)

    def _handled(self, task: asyncio.Task[None]) -> None:
        self._handling.discard(task)
        self._slots.release()

    async def _stop(self, request: GetUpdates, finish_s: float) -> None:
        if self._handling:
            _, pending = await asyncio.wait(set(self._handling), timeout=finish_s)
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
        if request.offset is None:
            return
        # Confirm what was handled, or the next poller gets it again.
        try:
            await self._bot(GetUpdates(offset=request.offset, limit=1, timeout=0), request_timeout=1)
        except TelegramAPIError:
            log.info("polling.not_confirmed")
