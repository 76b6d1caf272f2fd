"""/privacy, /mydata and /forget_me: what is known of a person, given and taken away."""

import json
from datetime import UTC, datetime

from aiogram import Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot import choices
from bot.answers import PeopleOnlyError
from bot.callbacks import ForgetButton
from bot.personal import PersonalData
from settings import Settings
from tasks.records import Requester
from texts.catalogue import Language, text


async def privacy(message: Message, language: Language, settings: Settings) -> None:
    """What is kept, for how long, and how to get rid of it."""
    contact = settings.privacy.contact
    values = {
        "hours": f"{settings.tasks.cleanup_hours:g}",
        "history": f"{settings.storage.history_days:g}",
        "contact": text(language, "privacy-contact", contact=contact) if contact else text(language, "privacy-owner"),
    }
    await message.answer(text(language, "privacy", values))


async def mydata(message: Message, who: Requester, language: Language, personal: PersonalData) -> None:
    """Everything held of the asker, as a JSON file; only to the person itself."""
    if message.chat.type != "private":
        await message.reply(text(language, "mydata-private"))
        return
    held = await personal.export(who)
    body = json.dumps(held, ensure_ascii=False, indent=2, default=str).encode()
    file = BufferedInputFile(body, f"mydata-{datetime.now(UTC):%Y-%m-%d}.json")
    await message.answer_document(file, caption=text(language, "mydata-caption"))


async def forget_me(message: Message, who: Requester, language: Language) -> None:
    """Ask whether everything is to be forgotten. Raises PeopleOnlyError: nobody presses in the name of a chat."""
    if not who.owner.startswith("tg:"):
        raise PeopleOnlyError
    await message.reply(text(language, "forget-ask"), reply_markup=choices.confirm_forget(language))


async def forget(
    query: CallbackQuery, callback_data: ForgetButton, who: Requester, language: Language, personal: PersonalData
) -> None:
    """The presser's answer: forget the presser, whoever asked."""
    if callback_data.sure:
        gone = await personal.forget(who)
        words = text(language, "forget-done", tasks=gone.tasks, cancelled=gone.cancelled, rows=gone.rows)
    else:
        words = text(language, "forget-kept")
    await query.answer()
    if isinstance(query.message, Message):
        try:
            await query.message.edit_text(words)
        except TelegramAPIError:
            await query.message.answer(words)


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="privacy")
    for observer in (router.message, router.channel_post):
        observer.register(privacy, Command("privacy", ignore_case=True))
        observer.register(mydata, Command("mydata", ignore_case=True))
        observer.register(forget_me, Command("forget_me", ignore_case=True))
    router.callback_query.register(forget, ForgetButton.filter())
    return router
