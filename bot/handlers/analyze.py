"""Links: by /analyze, anywhere in a private message, or in a group when the bot is meant."""

from functools import partial

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import ForceReply, Message

from bot import addressed
from bot.addressed import Addressed
from bot.albums import Albums
from bot.answers import ForeignLinkError, NoLinkError
from bot.intake import Intake, origin_of
from bot.links import matches_in, words_of
from faceit.links import player_names
from settings import Settings
from tasks.records import Requester
from tasks.states import TaskType
from texts.catalogue import Language, text


async def analyze(message: Message, command: CommandObject, who: Requester, language: Language, intake: Intake) -> None:
    """/analyze with links, with the message it replies to, or alone: then ask for the link."""
    try:
        matches = matches_in(message, command.args)
    except NoLinkError:
        # A channel has nobody to be asked: Telegram takes no such question there.
        if command.args or message.chat.type == "channel":
            raise
        ask = ForceReply(selective=True, input_field_placeholder=text(language, "analyze-placeholder"))
        await message.reply(text(language, "analyze-ask"), reply_markup=ask)
        return
    await intake.start(origin_of(message, who, language), matches)


async def written(
    message: Message, bot: Bot, who: Requester, language: Language, intake: Intake, albums: Albums
) -> None:
    """Any message meant for the bot: its matches are analysed, else its players; without a link, say how to send it."""
    seen = albums.answered(message)
    try:
        matches = matches_in(message)
    except (NoLinkError, ForeignLinkError):
        if seen:
            return
        players = player_names(words_of(message))
        if players:
            origin = origin_of(message, who, language)
            await intake.start(origin, players, kind=TaskType.PLAYER_PERFORMANCE)
            return
        # In a group, replies to a card are people talking with each other.
        if message.chat.type == "private" or addressed.answers_question(message, bot.id):
            raise
        if await addressed.mentions(message, bot):
            raise
        return
    await intake.start(origin_of(message, who, language), matches)


async def edited(message: Message, who: Requester, language: Language, intake: Intake) -> None:
    """A corrected message: only a link that was not there before starts anything."""
    try:
        matches = matches_in(message)
    except (NoLinkError, ForeignLinkError):
        return
    await intake.start(origin_of(message, who, language), matches, edited=True)


async def unknown_command(message: Message, language: Language, settings: Settings) -> None:
    """A command the bot does not have."""
    await message.answer(text(language, "help", limit=str(settings.tasks.max_concurrent_per_user)))


def build_router() -> Router:
    """The handlers of this module; the last router, since it takes every message meant for the bot."""
    router = Router(name="analyze")
    # A channel's post comes once more in its discussion group.
    router.message.filter(lambda message: not message.is_automatic_forward)
    for observer in (router.message, router.channel_post):
        observer.register(analyze, Command("analyze", ignore_case=True))
    router.message.register(unknown_command, Addressed(), lambda message: (message.text or "").startswith("/"))
    router.message.register(partial(written, albums=Albums()), Addressed(), is_content)
    router.edited_message.register(edited, Addressed(), lambda message: not (message.text or "").startswith("/"))
    router.edited_message.register(edited, Command("analyze", ignore_case=True))
    return router


def is_content(message: Message) -> bool:
    """Something a person wrote or sent, not a service message such as a pin or a new member."""
    return bool(addressed.written_to_bot(message)) or bool(
        message.photo or message.sticker or message.document or message.voice or message.video or message.animation
    )
