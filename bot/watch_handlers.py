"""/admin_alerts, and the buttons that make the watch silent for a while."""

from contextlib import suppress

from aiogram import Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from redis.exceptions import RedisError

from bot import watch_text
from bot.admin_desk import AdminDesk
from bot.answers import toast
from bot.handlers.admin_presses import is_admin as is_admins_press
from bot.watch_store import ALL, NOTICES, WatchStore
from bot.watch_text import Hours, MuteButton
from connections import is_full
from errors import RedisFullError, RedisUnavailableError
from settings import Settings
from tasks.records import Requester
from texts.catalogue import Language, text


def is_admin(message: Message, who: Requester, settings: Settings) -> bool:
    """Whether an admin asks where no stranger reads along: in private, or in a chat of ADMIN_IDS."""
    return who.admin and (message.chat.type == "private" or message.chat.id in settings.admins)


async def listed(message: Message, language: Language, watch_store: WatchStore) -> None:
    """/admin_alerts. Raises RedisUnavailableError."""
    try:
        known, muted = await watch_store.known(), await watch_store.muted(message.chat.id)
    except (RedisError, OSError) as error:
        raise RedisUnavailableError(type(error).__name__) from error
    words = watch_text.listing(language, known, muted)
    await message.answer(words, reply_markup=watch_text.list_keyboard(language, known))


async def mute(
    query: CallbackQuery,
    callback_data: MuteButton,
    who: Requester,
    language: Language,
    watch_store: WatchStore,
    admin_desk: AdminDesk,
) -> None:
    """A press of an admin: for the chat in which it is. Raises RedisUnavailableError, RedisFullError among them."""
    message = query.message
    hours = callback_data.hours
    if message is None or hours not in set(Hours):
        await query.answer()
        return
    try:
        key = await _key(watch_store, message.chat.id, callback_data.finding)
        until = 0 if key is None else await watch_store.mute(message.chat.id, key, hours)
        known, muted = await watch_store.known(), await watch_store.muted(message.chat.id)
    except (RedisError, OSError) as error:
        kind = RedisFullError if is_full(error) else RedisUnavailableError
        raise kind(type(error).__name__) from error
    if key is None:
        await query.answer(toast(text(language, "watch-toast-gone")))
        return
    await _note(admin_desk, who, key, hours)
    said = "watch-toast-speaks" if not until else "watch-toast-all" if key == ALL else "watch-toast-muted"
    await query.answer(toast(text(language, said, until=watch_text.clock(until))))
    if isinstance(message, Message) and _is_list(message):
        with suppress(TelegramAPIError):
            await message.edit_text(
                watch_text.listing(language, known, muted), reply_markup=watch_text.list_keyboard(language, known)
            )


async def _note(desk: AdminDesk, who: Requester, key: str, hours: int) -> None:
    """Who made the alerts silent stands among the acts; that it can't be noted undoes nothing."""
    what, detail = ("mute", f"hours={hours}") if hours else ("speak", "")
    with suppress(RedisUnavailableError):
        await desk.ask(lambda tools: tools.steering.note(who, what, "everything" if key == ALL else key, detail))


def _is_list(message: Message) -> bool:
    """Whether it is the list, which ends with the buttons for everything, or one alert."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return bool(rows) and rows[-1][0].callback_data == MuteButton(hours=Hours.ONE, finding=ALL).pack()


async def _key(store: WatchStore, chat: int, short: str) -> str | None:
    """The key that a button means; None when the finding is forgotten."""
    if short == ALL:
        return ALL
    keys = [*NOTICES, *await store.known(), *await store.muted(chat)]
    return next((key for key in keys if watch_text.short_name(key) == short), None)


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="watch")
    router.message.register(listed, Command("admin_alerts", ignore_case=True), is_admin)
    router.callback_query.register(mute, MuteButton.filter(), is_admins_press)
    return router
