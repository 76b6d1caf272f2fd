"""Progress messages: each shows the latest state of its task, edited rarely, never twice with the same text."""

import asyncio
import time

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramMigrateToChat

from bot import keyboards, progress_text
from bot.followed import Followed, FollowedTasks
from bot.lanes import Lane, PostponedError, sending_in
from bot.refusals import Refusal, refusal
from bot.spacing import Spacing
from bot.tasks_gateway import TasksGateway
from errors import BotError
from settings import TaskSettings
from tasks.records import TaskView

ENDED_GRACE_S = 5.0
"""The delivery edits an ended task's message after the card; if it has not by then, this process does."""
TROUBLE_PAUSE_S = 5.0
AT_ONCE = 16
SHARE = 0.45
"""Of all sends: a little less than the half that the limiter lets through, so that who has a turn finds room."""

log = structlog.get_logger(__name__)


class ProgressTracker:
    """Follows the messages of live tasks. `follow` begins, `wake` says that a run moved on, `finish` ends."""

    def __init__(self, bot: Bot, tasks: TasksGateway, settings: TaskSettings, per_second: float = 25) -> None:
        self._bot = bot
        self._tasks = tasks
        self._settings = settings
        self._per_second = per_second * SHARE
        self._spacing = Spacing(self._per_second)
        self._followed = FollowedTasks()
        self._wake = asyncio.Event()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._updates: set[asyncio.Task[None]] = set()

    def follow(self, view: TaskView, message: int, shown: str = "", *, fresh: bool = True) -> None:
        """Keep this message up to date from now on. `fresh`: it was sent just now, so its first edit waits."""
        if view.chat is None:
            return
        now = time.monotonic()
        followed = self._followed.add(view, view.chat, message, now + (self._least(view.chat) if fresh else 0))
        if followed is not None:
            followed.shown = shown
            if not fresh:
                followed.edited = now - self._least(view.chat)
            self._wake.set()

    def follows(self, run: str) -> bool:
        """Whether a task of this run is followed here."""
        return bool(self._followed.of_run(run))

    def wake(self, run: str) -> None:
        """The run moved on: edit its messages as soon as their chats allow."""
        for followed in self._followed.of_run(run):
            followed.woken = True
            followed.due = min(followed.due, followed.edited + self._least(followed.chat))
        self._wake.set()

    async def run(self) -> None:
        """Edit what is due, for as long as the process lives."""
        try:
            while True:
                await self._round()
        finally:
            for update in self._updates:
                update.cancel()
            await asyncio.gather(*self._updates, return_exceptions=True)

    async def _round(self) -> None:
        """Begin the updates that are due, then wait for the next one or for news."""
        now = time.monotonic()
        self._wake.clear()
        for followed in self._followed.all():
            if followed.due <= now and not followed.busy:
                followed.busy = True
                update = asyncio.create_task(self._update(followed))
                self._updates.add(update)
                update.add_done_callback(self._updates.discard)
        pause = min((one.due - now for one in self._followed.all() if not one.busy), default=60.0)
        try:
            async with asyncio.timeout(max(0.02, pause)):
                await self._wake.wait()
        except TimeoutError:
            return

    async def finish(self, view: TaskView) -> bool:
        """The last edit, for the delivery; True when it is out or the message is gone. Raises TelegramAPIError."""
        if view.chat is None or view.progress_message is None:
            return False
        followed = self._followed.get(view.id)
        if followed is None or followed.message != view.progress_message:
            followed = Followed(view.id, view.run, view.chat, view.progress_message, due=0)
        async with followed.lock:
            if self._followed.closed(followed.chat, followed.message):
                return True
            with sending_in(Lane.RESULT):
                await self._edit(followed, view)
            self._followed.close(followed)
        return True

    async def refresh(self, view: TaskView, chat: int, message: int) -> bool:
        """Somebody pressed refresh under this message; False when it was edited a moment ago."""
        followed = self._followed.get(view.id)
        if followed is None or followed.message != message:
            followed = Followed(view.id, view.run, chat, message, due=0, edited=0)
        if followed.lock.locked() or time.monotonic() - followed.edited < self._least(chat):
            return False
        async with followed.lock:
            await self._edit(followed, view)
        return True

    async def _update(self, followed: Followed) -> None:
        now = time.monotonic()
        pause, followed.woken = max(self._settings.progress_update_interval, self._crowded()), False
        try:
            async with self._slots, followed.lock:
                view = await self._tasks.view(followed.task)
                if view is None:
                    self._followed.drop(followed)
                elif view.state.final and followed.ended_at is None:
                    followed.ended_at, pause = now, ENDED_GRACE_S
                elif not view.state.final and now - followed.edited < self._least(followed.chat) - 0.05:
                    pause = followed.edited + self._least(followed.chat) - now
                elif not self._followed.closed(followed.chat, followed.message):
                    if not view.state.final:
                        # Of a crowd's edits in one bunch some stand in the next second's count when the machine stalls.
                        await self._spacing.turn()
                    with sending_in(Lane.RESULT if view.state.final else Lane.PROGRESS):
                        await self._edit(followed, view)
                    if view.state.final:
                        self._followed.close(followed)
        except PostponedError as error:
            pause, followed.woken = max(error.delay, 0.5), False
        except (BotError, TelegramAPIError) as error:
            log.info("progress.postponed", task=followed.task, error=type(error).__name__)
            pause = TROUBLE_PAUSE_S
        finally:
            followed.busy = False
            if followed.woken:
                pause = min(pause, max(0.5, followed.edited + self._least(followed.chat) - time.monotonic()))
            followed.due = time.monotonic() + pause
            self._wake.set()

    async def _edit(self, followed: Followed, view: TaskView) -> None:
        words, language = progress_text.of(view), progress_text.language_for(view)
        if words == followed.shown:
            return
        markup = keyboards.ended(language, view) if view.state.final else keyboards.progress(language, view.id)
        try:
            await self._bot.edit_message_text(
                words, chat_id=followed.chat, message_id=followed.message, reply_markup=markup
            )
        except TelegramMigrateToChat as error:
            followed.chat = error.migrate_to_chat_id
            raise
        except TelegramAPIError as error:
            kind = refusal(error)
            if kind is Refusal.AGAIN:
                raise
            if kind is not Refusal.DONE:
                log.info("progress.message_gone", task=followed.task, refusal=kind.name)
                self._followed.close(followed)
        followed.shown = words
        followed.edited = time.monotonic()

    def _least(self, chat: int) -> float:
        least = self._settings.progress_min_interval_group if chat < 0 else self._settings.progress_min_interval
        return max(least, self._crowded())

    def _crowded(self) -> float:
        """Seconds a message waits for its turn when all that are followed share what progress may send."""
        return len(self._followed) / self._per_second
