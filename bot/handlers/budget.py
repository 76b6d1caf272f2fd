"""/budget: how far this hour's FACEIT calls have gone, and what that has cost today. For admins."""

import math

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.admin_desk import AdminDesk, Tools
from bot.handlers.admin import is_admin, say
from bot.patience import Answer
from faceit.budget import Lane
from faceit.supply_stats import SupplyNow, supply_now
from texts.catalogue import Language, text


async def budget(message: Message, language: Language, admin_desk: AdminDesk) -> None:
    """/budget of an admin."""
    await say(message, language, admin_desk, lambda tools: Answer(shown(_read(tools), language)))


def shown(now: SupplyNow, language: Language) -> str:
    """The counts as a message."""
    lines = [
        text(language, "budget-title"),
        "",
        text(
            language,
            "budget-calls",
            calls=str(now.calls),
            limit=str(now.limit),
            percent=str(math.floor(100 * now.calls / now.limit)),
        ),
        text(language, "budget-level", level=now.level.value),
        text(language, "budget-rate", rate=f"{now.rate:g}", source="faceit" if now.rate_learnt else "settings"),
        text(language, "budget-ends", minutes=math.ceil(now.hour_ends_s / 60)),
        "",
        text(language, "budget-today", short=str(now.short), last=str(now.last)),
        text(
            language,
            "budget-pauses",
            bulk=str(now.paused[Lane.BULK]),
            others=str(now.paused[Lane.INTERACTIVE]),
        ),
    ]
    if now.by_hour:
        hours = ", ".join(f"{hour:02}: {calls}" for hour, calls in now.by_hour.items())
        lines.append(text(language, "budget-hours", hours=hours))
    return "\n".join(lines)


def _read(tools: Tools) -> SupplyNow:
    return supply_now(tools.client, tools.settings.faceit)


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="budget")
    router.message.register(budget, Command("budget", ignore_case=True), is_admin)
    return router
