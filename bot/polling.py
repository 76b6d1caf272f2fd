"""Signing in to Telegram, and the long poll that feeds the dispatcher."""

import asyncio
import time
from collections.abc import Callable

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
HELD_S = 1.0
"""An update is confirmed once it was handled, or has been in hand for so long: who waits for more answers first."""
LOOK_S = 0.2
"""Between two polls while updates are in hand: each brings all that came since the oldest of them once more."""
PAGE = 100
"""Updates that one poll brings at most. Behind a full page stand others: then none is held longer than LOOK_S."""

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
    """Fetches updates and hands each to the dispatcher as a task of its own.

    Asking for the next updates confirms those before. So the oldest one in hand is asked for again until it was
    handled: a process that is killed leaves no one unanswered whose update it had only just taken.

    `on_conflict` is called when Telegram says that another one polls with the same token.
    """

    def __init__(self, bot: Bot, dispatcher: Dispatcher, timeout_s: int) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._timeout_s = timeout_s
        self.on_conflict: Callable[[], None] = lambda: None
        self._alone = True
        self._allowed = dispatcher.resolve_used_update_types()
        self._handling: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(UPDATES_AT_ONCE)
        self._next: int | None = None
        self._held: dict[int, float] = {}
        """Updates in hand, by id: since when."""
        self._taken: set[int] = set()
        """Updates that come again as long as an older one is in hand."""
        self._held_s = HELD_S

    async def run(self, finish_s: float = 3.0) -> None:
        """Poll until cancelled; then updates under way get `finish_s` to finish."""
        pauses = Pauses()
        log.info("polling.started")
        try:
            while True:
                try:
                    updates = await self._fetch()
                except TelegramUnauthorizedError as error:
                    raise ConfigurationError("BOT_TOKEN", "Telegram does not accept it any more") from error
                except TelegramConflictError as error:
                    if "webhook" in error.message:
                        # Set by a release that took updates by webhook.
                        log.info("polling.webhook_deleted", done=await self._without_webhook())
                    else:
                        log.warning("polling.another_bot_polls")
                        self._alone = False
                        self.on_conflict()
                    await pauses.after(error)
                    continue
                except TelegramAPIError as error:
                    log.warning("telegram.away", error=type(error).__name__)
                    await pauses.after(error)
                    continue
                pauses.reset()
                self._alone = True
                self._held_s = HELD_S if len(updates) < PAGE else LOOK_S
                new = [update for update in updates if update.update_id not in self._taken]
                for update in new:
                    await self._take(update)
                if self._handling:
                    await asyncio.wait(set(self._handling), timeout=LOOK_S)
        finally:
            await self._stop(finish_s)
            log.info("polling.stopped")

    async def _fetch(self) -> list[Update]:
        """Updates from the oldest in hand on; waits for new ones only when there is none."""
        oldest = self._unconfirmed()
        if oldest is None:
            self._taken.clear()
        timeout = self._timeout_s if oldest is None else 0
        offset = self._next if oldest is None else oldest
        request = GetUpdates(timeout=timeout, allowed_updates=self._allowed, offset=offset)
        return await self._bot(request, request_timeout=timeout + 10)

    async def _without_webhook(self) -> bool:
        try:
            return await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramAPIError:
            return False

    def _unconfirmed(self) -> int | None:
        """The oldest update in hand that is not to be confirmed yet."""
        young = time.monotonic() - self._held_s
        return min((update for update, since in self._held.items() if since > young), default=None)

    async def _take(self, update: Update) -> None:
        await self._slots.acquire()
        self._taken.add(update.update_id)
        self._held[update.update_id] = time.monotonic()
        self._next = update.update_id + 1
        task = asyncio.create_task(self._handle(update))
        self._handling.add(task)
        task.add_done_callback(self._handled)

    async def _handle(self, update: Update) -> None:
        try:
            await self._dispatcher.feed_update(self._bot, update)
        except Exception as error:
            log_unexpected("update.broken", error, update=update.update_id)
        # Not when cancelled: then the next poller is to have it.
        del self._held[update.update_id]

    def _handled(self, task: asyncio.Task[None]) -> None:
        self._handling.discard(task)
        self._slots.release()

    async def _stop(self, finish_s: float) -> None:
        if self._handling:
            _, pending = await asyncio.wait(set(self._handling), timeout=finish_s)
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
        offset = min(self._held, default=self._next)
        self._held.clear()
        # To confirm is to poll: it would cut off the one that polls now, which has got these updates anyway.
        if offset is None or not self._alone:
            return
        # Confirm what was handled, or the next poller gets it again.
        try:
            await self._bot(GetUpdates(offset=offset, limit=1, timeout=0), request_timeout=1)
        except TelegramAPIError:
            log.info("polling.not_confirmed")
