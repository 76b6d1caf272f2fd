"""/player, profile links and the buttons of players: the report of one player."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, ForceReply, Message

from bot.addressed import Answering
from bot.answers import NoNicknameError
from bot.callbacks import PlayerButton
from bot.intake import Intake, Origin, origin_of
from bot.remembered import Remembered
from settings import Settings
from tasks.records import Requester
from tasks.states import TaskType
from texts.catalogue import Language, text


async def player(
    message: Message,
    command: CommandObject,
    who: Requester,
    language: Language,
    intake: Intake,
    remembered: Remembered,
) -> None:
    """/player with a nickname, a link or an id; alone: one's own report, or the question whose."""
    wanted = (command.args or "").strip()
    if not wanted:
        account = await remembered.account(who.owner)
        wanted = account.player_id if account else ""
    if not wanted:
        if message.chat.type == "channel":
            raise NoNicknameError
        ask = ForceReply(selective=True, input_field_placeholder=text(language, "player-placeholder"))
        await message.reply(text(language, "player-ask"), reply_markup=ask)
        return
    await intake.start_one(origin_of(message, who, language), wanted, kind=TaskType.PLAYER_PERFORMANCE)


async def answered(message: Message, who: Requester, language: Language, intake: Intake) -> None:
    """The nickname asked for, as a reply to the question."""
    wanted = (message.text or "").strip()
    await intake.start_one(origin_of(message, who, language), wanted, kind=TaskType.PLAYER_PERFORMANCE)


async def press(
    query: CallbackQuery,
    callback_data: PlayerButton,
    who: Requester,
    language: Language,
    intake: Intake,
    settings: Settings,
) -> None:
    """A player chosen, or the report wanted anew, for whoever pressed; a second press finds it running."""
    message = query.message
    if not isinstance(message, Message):
        await query.answer()
        return
    outcome = await intake.start_one(
        Origin(message=message, who=who, language=language, request_message=message.message_id),
        callback_data.player,
        kind=TaskType.PLAYER_PERFORMANCE,
        quiet=True,
        idempotency=f"player:{query.id}",
        max_age_s=settings.tasks.refresh_seconds if callback_data.again else None,
    )
    await query.answer(text(language, "toast-active" if outcome in {"duplicate", "repeated"} else "toast-card"))


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="player")
    for observer in (router.message, router.channel_post):
        observer.register(player, Command("player", ignore_case=True))
    router.message.register(answered, Answering("player-ask"))
    router.callback_query.register(press, PlayerButton.filter())
    return router
