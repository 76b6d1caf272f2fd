"""/lang: the language the bot speaks with a person."""

from aiogram import Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot import keyboards
from bot.breaker import Breaker
from bot.callbacks import LanguageButton
from errors import RedisUnavailableError
from storage.preferences import Preferences
from tasks.records import Requester
from texts.catalogue import LANGUAGES, Language, text


async def ask(
    message: Message,
    command: CommandObject,
    who: Requester,
    language: Language,
    preferences: Preferences,
    breaker: Breaker,
) -> None:
    """Offer the languages, or take the one named: `/lang en`."""
    wanted = (command.args or "").strip().lower()
    if wanted in LANGUAGES:
        chosen = wanted
        await _keep(preferences, breaker, who, chosen)
        await message.reply(text(chosen, "lang-set"))
    else:
        await message.reply(text(language, "lang-ask"), reply_markup=keyboards.languages(language))


async def choose(
    query: CallbackQuery, callback_data: LanguageButton, who: Requester, preferences: Preferences, breaker: Breaker
) -> None:
    """Somebody pressed a language: it is theirs, whoever asked."""
    if callback_data.code not in LANGUAGES:
        await query.answer()
        return
    chosen = callback_data.code
    await _keep(preferences, breaker, who, chosen)
    await query.answer(text(chosen, "toast-language"))
    if isinstance(query.message, Message) and query.message.chat.type == "private":
        try:
            await query.message.edit_text(text(chosen, "lang-set"), reply_markup=keyboards.languages(chosen))
        except TelegramAPIError:
            return


async def _keep(preferences: Preferences, breaker: Breaker, who: Requester, language: Language) -> None:
    if not await breaker.call(lambda: preferences.set_language(who.owner, language), default=False):
        raise RedisUnavailableError


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="language")
    for observer in (router.message, router.channel_post):
        observer.register(ask, Command("lang"))
    router.callback_query.register(choose, LanguageButton.filter())
    return router
