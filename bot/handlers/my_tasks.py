"""/my_tasks and /cancel_task."""

from collections.abc import Sequence
from html import escape

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import InlineKeyboardMarkup, Message

from bot import keyboards, progress_text
from bot.tasks_gateway import TasksGateway
from faceit.links import room_link
from pipelines.bulk import BulkSubject
from reports.escape import name
from tasks.records import Requester, TaskView
from tasks.states import TaskType
from texts.catalogue import Language, text

SHOWN = 10
TITLE_WIDTH = 40


def listing(language: Language, views: Sequence[TaskView]) -> tuple[str, InlineKeyboardMarkup | None]:
    """The list of tasks as text and buttons."""
    if not views:
        return text(language, "tasks-empty"), None
    lines = [text(language, "tasks-title"), "", *(_line(language, view) for view in views)]
    return "\n".join(lines), keyboards.task_list(language, views)


def _line(language: Language, view: TaskView) -> str:
    subject = (
        _bulk(language, view) if view.type is TaskType.BULK_ANALYSIS else name(view.title or view.subject, TITLE_WIDTH)
    )
    if view.type is TaskType.MATCH_ANALYSIS:
        shown = subject if view.title else f"{view.subject[:10]}…"
        subject = f'<a href="{escape(room_link(view.subject, language))}">{shown}</a>'
    values = {"status": progress_text.status(language, view), "id": escape(view.id), "subject": subject}
    if view.state.final:
        return text(language, "tasks-line", values)
    done, total = progress_text.share(view)
    return text(language, "tasks-line-steps", values, step=str(done), steps=str(total))


def _bulk(language: Language, view: TaskView) -> str:
    subject = BulkSubject.parse(view.subject)
    if not subject.player:
        return text(language, "tasks-bulk", count=subject.size)
    return text(language, "tasks-bulk-last", count=str(subject.count), player=name(view.title or "…", TITLE_WIDTH))


async def my_tasks(message: Message, who: Requester, language: Language, tasks: TasksGateway) -> None:
    """One's own tasks with what can be done about each."""
    words, keyboard = listing(language, await tasks.own(who, SHOWN))
    if tasks.away:
        words += "\n\n" + text(language, "tasks-alone")
    await message.answer(words, reply_markup=keyboard)


async def cancel_task(
    message: Message, command: CommandObject, who: Requester, language: Language, tasks: TasksGateway
) -> None:
    """Cancel the task named, or the only one under way; ask which when there are several."""
    wanted = (command.args or "").strip().split(maxsplit=1)
    if not wanted:
        active = [view for view in await tasks.own(who, SHOWN) if not view.state.final]
        if not active:
            await message.reply(text(language, "cancel-none"))
            return
        if len(active) > 1:
            _, keyboard = listing(language, active)
            await message.reply(text(language, "cancel-which"), reply_markup=keyboard)
            return
        wanted = [active[0].id]
    view = await tasks.cancel(wanted[0].lower(), who)
    await message.reply(text(language, "cancel-done", id=escape(view.id)))


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="my_tasks")
    for observer in (router.message, router.channel_post):
        observer.register(my_tasks, Command("my_tasks"))
        observer.register(cancel_task, Command("cancel_task"))
    return router
