"""/start (with a match id as a deep link) and /help."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message

from bot.intake import Intake, origin_of
from faceit.links import match_ids
from settings import Settings
from tasks.records import Requester
from texts.catalogue import Language, text


async def start(message: Message, command: CommandObject, who: Requester, language: Language, intake: Intake) -> None:
    """Greet, or analyse the match of a deep link at once."""
    matches = match_ids(command.args or "")
    if matches:
        await intake.start(origin_of(message, who, language), matches[:1])
    else:
        await message.answer(text(language, "start"))


async def help_(message: Message, language: Language, settings: Settings) -> None:
    """Tell what the bot can do."""
    await message.answer(text(language, "help", limit=str(settings.tasks.max_concurrent_per_user)))


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="start")
    for observer in (router.message, router.channel_post):
        observer.register(start, CommandStart())
        observer.register(help_, Command("help"))
    return router
