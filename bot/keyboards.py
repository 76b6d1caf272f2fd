"""Inline keyboards of the bot's messages."""

from collections.abc import Sequence

from aiogram.enums import ButtonStyle
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import Action, CardButton, PlayerButton, TaskButton
from faceit.links import profile_link, room_link
from tasks.records import TaskView
from tasks.states import State
from texts.catalogue import Language, text

COPIED = 256
"""The most characters that a button can copy, by the Bot API's CopyTextButton; with more the message is refused."""


def _button(words: str, action: Action, task: str, *, danger: bool = False) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=words,
        callback_data=TaskButton(action=action, task=task).pack(),
        style=ButtonStyle.DANGER.value if danger else None,
    )


def rows(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=list(rows))


def progress(language: Language, task: str) -> InlineKeyboardMarkup:
    """Refresh and cancel, under a task that is under way."""
    return rows(
        [
            _button(text(language, "button-refresh"), Action.REFRESH, task),
            _button(text(language, "button-cancel"), Action.CANCEL, task, danger=True),
        ]
    )


def retry(language: Language, task: str) -> InlineKeyboardMarkup:
    """Try a failed task again."""
    return rows([_button(text(language, "button-retry"), Action.RETRY, task)])


def ended(language: Language, view: TaskView) -> InlineKeyboardMarkup | None:
    """Under the one line an ended task leaves: a failed one can be tried again."""
    return retry(language, view.id) if view.state is State.FAILED else None


def my_tasks(language: Language) -> InlineKeyboardMarkup:
    """A way to one's list of tasks."""
    return rows([_button(text(language, "button-my-tasks"), Action.LIST, "")])


def card(
    language: Language, view: TaskView, *, before_veto: bool = False, chosen: str | None = None
) -> InlineKeyboardMarkup:
    """Under a match card: analyse again, open the room, copy its link. `chosen`: the map known only since the card."""
    link = room_link(view.subject, language)
    again = text(language, "button-card-veto" if before_veto else "button-refresh")
    if chosen is not None:
        again = text(language, "button-card-chosen", map=chosen) if chosen else text(language, "button-card-started")
    return rows(
        [InlineKeyboardButton(text=again, callback_data=CardButton(match=view.subject).pack())],
        [
            InlineKeyboardButton(text=text(language, "button-room"), url=link),
            InlineKeyboardButton(text=text(language, "button-copy"), copy_text=CopyTextButton(text=link)),
        ],
    )


def player_card(language: Language, player_id: str, nickname: str) -> InlineKeyboardMarkup:
    """Under a player's report: analyse again, open the profile, copy its link."""
    link = profile_link(nickname, language)
    again = PlayerButton(player=player_id, again=True).pack()
    about = [InlineKeyboardButton(text=text(language, "button-profile"), url=link)]
    if len(link) <= COPIED:
        about.append(InlineKeyboardButton(text=text(language, "button-copy"), copy_text=CopyTextButton(text=link)))
    return rows([InlineKeyboardButton(text=text(language, "button-refresh"), callback_data=again)], about)


def team_card(language: Language, task: str) -> InlineKeyboardMarkup:
    """Under a line-up's report: the same task once more. Five ids would not fit into a button."""
    return rows([_button(text(language, "button-refresh"), Action.RETRY, task)])


MATCHES_IN_ROW = 8
"""The most that Telegram puts side by side."""


def matches(language: Language, tasks: Sequence[str], before: int) -> InlineKeyboardMarkup | None:
    """A button a match of a bulk, by its number, which opens the report; `before`: matches on the pages before."""
    buttons = [
        _button(text(language, "button-bulk-match", number=str(before + at)), Action.SHOW, task)
        for at, task in enumerate(tasks, 1)
    ]
    return (
        rows(*(buttons[at : at + MATCHES_IN_ROW] for at in range(0, len(buttons), MATCHES_IN_ROW))) if buttons else None
    )


def task_list(language: Language, views: Sequence[TaskView]) -> InlineKeyboardMarkup | None:
    """A button a task: cancel it, show its report again, or try it again. Two in a row."""
    buttons = [_of_task(language, view) for view in views if view.state is not State.CANCELLED]
    return rows(*(buttons[start : start + 2] for start in range(0, len(buttons), 2))) if buttons else None


def _of_task(language: Language, view: TaskView) -> InlineKeyboardButton:
    if view.state is State.COMPLETED:
        return _button(text(language, "button-show-id", id=view.id), Action.SHOW, view.id)
    if view.state is State.FAILED:
        return _button(text(language, "button-retry-id", id=view.id), Action.RETRY, view.id)
    return _button(text(language, "button-cancel-id", id=view.id), Action.CANCEL_IN_LIST, view.id, danger=True)
