"""A bot on RQ: a job a link, looked at every ten seconds; the result is fetched from Redis and sent."""

import asyncio
import logging
import os
import time

from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message
from rq import Queue, Retry
from rq.job import Job, JobStatus

from benchmarks.alternatives import rq_jobs
from benchmarks.alternatives.plain import ASK, build_bot, card, match_in, progress
from settings import load

POLL_S = 10.0
OVER = {JobStatus.FAILED, JobStatus.STOPPED, JobStatus.CANCELED}

log = logging.getLogger(__name__)


class RqBot:
    """Takes links, follows jobs. `retries`: how often RQ does a job again that failed or was abandoned."""

    def __init__(self, bot: Bot, queue: Queue, retries: int) -> None:
        self._bot = bot
        self._queue = queue
        self._retries = retries
        self._following: set[asyncio.Task[None]] = set()

    async def on_message(self, message: Message) -> None:
        """Queue what a message asks for."""
        match = match_in(message)
        if match is None:
            await message.answer(ASK)
            return
        retry = Retry(max=self._retries) if self._retries else None
        meta = {"chat": message.chat.id}
        job = await asyncio.to_thread(self._queue.enqueue, rq_jobs.analyse, match, meta=meta, retry=retry)
        status = await message.reply(f"✅ Accepted\nID: <code>{job.id}</code>")
        task = asyncio.create_task(self._follow(message, status, job))
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    async def _follow(self, message: Message, status: Message, job: Job) -> None:
        shown = ""
        while True:
            await asyncio.sleep(POLL_S)
            await asyncio.to_thread(job.refresh)
            state = job.get_status(refresh=False)
            if state == JobStatus.FINISHED:
                print(f"known {message.chat.id} {time.time():.6f}", flush=True)
                report = await asyncio.to_thread(job.return_value)
                for part in await asyncio.to_thread(card, report or {}):
                    await message.reply(part)
                await self._show(status, "✅ Done")
                return
            if state in OVER:
                await message.reply("❌ The analysis failed.")
                return
            words = progress(*job.meta["progress"]) if "progress" in job.meta else "⏳ Waiting in line"
            if words != shown:
                await self._show(status, words)
                shown = words

    async def _show(self, status: Message, words: str) -> None:
        try:
            await status.edit_text(words)
        except TelegramBadRequest:
            log.info("not edited")


async def main() -> None:
    """Poll until killed."""
    bot = build_bot(load())
    rq_bot = RqBot(bot, rq_jobs.queue(), int(os.environ.get("RQ_RETRIES", "0")))
    dispatcher = Dispatcher()
    dispatcher.message.register(rq_bot.on_message)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
