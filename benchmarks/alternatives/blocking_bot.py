"""A bot without a queue: it says that it begins, does the analysis in the handler, sends the card."""

import asyncio
import time

from aiogram import Dispatcher
from aiogram.types import Message

from actors.archive import open_archive
from actors.inline import InlineRun
from benchmarks.alternatives.plain import ASK, build_bot, card, match_in
from faceit.client import build_local_client
from settings import load
from tasks.states import TaskType


async def main() -> None:
    """Poll until killed."""
    settings = load()
    faceit, archive = build_local_client(settings), open_archive(settings)

    async def on_message(message: Message) -> None:
        match = match_in(message)
        if match is None:
            await message.answer(ASK)
            return
        await message.reply("⏳ Analysing the match…")
        run = InlineRun(TaskType.MATCH_ANALYSIS, match, settings, faceit=faceit, archive=archive)
        report = run.run(on_retry=lambda _retry: None)
        print(f"ended {message.chat.id} {time.time():.3f}", flush=True)
        for part in card(report):
            await message.reply(part)

    bot = build_bot(settings)
    dispatcher = Dispatcher()
    dispatcher.message.register(on_message)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
