"""What buttons carry: an action and a task's id, well under Telegram's 64 bytes."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class Action(StrEnum):
    """What a button under a task does; the values travel, so they stay."""

    REFRESH = "r"
    CANCEL = "c"
    RETRY = "y"
    SHOW = "s"
    CANCEL_IN_LIST = "x"
    LIST = "l"


class TaskButton(CallbackData, prefix="t"):
    """A press under a task's message or in the list of tasks."""

    action: Action
    task: str


class CardButton(CallbackData, prefix="r"):
    """A press under a card: analyse its match anew. Whoever presses gets a task of their own."""

    match: str


class LanguageButton(CallbackData, prefix="lang"):
    """A choice of language."""

    code: str
