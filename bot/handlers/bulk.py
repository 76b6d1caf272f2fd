"""/bulk: many matches in one go, from a message, a file or a player's history; nothing starts without a press."""

import asyncio
import re
from collections.abc import Awaitable

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Document, ForceReply, Message
from redis.exceptions import RedisError

from bot.addressed import answers_question
from bot.bulk_desk import Desk
from bot.bulk_errors import BulkCountError, BulkNeedsLinkError
from bot.bulk_files import content, is_list, is_table, list_file
from bot.bulk_input import read_list
from bot.bulk_offer_text import Found
from bot.callbacks import BulkButton
from bot.intake import Intake, Origin
from bot.links import by_bot, words_of
from bot.patience import Answer, answer
from bot.requesters import on_behalf_of_chat
from errors import RedisUnavailableError
from faceit.links import match_ids, other_games, profile_nickname
from pipelines.bulk import BRIEF, STANDARD, BulkSubject, bulk_wish
from reports.escape import name as shown_name
from tasks.errors import NotYoursError
from tasks.records import Requester
from texts.catalogue import Language, text

LAST = re.compile(r"(?P<who>\S+)(?:\s+(?P<count>-?\d+))?")
COUNT = re.compile(r"-?\d{1,3}")
"""Of one's own matches. A longer number by itself is a nickname."""
ADDRESS = re.compile(r"://|faceit\.com/", re.IGNORECASE)
COUNT_USUAL = 20
DEPTHS = frozenset({BRIEF, STANDARD, ""})
"""What a button of an offer may carry; anything else is forged."""


async def bulk(message: Message, command: CommandObject, who: Requester, language: Language, desk: Desk) -> None:
    """/bulk with links, with a file, in answer to either, or with NICKNAME N; alone: ask for the list."""
    wanted = (command.args or "").strip()
    document = list_file(message, answered=not wanted)
    if document is not None:
        await _say(message, language, _from_file(message, document, who, language, desk))
    elif (last := _last(wanted)) is not None:
        await _say(message, language, _last_matches(message, *last, who, language, desk))
    elif wanted:
        first = _first_line(message, command.args or "")
        await _say(message, language, _listed(message, wanted, who, language, desk, first=first))
    elif words := _answered_words(message):
        await _say(message, language, _listed(message, words, who, language, desk))
    elif message.chat.type == "channel":
        await message.answer(text(language, "bulk-ask"))
    else:
        ask = ForceReply(selective=True, input_field_placeholder=text(language, "bulk-placeholder"))
        await message.reply(text(language, "bulk-ask"), reply_markup=ask)


async def given(message: Message, who: Requester, language: Language, desk: Desk) -> None:
    """The list asked for, or a list sent by itself in a private chat."""
    if message.document is not None:
        work = _from_file(message, message.document, who, language, desk)
    elif (last := _last(words_of(message).strip())) is not None:
        work = _last_matches(message, *last, who, language, desk)
    else:
        work = _listed(message, words_of(message), who, language, desk)
    await _say(message, language, work)


async def _say(message: Message, language: Language, work: Awaitable[Answer]) -> None:
    await answer(message, language, work, text(language, "bulk-reading"))


async def _from_file(message: Message, document: Document, who: Requester, language: Language, desk: Desk) -> Answer:
    data = await content(desk.bot, document, desk.settings.bulk.max_file_kb)
    return await _listed(message, data, who, language, desk, table=is_table(document))


async def _listed(
    message: Message,
    given: str | bytes,
    who: Requester,
    language: Language,
    desk: Desk,
    *,
    first: int = 1,
    table: bool = False,
) -> Answer:
    limit = desk.settings.bulk.max_matches
    read = await asyncio.to_thread(read_list, given, limit=limit, first=first, table=table)
    found = Found(
        subject=BulkSubject(matches=read.matches),
        duplicates=read.duplicates,
        bad=read.bad,
        other_games=read.other_games,
        dropped=read.dropped,
    )
    return await desk.offered(message, who, language, found)


