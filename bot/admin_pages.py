"""An admin's pages from what Redis says now: read and written in one go, on a thread."""

import math
import re
import time
from collections.abc import Callable

from bot import admin_keyboards, admin_status_text, admin_task_text
from bot.admin_desk import Tools
from bot.admin_offers import MINUTES, AdminOffer
from bot.callbacks import AdminAct, AdminButton
from bot.patience import Answer
from pipelines.steering import AT_ONCE
from texts.catalogue import Language, text

SIZE = 8
"""Rows of a page: with what people wrote and a line of a traceback each they fit into one message."""

LAST_PAGE = 1000
TASK_ID = re.compile(r"[a-z0-9]{1,16}")
RETRY_HOURS = 24.0

Page = Callable[[Tools, AdminButton, Language], Answer]


def status(tools: Tools, button: AdminButton, language: Language) -> Answer:
    """Is all well?"""
    now = tools.overview.now()
    paused = [one.queue for one in now.queues if one.paused]
    return Answer(admin_status_text.status(now, language), admin_keyboards.page(language, button, paused))


def metrics(tools: Tools, button: AdminButton, language: Language) -> Answer:
    """A day in numbers, and all steps on the pages behind."""
    figures = tools.overview.figures()
    pages = admin_status_text.metrics_pages(figures)
    page = min(button.page, pages)
    if page > 1:
        words = admin_status_text.more_steps(figures, page, language)
    else:
        words = admin_status_text.metrics(figures, tools.overview.now(), language)
    return Answer(words, admin_keyboards.paged(language, button, page, pages))


def users(tools: Tools, button: AdminButton, language: Language) -> Answer:
    """Who asks for how much."""
    rows, total = tools.overview.people(page=button.page, size=SIZE)
    pages = _pages(total)
    words = admin_task_text.people(rows, button.page, pages, total, _now(), language)
    return Answer(words, admin_keyboards.paged(language, button, button.page, pages))


def tasks(tools: Tools, button: AdminButton, language: Language) -> Answer:
    """Tasks of everybody in one state, or all."""
    shown = button.arg if button.arg in admin_keyboards.FILTERS else "all"
    button = button.model_copy(update={"arg": shown})
    found = tools.overview.tasks(state=admin_keyboards.FILTERS[shown], page=button.page, size=SIZE)
    words = admin_task_text.tasks(found, shown, _now(), language)
    return Answer(words, admin_keyboards.tasks(language, button, found))


def task(tools: Tools, button: AdminButton, language: Language) -> Answer:
    """All about one task, or about a run that failed, which is known for longer."""
    name = button.arg
    one = (tools.overview.task(name) or tools.overview.failure(name)) if TASK_ID.fullmatch(name) else None
    if one is None:
        return Answer(text(language, "admin-task-gone"))
    return Answer(admin_task_text.details(one, language), admin_keyboards.task(language, one))


def acts(tools: Tools, button: AdminButton, language: Language) -> Answer:
    """What admins did."""
    total = tools.steering.acts_count()
    pages = _pages(total)
    found = tools.steering.acts(button.page, SIZE)
    words = admin_task_text.acts(found, button.page, pages, total, _now(), language)
    return Answer(words, admin_keyboards.paged(language, button, button.page, pages))


PAGES: dict[AdminAct, Page] = {
    AdminAct.STATUS: status,
    AdminAct.METRICS: metrics,
    AdminAct.USERS: users,
    AdminAct.TASKS: tasks,
    AdminAct.TASK: task,
    AdminAct.LOG: acts,
}


def render(tools: Tools, button: AdminButton, language: Language) -> Answer:
    """The page that a button asks for. Raises RedisUnavailableError."""
    within = button.model_copy(update={"page": min(max(1, button.page), LAST_PAGE)})
    return PAGES[button.act](tools, within, language)


def clean_up_offer(tools: Tools, hours: int, language: Language) -> Answer:
    """What a clean-up would take out, and the button that does it."""
    counts = tools.steering.clean_up_counts(hours)
    if not any(counts.values()):
        return Answer(text(language, "admin-clean-nothing", hours=str(hours)))
    name = tools.offers.put(AdminOffer("clean-up", hours))
    said = {kind: str(count) for kind, count in counts.items()}
    words = text(language, "admin-clean-offer", said, hours=str(hours), minutes=str(MINUTES))
    return Answer(words, admin_keyboards.offer(language, name))


def retry_offer(tools: Tools, language: Language) -> Answer:
    """How many failed, and the button that starts them anew."""
    count = len(tools.steering.failed(RETRY_HOURS))
    offer = AdminOffer("retry-failed", RETRY_HOURS)
    return _offer(tools, offer, count, language, "admin-retry-offer", hours=f"{RETRY_HOURS:g}")


def cancel_offer(tools: Tools, language: Language) -> Answer:
    """How many are under way, and the button that cancels them."""
    return _offer(tools, AdminOffer("cancel-active"), len(tools.steering.active()), language, "admin-cancel-offer")


def delete_failed_offer(tools: Tools, language: Language) -> Answer:
    """How many failed tasks are listed, and the button that takes them out."""
    return _offer(tools, AdminOffer("delete-failed"), len(tools.steering.deletable()), language, "admin-delete-offer")


def delete_offer(tools: Tools, task: str, language: Language) -> Answer:
    """Whether to take out one task. Nothing when there is none."""
    there = TASK_ID.fullmatch(task) is not None and tools.overview.task(task) is not None
    return _offer(tools, AdminOffer("delete", task=task), int(there), language, "admin-delete-one-offer", id=task)


def _offer(tools: Tools, offer: AdminOffer, count: int, language: Language, key: str, **more: str) -> Answer:
    if not count:
        return Answer(text(language, "admin-offer-nothing"))
    words = text(language, key, count=str(count), most=str(AT_ONCE), **more)
    return Answer(words, admin_keyboards.offer(language, tools.offers.put(offer)))


def _pages(total: int) -> int:
    return max(1, math.ceil(total / SIZE))


def _now() -> int:
    return int(time.time() * 1000)
