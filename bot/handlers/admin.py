"""Commands of admins, in their own chats. For anybody else, and anywhere else, there are no such commands."""

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot import admin_pages, admin_words
from bot.admin_desk import AdminDesk, Tools
from bot.admin_words import QUEUES, short
from bot.callbacks import AdminAct, AdminButton
from bot.handlers.admin_presses import register_presses
from bot.patience import Answer, answer
from errors import RedisUnavailableError
from pipelines.plans import Queue
from pipelines.steering import queue_named
from settings import Settings
from tasks.records import Requester
from texts.catalogue import Language, text

AGAIN = {"repeated": "admin-task-retried-before", "duplicate": "admin-task-under-way"}
"""What is said of retries that find a task which is there already, by their outcomes."""
MOST_HOURS = 168
"""Records of failures are kept for a week."""

PAGES = {
    "admin_queue_status": AdminButton(act=AdminAct.STATUS),
    "admin_queue_metrics": AdminButton(act=AdminAct.METRICS),
    "admin_queue_users": AdminButton(act=AdminAct.USERS),
    "admin_tasks": AdminButton(act=AdminAct.TASKS, arg="failed"),
    "admin_log": AdminButton(act=AdminAct.LOG),
}


def is_admin(message: Message, who: Requester, settings: Settings) -> bool:
    """Whether an admin asks where no stranger reads along: in private, or in a chat of ADMIN_IDS."""
    return who.admin and (message.chat.type == "private" or message.chat.id in settings.admins)


async def say(message: Message, language: Language, desk: AdminDesk, work: Callable[[Tools], Answer]) -> None:
    """Answer with what `work` says, within a second; Redis away is an answer too."""
    await answer(message, language, _said(language, desk, work), text(language, "admin-reading"))


async def _said(language: Language, desk: AdminDesk, work: Callable[[Tools], Answer]) -> Answer:
    try:
        return await desk.ask(work)
    except RedisUnavailableError as error:
        return Answer(admin_words.refused(language, error))


async def listed(message: Message, language: Language) -> None:
    """/admin: what there is."""
    await message.answer(text(language, "admin-help", queues=QUEUES))


async def page(message: Message, language: Language, admin_desk: AdminDesk, button: AdminButton) -> None:
    """A command that shows a page."""
    await say(message, language, admin_desk, lambda tools: admin_pages.render(tools, button, language))


async def task(message: Message, command: CommandObject, language: Language, admin_desk: AdminDesk) -> None:
    """/admin_task ID."""
    if (wanted := await _id(message, command, language)) is None:
        return
    button = AdminButton(act=AdminAct.TASK, arg=wanted)
    await say(message, language, admin_desk, lambda tools: admin_pages.render(tools, button, language))


async def retry(
    message: Message, command: CommandObject, who: Requester, language: Language, admin_desk: AdminDesk
) -> None:
    """/admin_task_retry ID: its person gets the answer."""
    if (wanted := await _id(message, command, language)) is None:
        return

    def work(tools: Tools) -> Answer:
        submitted = tools.steering.retry(wanted, who)
        key = AGAIN.get(submitted.outcome, "admin-task-retried")
        return Answer(text(language, key, id=escape(submitted.task.id)))

    await say(message, language, admin_desk, work)


async def cancel(
    message: Message, command: CommandObject, who: Requester, language: Language, admin_desk: AdminDesk
) -> None:
    """/admin_task_cancel ID."""
    if (wanted := await _id(message, command, language)) is None:
        return

    def work(tools: Tools) -> Answer:
        return Answer(text(language, "admin-task-cancelled", id=escape(tools.steering.cancel(wanted, who).id)))

    await say(message, language, admin_desk, work)


async def steer(
    message: Message, command: CommandObject, who: Requester, language: Language, admin_desk: AdminDesk
) -> None:
    """/admin_pause and /admin_resume."""
    queue = queue_named(command.args or "")
    if queue is None:
        values = {"queues": QUEUES, "first": short(Queue.LOW), "command": command.command}
        await message.reply(text(language, "admin-queue-which", values))
        return
    pausing = command.command == "admin_pause"

    def work(tools: Tools) -> Answer:
        changed = tools.steering.pause(queue, who) if pausing else tools.steering.resume(queue, who)
        key = ("admin-paused" if pausing else "admin-resumed") + ("" if changed else "-before")
        return Answer(text(language, key, queue=short(queue)))

    await say(message, language, admin_desk, work)


async def clean_up(
    message: Message, command: CommandObject, language: Language, admin_desk: AdminDesk, settings: Settings
) -> None:
    """/admin_queue_cleanup [hours]: what would go, and a button that does it."""
    wanted = (command.args or "").strip() or str(kept_hours(settings))
    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 3 or not 1 <= int(wanted) <= MOST_HOURS:
        await message.reply(text(language, "admin-hours", most=str(MOST_HOURS)))
        return
    await say(message, language, admin_desk, lambda tools: admin_pages.clean_up_offer(tools, int(wanted), language))


def kept_hours(settings: Settings) -> int:
    """How long ended tasks are kept by themselves, in whole hours."""
    return max(1, min(MOST_HOURS, round(settings.tasks.cleanup_hours)))


async def _id(message: Message, command: CommandObject, language: Language) -> str | None:
    words = (command.args or "").split()
    wanted = words[0].lower() if words else ""
    if admin_pages.TASK_ID.fullmatch(wanted):
        return wanted
    key = "admin-task-gone" if wanted else "admin-task-which"
    await message.reply(text(language, key, {} if wanted else {"command": command.command}))
    return None


def build_router() -> Router:
    """The handlers of this module and of the buttons under its pages."""
    router = Router(name="admin")
    commands: dict[str, Callable[..., Any]] = {
        "admin": listed,
        "admin_task": task,
        "admin_task_retry": retry,
        "admin_task_cancel": cancel,
        "admin_pause": steer,
        "admin_resume": steer,
        "admin_queue_cleanup": clean_up,
    }
    for name, handler in commands.items():
        router.message.register(handler, Command(name, ignore_case=True), is_admin)
    for name, button in PAGES.items():
        router.message.register(partial(page, button=button), Command(name, ignore_case=True), is_admin)
    register_presses(router)
    return router
