"""Presses under the admins' pages. Who presses is looked at each time; for others these buttons do nothing."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot import admin_pages, admin_words
from bot.admin_desk import AdminDesk, Tools
from bot.admin_offers import NAME, AdminOffer
from bot.answers import toast
from bot.callbacks import AdminAct, AdminButton
from bot.patience import Answer
from bot.refusals import Refusal, refusal
from errors import RedisUnavailableError
from pipelines.steering import queue_named
from settings import Settings
from tasks.errors import TaskEndedError
from tasks.records import Requester
from texts.catalogue import Language, text

OFFERS = {
    AdminAct.RETRY_FAILED: admin_pages.retry_offer,
    AdminAct.CANCEL_ACTIVE: admin_pages.cancel_offer,
    AdminAct.DELETE_FAILED: admin_pages.delete_failed_offer,
}


def is_admin(query: CallbackQuery, who: Requester, settings: Settings) -> bool:
    """Whether an admin presses where admins' pages are shown."""
    chat = query.message.chat if query.message is not None else None
    return who.admin and chat is not None and (chat.type == "private" or chat.id in settings.admins)


async def show(query: CallbackQuery, callback_data: AdminButton, language: Language, admin_desk: AdminDesk) -> None:
    """Another page, or this one anew, in the same message."""
    await query.answer()
    try:
        given = await admin_desk.ask(lambda tools: admin_pages.render(tools, callback_data, language))
    except RedisUnavailableError as error:
        given = Answer(admin_words.refused(language, error), _keyboard(query))
    await _put(query, given)


async def retry(
    query: CallbackQuery, callback_data: AdminButton, who: Requester, language: Language, admin_desk: AdminDesk
) -> None:
    """The task anew for its person; pressed again, the same."""
    if not await _known(query, callback_data, language):
        return
    submitted = await admin_desk.soon(lambda tools: tools.steering.retry(callback_data.arg, who))
    again = submitted.outcome in {"repeated", "duplicate"}
    await query.answer(text(language, "toast-active" if again else "toast-retried"))
    button = AdminButton(act=AdminAct.TASK, arg=submitted.task.id)
    await _put(query, await admin_desk.ask(lambda tools: admin_pages.render(tools, button, language)))


async def cancel(
    query: CallbackQuery, callback_data: AdminButton, who: Requester, language: Language, admin_desk: AdminDesk
) -> None:
    """End the task; its person is told."""
    if not await _known(query, callback_data, language):
        return
    try:
        await admin_desk.soon(lambda tools: tools.steering.cancel(callback_data.arg, who))
        await query.answer(text(language, "toast-cancelled"))
    except TaskEndedError:
        await query.answer(text(language, "toast-ended"))
    button = AdminButton(act=AdminAct.TASK, arg=callback_data.arg)
    await _put(query, await admin_desk.ask(lambda tools: admin_pages.render(tools, button, language)))


async def _known(query: CallbackQuery, button: AdminButton, language: Language) -> bool:
    if admin_pages.TASK_ID.fullmatch(button.arg):
        return True
    await query.answer(toast(text(language, "admin-task-gone")), show_alert=True)
    return False


async def resume(
    query: CallbackQuery, callback_data: AdminButton, who: Requester, language: Language, admin_desk: AdminDesk
) -> None:
    """Lift a pause from the page that shows it."""
    queue = queue_named(callback_data.arg)
    if queue is None:
        await query.answer()
        return
    changed = await admin_desk.soon(lambda tools: tools.steering.resume(queue, who))
    key = "admin-resumed" if changed else "admin-resumed-before"
    await query.answer(toast(text(language, key, queue=callback_data.arg)))
    button = AdminButton(act=AdminAct.STATUS)
    await _put(query, await admin_desk.ask(lambda tools: admin_pages.render(tools, button, language)))


