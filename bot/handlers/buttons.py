"""Presses under tasks. Only the owner (or an admin) moves anything; everybody gets an answer, at once."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message

from bot import progress_text, requesters
from bot.answers import toast
from bot.callbacks import Action, CardButton, TaskButton
from bot.cards import Reader
from bot.handlers.my_tasks import SHOWN, listing
from bot.intake import Intake, Origin
from bot.progress import ProgressTracker
from bot.remembered import Remembered
from bot.tasks_gateway import TasksGateway
from bot.telling import show_again
from faceit.links import match_ids
from settings import Settings
from tasks.errors import NotYoursError, TaskActiveError, TaskEndedError, UnknownTaskError
from tasks.records import Requester, TaskView
from tasks.states import State
from texts.catalogue import Language, text

T = TypeVar("T")


async def _allowed(
    bot: Bot, query: CallbackQuery, who: Requester, act: Callable[[Requester], Awaitable[T]]
) -> tuple[T, Requester]:
    """Do it as the person; if the task is the chat's, as the chat for its admins. Raises NotYoursError."""
    try:
        return await act(who), who
    except NotYoursError:
        chat = await requesters.on_behalf_of_chat(bot, query, who)
        if chat.owner == who.owner:
            raise
        return await act(chat), chat


async def refresh(
    query: CallbackQuery,
    callback_data: TaskButton,
    bot: Bot,
    who: Requester,
    language: Language,
    tasks: TasksGateway,
    tracker: ProgressTracker,
) -> None:
    """The state of now in a toast, and in the message unless it was edited a moment ago."""
    view, _ = await _allowed(bot, query, who, lambda one: tasks.status(callback_data.task, one))
    await query.answer(toast(_state(language, view)))
    if query.message is not None:
        await tracker.refresh(view, query.message.chat.id, query.message.message_id)


def _state(language: Language, view: TaskView) -> str:
    if view.state in {State.QUEUED, State.RUNNING}:
        operation = progress_text.operation(language, view)
        return text(language, "toast-progress", step=str(view.step), steps=str(view.steps), operation=operation)
    return progress_text.status(language, view)


async def cancel(
    query: CallbackQuery,
    callback_data: TaskButton,
    bot: Bot,
    who: Requester,
    language: Language,
    tasks: TasksGateway,
) -> None:
    """End the task; its message is edited by the delivery of the ending."""
    try:
        _, one = await _allowed(bot, query, who, lambda one: tasks.cancel(callback_data.task, one))
    except TaskEndedError:
        await query.answer(text(language, "toast-ended"))
        return
    await query.answer(text(language, "toast-cancelled"))
    if callback_data.action is Action.CANCEL_IN_LIST and isinstance(query.message, Message):
        words, keyboard = listing(language, await tasks.own(one, SHOWN))
        try:
            await query.message.edit_text(words, reply_markup=keyboard)
        except TelegramAPIError:
            return


async def retry(
    query: CallbackQuery,
    callback_data: TaskButton,
    bot: Bot,
    who: Requester,
    language: Language,
    tasks: TasksGateway,
    intake: Intake,
) -> None:
    """A new task for the same subject; a second press while it runs finds it running."""
    message = query.message
    if not isinstance(message, Message):
        await query.answer()
        return
    view, one = await _allowed(bot, query, who, lambda one: tasks.status(callback_data.task, one))
    if not view.state.final:
        raise TaskActiveError(view.id)
    request = view.request_message if view.chat == message.chat.id else message.message_id
    origin = Origin(message=message, who=one, language=language, request_message=request)
    outcome = await intake.accept(
        origin,
        lambda: tasks.retry(
            view.id,
            one,
            idempotency=f"retry:{query.id}",
            chat=message.chat.id,
            thread=origin.thread,
            request_message=request,
            lang=language,
        ),
        quiet=True,
    )
    await query.answer(text(language, "toast-retried" if outcome in {"created", "joined"} else "toast-active"))


async def card(
    query: CallbackQuery,
    callback_data: CardButton,
    who: Requester,
    language: Language,
    intake: Intake,
    settings: Settings,
) -> None:
    """A new analysis of a card's match, for whoever pressed; a second press finds it running."""
    message = query.message
    matches = match_ids(callback_data.match)
    if not isinstance(message, Message) or not matches:
        await query.answer()
        return
    outcome = await intake.start_one(
        Origin(message=message, who=who, language=language, request_message=message.message_id),
        matches[0],
        quiet=True,
        idempotency=f"card:{query.id}",
        max_age_s=settings.tasks.refresh_seconds,
    )
    await query.answer(text(language, "toast-active" if outcome in {"duplicate", "repeated"} else "toast-card"))


async def show(
    query: CallbackQuery,
    callback_data: TaskButton,
    bot: Bot,
    who: Requester,
    language: Language,
    tasks: TasksGateway,
    remembered: Remembered,
    settings: Settings,
) -> None:
    """Send a finished report again; one that is kept no longer has to be made anew."""
    try:
        view, _ = await _allowed(bot, query, who, lambda one: tasks.status(callback_data.task, one))
    except UnknownTaskError:
        hours = f"{settings.tasks.cleanup_hours:g}"
        await query.answer(text(language, "toast-report-old", hours=hours), show_alert=True)
        return
    await query.answer(text(language, "toast-shown"))
    if isinstance(query.message, Message):
        reader = Reader(language, await remembered.player_id(who.owner))
        await show_again(query.message, tasks, view, reader, settings.tasks.cleanup_hours)


async def own_list(query: CallbackQuery, who: Requester, language: Language, tasks: TasksGateway) -> None:
    """The list of tasks, as a new message."""
    await query.answer()
    if isinstance(query.message, Message):
        words, keyboard = listing(language, await tasks.own(who, SHOWN))
        await query.message.answer(words, reply_markup=keyboard)


async def unknown(query: CallbackQuery) -> None:
    """A button of another release."""
    await query.answer()


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="buttons")
    presses = router.callback_query
    presses.register(refresh, TaskButton.filter(F.action == Action.REFRESH))
    presses.register(cancel, TaskButton.filter(F.action.in_({Action.CANCEL, Action.CANCEL_IN_LIST})))
    presses.register(retry, TaskButton.filter(F.action == Action.RETRY))
    presses.register(show, TaskButton.filter(F.action == Action.SHOW))
    presses.register(card, CardButton.filter())
    presses.register(own_list, TaskButton.filter(F.action == Action.LIST))
    presses.register(unknown)
    return router
