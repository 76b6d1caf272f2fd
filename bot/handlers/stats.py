"""/stats: one's own statistics over the last matches. Only for people: a chat is nobody on FACEIT."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from analysis.user.depth import DEPTHS, USUAL, UTC, Depth
from bot.answers import PeopleOnlyError
from bot.callbacks import StatsButton
from bot.intake import Intake, Origin, origin_of
from bot.remembered import Remembered
from errors import InputError
from settings import Settings
from tasks.records import Requester
from tasks.states import TaskType
from texts.catalogue import Language, text


class StatsNeedsLinkError(InputError):
    """It is not known who this person is on FACEIT."""

    code = "stats-needs-link"


class StatsDepthError(InputError):
    """A number of matches that is not offered."""

    code = "stats-depth"

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """`depths`: those that are; `usual`: the one without a word."""
        return {"depths": ", ".join(map(str, DEPTHS)), "usual": str(USUAL)}


async def stats(
    message: Message,
    command: CommandObject,
    who: Requester,
    language: Language,
    intake: Intake,
    remembered: Remembered,
) -> None:
    """/stats, perhaps with a number of matches."""
    wanted = matches_of(command.args or "")
    player, depth = await _own(who, wanted, remembered)
    await intake.start_one(origin_of(message, who, language), player, kind=TaskType.USER_ANALYTICS, depth=str(depth))


async def press(
    query: CallbackQuery,
    callback_data: StatsButton,
    who: Requester,
    language: Language,
    intake: Intake,
    remembered: Remembered,
    settings: Settings,
) -> None:
    """Another depth, or the report anew: that of whoever pressed. A second press finds it running."""
    message = query.message
    if not isinstance(message, Message) or callback_data.depth not in DEPTHS:
        await query.answer()
        return
    player, depth = await _own(who, callback_data.depth, remembered)
    outcome = await intake.start_one(
        Origin(message=message, who=who, language=language, request_message=message.message_id),
        player,
        kind=TaskType.USER_ANALYTICS,
        quiet=True,
        idempotency=f"stats:{query.id}",
        max_age_s=settings.tasks.refresh_seconds if callback_data.again else None,
        depth=str(depth),
    )
    await query.answer(text(language, "toast-active" if outcome in {"duplicate", "repeated"} else "toast-card"))


def matches_of(words: str) -> int:
    """The number of matches asked for, the usual one without a word. Raises StatsDepthError."""
    wanted = words.strip()
    if not wanted:
        return USUAL
    found = next((depth for depth in DEPTHS if str(depth) == wanted), None)
    if found is None:
        raise StatsDepthError(wanted)
    return found


async def _own(who: Requester, matches: int, remembered: Remembered) -> tuple[str, Depth]:
    """The person's player and how deep to look, in the person's time zone.

    Raises PeopleOnlyError, StatsNeedsLinkError, and StorageUnavailableError: "no link" would be a wrong answer while
    that can't be known.
    """
    if not who.owner.startswith("tg:"):
        raise PeopleOnlyError
    account = await remembered.accounts.of(who.owner)
    if account is None:
        raise StatsNeedsLinkError
    return account.player_id, Depth(matches, await remembered.preferences.timezone(who.owner) or UTC)


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="stats")
    for observer in (router.message, router.channel_post):
        observer.register(stats, Command("stats", ignore_case=True))
    router.callback_query.register(press, StatsButton.filter())
    return router
