"""Who asks: a person, or the chat for whoever writes in its name."""

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message, Update

from tasks.records import Requester

ADMINS = {ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR}


def of_message(message: Message, admins: frozenset[int]) -> Requester | None:
    """The owner of what this message asks for; None for other bots, which are not served."""
    if message.sender_chat is not None or message.from_user is None:
        return Requester(owner=f"chat:{message.chat.id}")
    if message.from_user.is_bot:
        return None
    return Requester(owner=f"tg:{message.from_user.id}", admin=message.from_user.id in admins)


def of_press(query: CallbackQuery, admins: frozenset[int]) -> Requester:
    """Who pressed: always a person, even where messages are written in a chat's name."""
    return Requester(owner=f"tg:{query.from_user.id}", admin=query.from_user.id in admins)


def of_update(update: Update, admins: frozenset[int]) -> Requester | None:
    """The requester of any update this bot takes."""
    if update.callback_query is not None:
        return of_press(update.callback_query, admins)
    message = update.message or update.edited_message or update.channel_post or update.edited_channel_post
    return of_message(message, admins) if message is not None else None


async def on_behalf_of_chat(bot: Bot, query: CallbackQuery, who: Requester) -> Requester:
    """For a task that belongs to the chat: the chat itself when the person pressing is one of its admins."""
    if query.message is None or query.message.chat.type == "private":
        return who
    try:
        member = await bot.get_chat_member(query.message.chat.id, query.from_user.id)
    except TelegramAPIError:
        return who
    return Requester(owner=f"chat:{query.message.chat.id}", admin=who.admin) if member.status in ADMINS else who
