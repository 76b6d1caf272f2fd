"""Buttons under the admins' pages."""

from collections.abc import Iterable, Sequence

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot import keyboards
from bot.admin_words import short
from bot.callbacks import AdminAct, AdminButton
from pipelines.overview.task_model import Page, TaskDetails
from pipelines.plans import Queue
from tasks.states import State
from texts.catalogue import Language, text

FILTERS = {"failed": State.FAILED, "running": State.RUNNING, "queued": State.QUEUED, "all": None}
IN_ROW = 4


def _button(words: str, data: AdminButton, *, danger: bool = False) -> InlineKeyboardButton:
    style = ButtonStyle.DANGER.value if danger else None
    return InlineKeyboardButton(text=words, callback_data=data.pack(), style=style)


def _named(language: Language, key: str, act: AdminAct, arg: str = "", *, danger: bool = False) -> InlineKeyboardButton:
    return _button(text(language, f"button-admin-{key}"), AdminButton(act=act, arg=arg), danger=danger)


def _refresh(language: Language, data: AdminButton) -> InlineKeyboardButton:
    return _button(text(language, "button-refresh"), data)


def _ways(language: Language) -> list[InlineKeyboardButton]:
    return [
        _named(language, "status", AdminAct.STATUS),
        _named(language, "tasks", AdminAct.TASKS, "failed"),
        _named(language, "metrics", AdminAct.METRICS),
    ]


def _more(language: Language) -> list[InlineKeyboardButton]:
    return [_named(language, "users", AdminAct.USERS), _named(language, "log", AdminAct.LOG)]


def page(language: Language, data: AdminButton, paused: Iterable[Queue] = ()) -> InlineKeyboardMarkup:
    """Refresh, resume what is paused, and the ways to other pages."""
    resume = [
        [
            _button(
                text(language, "button-admin-resume", queue=short(queue)),
                AdminButton(act=AdminAct.RESUME, arg=short(queue)),
            )
        ]
        for queue in paused
    ]
    return keyboards.rows([_refresh(language, data)], *resume, _ways(language), _more(language))


def paged(language: Language, data: AdminButton, at: int, pages: int) -> InlineKeyboardMarkup:
    """A list's pages and a refresh."""
    return keyboards.rows(_turning(language, data, at, pages), _ways(language), _more(language))


def _turning(language: Language, data: AdminButton, at: int, pages: int) -> list[InlineKeyboardButton]:
    row = [_refresh(language, data)]
    if at > 1:
        before = data.model_copy(update={"page": at - 1})
        row.insert(0, _button(text(language, "button-admin-before"), before))
    if at < pages:
        row.append(_button(text(language, "button-admin-next"), data.model_copy(update={"page": at + 1})))
    return row


def tasks(language: Language, data: AdminButton, shown: Page) -> InlineKeyboardMarkup:
    """A button a task, filters, pages, and what can be done to all of them."""
    of_tasks = [
        _button(text(language, "button-admin-task", id=row.id), AdminButton(act=AdminAct.TASK, arg=row.id))
        for row in shown.rows
    ]
    filters = [_named(language, name, AdminAct.TASKS, name) for name in FILTERS]
    everything = []
    if data.arg == "failed" and shown.rows:
        everything = [
            _named(language, "retry-all", AdminAct.RETRY_FAILED),
            _named(language, "delete-all", AdminAct.DELETE_FAILED, danger=True),
        ]
    elif data.arg in {"running", "queued"} and shown.rows:
        everything = [_named(language, "cancel-all", AdminAct.CANCEL_ACTIVE, danger=True)]
    return keyboards.rows(
        *_in_rows(of_tasks),
        filters,
        *([everything] if everything else []),
        _turning(language, data, shown.page, shown.pages),
        _ways(language),
    )


def _in_rows(buttons: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [list(buttons[start : start + IN_ROW]) for start in range(0, len(buttons), IN_ROW)]


def task(language: Language, one: TaskDetails) -> InlineKeyboardMarkup:
    """What can be done to one task."""
    of_task = one.row.id
    again = _refresh(language, AdminButton(act=AdminAct.TASK, arg=of_task))
    if one.only_record:
        return keyboards.rows([again], _ways(language))
    acts = (
        [
            _named(language, "retry", AdminAct.RETRY, of_task),
            _named(language, "delete", AdminAct.DELETE, of_task, danger=True),
        ]
        if one.row.state.final
        else [_named(language, "cancel", AdminAct.CANCEL, of_task, danger=True)]
    )
    return keyboards.rows([again, *acts], _ways(language))


def offer(language: Language, name: str) -> InlineKeyboardMarkup:
    """Yes or no."""
    return keyboards.rows(
        [
            _named(language, "sure", AdminAct.CONFIRM, name, danger=True),
            _named(language, "leave", AdminAct.LEAVE, name),
        ]
    )