def _last(words: str) -> tuple[str, str | None] | None:
    """`NICKNAME N`, `NICKNAME`, or `N` alone for one's own; None for a list of matches, also of another game's."""
    hit = None if match_ids(words) or other_games(words) else LAST.fullmatch(words)
    if hit is None or (ADDRESS.search(hit["who"]) and profile_nickname(hit["who"]) is None):
        return None
    return hit["who"], hit["count"]


def _first_line(message: Message, args: str) -> int:
    """The line of the message on which a command's words begin, from 1."""
    written = message.text or message.caption or ""
    return 1 + written[: len(written) - len(args)].count("\n")


async def _last_matches(
    message: Message, whom: str, count: str | None, who: Requester, language: Language, desk: Desk
) -> Answer:
    own = count is None and COUNT.fullmatch(whom) is not None
    number = _number(whom if own else count, desk.settings.bulk.max_matches)
    if own:
        account = await desk.remembered.accounts.of(who.owner)
        if account is None:
            raise BulkNeedsLinkError
        whom = account.player_id
    player = await desk.lookup.find(whom)
    subject = BulkSubject(player=player.player_id, count=number)
    return await desk.offered(message, who, language, Found(subject=subject, player=shown_name(player.nickname)))


def _number(words: str | None, most: int) -> int:
    """How many matches, the usual number without a word. Raises BulkCountError."""
    if words is None:
        return COUNT_USUAL
    # Long ones are not read at all: Python refuses to past some thousand digits.
    if len(words) > len(str(most)) or not 1 <= int(words) <= most:
        raise BulkCountError(most)
    return int(words)


def _answered_words(message: Message) -> str:
    answered = message.reply_to_message
    return words_of(answered) if answered is not None and not by_bot(answered) else ""


async def press(
    query: CallbackQuery, callback_data: BulkButton, who: Requester, language: Language, intake: Intake, desk: Desk
) -> None:
    """Start what was offered, or leave it; only whoever asked may. A second press finds it started."""
    message = query.message
    if not isinstance(message, Message) or callback_data.depth not in DEPTHS:
        await query.answer()
        return
    try:
        offered = await desk.offers.get(callback_data.offer)
    except (RedisError, OSError) as error:
        raise RedisUnavailableError("a bulk needs the queue") from error
    if offered is None:
        await query.answer(text(language, "toast-bulk-old"), show_alert=True)
        await _without_buttons(message)
        return
    if not who.may(offered.owner):
        who = await on_behalf_of_chat(desk.bot, query, who)
    if not who.may(offered.owner):
        raise NotYoursError(callback_data.offer)
    if not callback_data.depth:
        await desk.offers.drop(callback_data.offer)
        await query.answer(text(language, "toast-bulk-left"))
        await _without_buttons(message)
        return
    origin = Origin(message=message, who=who, language=language, request_message=offered.request_message)
    wish = bulk_wish(
        offered.owner,
        BulkSubject.parse(offered.subject),
        callback_data.depth,
        lang=language,
        idempotency=f"bulk:{callback_data.offer}",
        chat=message.chat.id,
        thread=origin.thread,
        request_message=offered.request_message,
        unlimited=who.admin,
    )
    outcome = await intake.accept(origin, lambda: desk.tasks.submit(wish), quiet=True)
    if outcome == "refused":
        # Said already; the offer stands, to be pressed again.
        await query.answer()
        return
    await query.answer(text(language, "toast-active" if outcome in {"duplicate", "repeated"} else "toast-card"))
    await _without_buttons(message)


async def _without_buttons(message: Message) -> None:
    try:
        await message.edit_reply_markup(reply_markup=None)
    except TelegramAPIError:
        return


def _asked_for(message: Message, bot: Bot) -> bool:
    return answers_question(message, bot.id, "bulk-ask") and not (message.text or "").startswith("/")


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="bulk")
    for observer in (router.message, router.channel_post):
        observer.register(bulk, Command("bulk", ignore_case=True))
    router.message.register(given, _asked_for)
    router.message.register(given, F.chat.type == "private", lambda message: is_list(message.document))
    router.callback_query.register(press, BulkButton.filter())
    return router
