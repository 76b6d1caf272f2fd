"""The last handler: whatever a handler raised becomes an answer."""

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import ErrorEvent

from bot import keyboards
from bot.answers import code_text, error_text, log_unexpected, toast
from bot.refusals import Refusal, refusal
from errors import BotError, InputError
from tasks.errors import LimitReachedError
from texts.catalogue import Language

log = structlog.get_logger(__name__)


async def answer_error(event: ErrorEvent, language: Language = "en") -> bool:
    """Tell the person what happened and what to do; log what nobody foresaw."""
    error = event.exception
    if isinstance(error, TelegramAPIError):
        kind = refusal(error)
        log.info("update.telegram_refused", error=type(error).__name__, refusal=kind.name)
        if kind in {Refusal.CHAT_GONE, Refusal.DONE, Refusal.MESSAGE_GONE}:
            return True
        words = code_text(language, "telegram", {})
    else:
        words = error_text(language, error)
        if isinstance(error, BotError):
            log.info("update.refused", code=error.code, input=isinstance(error, InputError))
        else:
            log_unexpected("update.broken", error)
    try:
        await _tell(event, words, language, limit=isinstance(error, LimitReachedError))
    except TelegramAPIError as failed:
        log.info("update.error_not_told", error=type(failed).__name__)
    return True


async def _tell(event: ErrorEvent, words: str, language: Language, *, limit: bool) -> None:
    query = event.update.callback_query
    message = event.update.message or event.update.channel_post
    if query is not None:
        await query.answer(toast(words), show_alert=True)
    elif message is not None:
        await message.reply(words, reply_markup=keyboards.my_tasks(language) if limit else None)
