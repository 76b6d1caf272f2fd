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


class PlayerButton(CallbackData, prefix="p"):
    """Analyse a player, by id; `again`: under his card, so a report made a moment ago will not do."""

    player: str
    again: bool = False


class LinkButton(CallbackData, prefix="a"):
    """Tie the presser's account to a player, by id; an empty one: it is none of them."""

    player: str


class ForgetButton(CallbackData, prefix="f"):
    """Forget everything about the presser, or keep it."""

    sure: bool


class TimezoneButton(CallbackData, prefix="z"):
    """A choice of time zone, by its IANA name."""

    zone: str


class LanguageButton(CallbackData, prefix="lang"):
    """A choice of language."""

    code: str


class BulkButton(CallbackData, prefix="b"):
    """Start a bulk that was offered, at a depth; an empty depth: leave it."""

    offer: str
    depth: str


class AdminAct(StrEnum):
    """What a button under an admin's page does; the values travel, so they stay."""

    STATUS = "s"
    METRICS = "m"
    USERS = "u"
    TASKS = "t"
    TASK = "d"
    LOG = "l"
    RETRY = "y"
    CANCEL = "c"
    RESUME = "r"
    RETRY_FAILED = "ya"
    CANCEL_ACTIVE = "ca"
    DELETE = "x"
    DELETE_FAILED = "xa"
    CONFIRM = "k"
    LEAVE = "n"


class AdminButton(CallbackData, prefix="m"):
    """A press of an admin: `arg` is a task's id, a queue's short name, a filter or an offer."""

    act: AdminAct
    arg: str = ""
    page: int = 1


class StatsButton(CallbackData, prefix="s"):
    """One's own statistics at a depth; `again`: anew, so a report made a moment ago will not do."""

    depth: int
    again: bool = False
