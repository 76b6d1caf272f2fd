"""/link, /unlink and /me: which FACEIT player somebody is."""

from aiogram import Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, ForceReply, Message

from bot import choices
from bot.addressed import Answering
from bot.answers import PeopleOnlyError, error_text
from bot.callbacks import LinkButton
from bot.discretion import Discretion
from bot.handlers.timezone import spoken
from bot.lookup import Lookup
from bot.patience import Answer, answer
from bot.remembered import Remembered
from bot.tasks_gateway import TasksGateway
from errors import BotError, RedisUnavailableError
from faceit.models import Player
from faceit.player_errors import PlayerAmbiguousError, PlayerSimilarError
from reports.escape import name
from settings import Settings
from storage.accounts import Account
from tasks.records import Requester
from texts.catalogue import Language, text


async def link(
    message: Message,
    command: CommandObject,
    who: Requester,
    language: Language,
    lookup: Lookup,
    discretion: Discretion,
) -> None:
    """/link with a nickname, a link or an id: show the player found and ask. Alone: ask for the nickname."""
    _person(who)
    wanted = (command.args or "").strip()
    if wanted:
        await _offer(message, wanted, language, lookup, discretion)
        return
    ask = ForceReply(selective=True, input_field_placeholder=text(language, "player-placeholder"))
    await message.reply(text(language, "link-ask"), reply_markup=ask)


async def answered(
    message: Message, who: Requester, language: Language, lookup: Lookup, discretion: Discretion
) -> None:
    """The nickname asked for, as a reply to the question."""
    _person(who)
    await _offer(message, (message.text or "").strip(), language, lookup, discretion)


async def _offer(message: Message, wanted: str, language: Language, lookup: Lookup, discretion: Discretion) -> None:
    await answer(message, language, _found(wanted, language, lookup, discretion), text(language, "looking"))


async def _found(wanted: str, language: Language, lookup: Lookup, discretion: Discretion) -> Answer:
    try:
        player = await lookup.find(wanted)
    except PlayerAmbiguousError as error:
        found = [
            (one.player_id, one.nickname, None if await discretion.hides(one.player_id) else one.level)
            for one in error.candidates
        ]
        similar = isinstance(error, PlayerSimilarError)
        words = error_text(language, error) if similar else text(language, "link-which")
        return Answer(words, choices.candidates(language, found, link=True))
    words = text(language, "link-confirm", player=await _described(player, language, discretion))
    return Answer(words, choices.confirm_link(language, player.player_id))


async def choose(
    query: CallbackQuery,
    callback_data: LinkButton,
    who: Requester,
    language: Language,
    lookup: Lookup,
    remembered: Remembered,
    discretion: Discretion,
) -> None:
    """Somebody pressed: the player is theirs, whoever asked. An empty one: none of them."""
    if not callback_data.player:
        await query.answer()
        await _say(query, text(language, "link-none"))
        return
    player = await lookup.player(callback_data.player)
    await remembered.accounts.link(who.owner, player.player_id, player.nickname)
    await query.answer(text(language, "toast-linked"))
    await _say(query, text(language, "link-done", player=await _described(player, language, discretion)))


async def unlink(message: Message, who: Requester, language: Language, remembered: Remembered) -> None:
    """/unlink: the tie is gone; what was analysed stays."""
    _person(who)
    gone = await remembered.accounts.unlink(who.owner)
    await message.reply(text(language, "unlink-done" if gone else "unlink-nothing"))


async def me(
    message: Message,
    who: Requester,
    language: Language,
    remembered: Remembered,
    lookup: Lookup,
    discretion: Discretion,
    tasks: TasksGateway,
    settings: Settings,
) -> None:
    """/me: the player, the language, the time zone, the calls used today."""
    _person(who)
    about = _about(who, language, remembered, lookup, discretion, tasks, settings)
    await answer(message, language, about, text(language, "looking"))


async def _about(
    who: Requester,
    language: Language,
    remembered: Remembered,
    lookup: Lookup,
    discretion: Discretion,
    tasks: TasksGateway,
    settings: Settings,
) -> Answer:
    account = await remembered.accounts.of(who.owner)
    zone = await remembered.preferences.timezone(who.owner)
    told = _player_line(account, language, remembered, lookup, discretion) if account else None
    tied = await told if told else text(language, "me-no-player")
    lines = [
        text(language, "me-title"),
        tied,
        text(language, "me-language", language=text(language, f"lang-{language}")),
        text(language, "me-timezone", zone=spoken(zone or "UTC")),
        *await _calls_line(who, language, tasks, settings),
        "",
        text(language, "me-commands"),
    ]
    return Answer("\n".join(lines))


async def _calls_line(who: Requester, language: Language, tasks: TasksGateway, settings: Settings) -> list[str]:
    """The day's allowance; nothing while the queue, which counts, is away."""
    try:
        used, reserved = await tasks.calls_today(who.owner)
    except RedisUnavailableError:
        return []
    counts = {"used": str(used), "limit": str(settings.tasks.calls_per_day)}
    if not reserved:
        return [text(language, "me-calls", counts)]
    return [text(language, "me-calls-reserved", {**counts, "reserved": str(reserved)})]


async def _player_line(
    account: Account, language: Language, remembered: Remembered, lookup: Lookup, discretion: Discretion
) -> str:
    """The player as he is now: the id counts, so a new nickname is taken over."""
    try:
        player = await lookup.player(account.player_id)
    except BotError:
        return text(language, "me-player", player=f"<b>{name(account.nickname)}</b>")
    if player.nickname != account.nickname:
        await remembered.accounts.renamed(account.owner, player.nickname)
    return text(language, "me-player", player=await _described(player, language, discretion))


async def _described(player: Player, language: Language, discretion: Discretion) -> str:
    """Nickname, level and Elo in one line; the nickname alone, which whoever links has given, of one who opted out.

    He may be the very person who links: that ties an account and tells nothing.
    """
    if await discretion.hides(player.player_id):
        return f"<b>{name(player.nickname)}</b>"
    values = {"name": name(player.nickname), "level": str(player.level or 0), "elo": str(player.elo or 0)}
    return text(language, "player-line" if player.elo else "player-line-calibrating", values)


def _person(who: Requester) -> None:
    """Raise PeopleOnlyError for a channel or an anonymous admin: a chat is nobody on FACEIT."""
    if not who.owner.startswith("tg:"):
        raise PeopleOnlyError


async def _say(query: CallbackQuery, words: str) -> None:
    if isinstance(query.message, Message):
        try:
            await query.message.edit_text(words)
        except TelegramAPIError:
            await query.message.answer(words)


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="account")
    router.message.register(link, Command("link", ignore_case=True))
    router.message.register(unlink, Command("unlink", ignore_case=True))
    router.message.register(me, Command("me", ignore_case=True))
    router.message.register(answered, Answering("link-ask"))
    router.callback_query.register(choose, LinkButton.filter())
    return router
