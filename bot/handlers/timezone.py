"""/timezone: in which zone hours and weekdays are counted."""

from functools import cache
from zoneinfo import available_timezones

from aiogram import Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.answers import UnknownTimezoneError
from bot.callbacks import TimezoneButton
from bot.keyboards import rows
from bot.remembered import Remembered
from tasks.records import Requester
from texts.catalogue import Language, text

OFFERED = (
    ("Europe/London", "Europe/Berlin"),
    ("Europe/Kyiv", "Europe/Moscow"),
    ("Asia/Yekaterinburg", "Asia/Almaty"),
    ("America/New_York", "America/Sao_Paulo"),
)
"""Zones offered as buttons; any other can be written."""


@cache
def _zones() -> dict[str, str]:
    """Names of zones by how people write them: whole, or the city alone, in lower case."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    cities = {name.rsplit("/", 1)[1].lower(): name for name in reversed(names)}
    return {"utc": "UTC", "gmt": "UTC"} | cities | {name.lower(): name for name in names}


def zone_named(words: str) -> str:
    """The IANA zone meant: `Europe/Berlin`, `berlin`, `new york`, `UTC+3`. Raises UnknownTimezoneError."""
    wanted = words.strip().lower().replace(" ", "_")
    sign, hours = wanted[3:4], wanted[4:]
    if wanted[:3] in {"utc", "gmt"} and sign in {"+", "-"} and hours.isascii() and hours.isdigit() and int(hours) <= 12:
        # Etc counts westwards: UTC+3 is Etc/GMT-3.
        return f"Etc/GMT{'-' if sign == '+' else '+'}{int(hours)}" if int(hours) else "UTC"
    found = _zones().get(wanted)
    if found is None:
        raise UnknownTimezoneError(words)
    return found


def spoken(zone: str) -> str:
    """A zone as people say it: `UTC+3` instead of `Etc/GMT-3`."""
    if zone.startswith("Etc/GMT"):
        return f"UTC{'+' if zone[7] == '-' else '-'}{zone[8:]}"
    return zone


async def timezone(
    message: Message, command: CommandObject, who: Requester, language: Language, remembered: Remembered
) -> None:
    """/timezone with a city or an offset; alone: the present one and some to choose from."""
    if command.args:
        zone = zone_named(command.args)
        await remembered.preferences.set_timezone(who.owner, zone)
        await message.reply(text(language, "timezone-set", zone=spoken(zone)))
        return
    zone = await remembered.preferences.timezone(who.owner) or "UTC"
    await message.reply(text(language, "timezone-ask", zone=spoken(zone)), reply_markup=_offered())


async def choose(
    query: CallbackQuery, callback_data: TimezoneButton, who: Requester, language: Language, remembered: Remembered
) -> None:
    """Somebody pressed a zone: it is theirs, whoever asked."""
    zone = zone_named(callback_data.zone)
    await remembered.preferences.set_timezone(who.owner, zone)
    words = text(language, "timezone-set", zone=spoken(zone))
    await query.answer(words)
    if isinstance(query.message, Message) and query.message.chat.type == "private":
        try:
            await query.message.edit_text(words)
        except TelegramAPIError:
            return


def _offered() -> InlineKeyboardMarkup:
    return rows(
        *(
            [
                InlineKeyboardButton(
                    text=zone.rsplit("/", 1)[1].replace("_", " "), callback_data=TimezoneButton(zone=zone).pack()
                )
                for zone in pair
            ]
            for pair in OFFERED
        )
    )


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="timezone")
    for observer in (router.message, router.channel_post):
        observer.register(timezone, Command("timezone", ignore_case=True))
    router.callback_query.register(choose, TimezoneButton.filter())
    return router
