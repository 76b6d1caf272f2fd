"""/lang: the language the bot speaks with a person."""

from aiogram import Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot import choices
from bot.callbacks import LanguageButton
from bot.remembered import Remembered
from tasks.records import Requester
from texts.catalogue import LANGUAGES, Language, text


async def ask(
    message: Message,
    command: CommandObject,
    who: Requester,
    language: Language,
    remembered: Remembered,
) -> None:
    """Offer the languages, or take the one named: `/lang en`."""
    wanted = (command.args or "").strip().lower()
    if wanted in LANGUAGES:
        chosen = wanted
        await remembered.preferences.set_language(who.owner, chosen)
        await message.reply(text(chosen, "lang-set"))
    else:
        await message.reply(text(language, "lang-ask"), reply_markup=choices.languages(language))


async def choose(query: CallbackQuery, callback_data: LanguageButton, who: Requester, remembered: Remembered) -> None:
    """Somebody pressed a language: it is theirs, whoever asked."""
    if callback_data.code not in LANGUAGES:
        await query.answer()
        return
    chosen = callback_data.code
    await remembered.preferences.set_language(who.owner, chosen)
    await query.answer(text(chosen, "toast-language"))
    if isinstance(query.message, Message) and query.message.chat.type == "private":
        try:
            await query.message.edit_text(text(chosen, "lang-set"), reply_markup=choices.languages(chosen))
        except TelegramAPIError:
            return


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="language")
    for observer in (router.message, router.channel_post):
        observer.register(ask, Command("lang"))
    router.callback_query.register(choose, LanguageButton.filter())
    return router