async def offer(query: CallbackQuery, callback_data: AdminButton, language: Language, admin_desk: AdminDesk) -> None:
    """All of them at once: say how many, ask once more, in a message of its own."""
    await query.answer()
    try:
        given = await admin_desk.ask(lambda tools: _offered(tools, callback_data, language))
    except RedisUnavailableError as error:
        given = Answer(admin_words.refused(language, error))
    if isinstance(query.message, Message):
        await query.message.answer(given.text, reply_markup=given.keyboard)


def _offered(tools: Tools, button: AdminButton, language: Language) -> Answer:
    if button.act is AdminAct.DELETE:
        return admin_pages.delete_offer(tools, button.arg, language)
    return OFFERS[button.act](tools, language)


async def confirm(
    query: CallbackQuery, callback_data: AdminButton, who: Requester, language: Language, admin_desk: AdminDesk
) -> None:
    """Do what was offered, once; a second press finds it done."""
    if not NAME.fullmatch(callback_data.arg):
        await query.answer()
        return
    offered = await admin_desk.soon(lambda tools: tools.offers.take(callback_data.arg))
    if offered is None:
        await query.answer(toast(text(language, "toast-admin-old")), show_alert=True)
        await _without_buttons(query)
        return
    await query.answer()

    try:
        given = await admin_desk.ask(lambda tools: Answer(_done(tools, offered, who, language)))
    except RedisUnavailableError as error:
        given = Answer(admin_words.refused(language, error))
    await _put(query, given)


def _done(tools: Tools, offered: AdminOffer, who: Requester, language: Language) -> str:
    """Do what was offered; what was done, in words."""
    steering = tools.steering
    match offered.what:
        case "clean-up":
            counts = steering.clean_up(offered.hours, who)
            return text(language, "admin-clean-done", {kind: str(count) for kind, count in counts.items()})
        case "retry-failed":
            return text(language, "admin-retry-done", count=str(steering.retry_failed(offered.hours, who)))
        case "delete-failed":
            return text(language, "admin-delete-done", count=str(steering.delete_failed(who)))
        case "delete":
            gone = steering.delete(offered.task, who)
            return text(language, "admin-delete-one-done" if gone else "admin-delete-stays", id=offered.task)
        case _:
            return text(language, "admin-cancel-done", count=str(steering.cancel_active(who)))


async def leave(query: CallbackQuery, callback_data: AdminButton, language: Language, admin_desk: AdminDesk) -> None:
    """Leave what was offered."""
    if NAME.fullmatch(callback_data.arg):
        await admin_desk.soon(lambda tools: tools.offers.take(callback_data.arg))
    await query.answer(text(language, "admin-offer-left"))
    await _without_buttons(query)


async def _put(query: CallbackQuery, given: Answer) -> None:
    if not isinstance(query.message, Message):
        return
    try:
        await query.message.edit_text(given.text, reply_markup=given.keyboard)
    except TelegramAPIError as error:
        if refusal(error) is Refusal.DONE:
            return
        # Too old to be edited, or gone.
        await query.message.answer(given.text, reply_markup=given.keyboard)


async def _without_buttons(query: CallbackQuery) -> None:
    if not isinstance(query.message, Message):
        return
    try:
        await query.message.edit_reply_markup(reply_markup=None)
    except TelegramAPIError:
        return


def _keyboard(query: CallbackQuery) -> InlineKeyboardMarkup | None:
    return query.message.reply_markup if isinstance(query.message, Message) else None


def register_presses(router: Router) -> None:
    """The handlers of this module."""
    handlers: dict[AdminAct, Callable[..., object]] = {
        **dict.fromkeys(admin_pages.PAGES, show),
        AdminAct.RETRY: retry,
        AdminAct.CANCEL: cancel,
        AdminAct.RESUME: resume,
        AdminAct.RETRY_FAILED: offer,
        AdminAct.CANCEL_ACTIVE: offer,
        AdminAct.DELETE: offer,
        AdminAct.DELETE_FAILED: offer,
        AdminAct.CONFIRM: confirm,
        AdminAct.LEAVE: leave,
    }
    for act, handler in handlers.items():
        router.callback_query.register(handler, AdminButton.filter(F.act == act), is_admin)
