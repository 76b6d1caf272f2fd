"""Which messages are meant for the bot: all in private, in groups only mentions and replies to it."""

from aiogram import Bot
from aiogram.filters import Filter
from aiogram.types import Message

from bot.links import words_of
from texts.catalogue import LANGUAGES, text


class Addressed(Filter):
    """Commands have filters of their own; this is for everything else."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        if message.chat.type == "private":
            return True
        if message.chat.type == "channel":
            return False
        return answers_bot(message, bot.id) or await mentions(message, bot)


def answers_bot(message: Message, bot_id: int) -> bool:
    """Whether the message replies to one of the bot's."""
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot_id


def answers_question(message: Message, bot_id: int, key: str = "analyze-ask") -> bool:
    """Whether the message replies to the bot's question `key`, in any language."""
    replied = message.reply_to_message
    if replied is None or not answers_bot(message, bot_id):
        return False
    return replied.text in {text(language, key) for language in LANGUAGES}


class Answering(Filter):
    """Words that reply to the bot's question `key`."""

    def __init__(self, key: str) -> None:
        self._key = key

    async def __call__(self, message: Message, bot: Bot) -> bool:
        words = message.text or ""
        return bool(words) and not words.startswith("/") and answers_question(message, bot.id, self._key)


async def mentions(message: Message, bot: Bot) -> bool:
    """Whether the message names the bot."""
    name = f"@{(await bot.me()).username}".lower()
    words = message.text or message.caption or ""
    for entity in message.entities or message.caption_entities or ():
        if entity.type == "mention" and entity.extract_from(words).lower() == name:
            return True
        if entity.type == "text_mention" and entity.user is not None and entity.user.id == bot.id:
            return True
    return False


def written_to_bot(message: Message) -> bool:
    """Whether there are words at all, as opposed to service messages."""
    return bool(words_of(message).strip())
