"""/budget: how far this hour's FACEIT calls have gone, and what that has cost today. For admins; not in the menu."""

import math
from contextlib import closing

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.tasks_gateway import TasksGateway
from connections import redis_client
from faceit.budget import Lane
from faceit.supply_stats import SupplyNow, supply_now
from settings import Settings
from tasks.records import Requester
from texts.catalogue import Language, text


async def budget(message: Message, language: Language, settings: Settings, tasks: TasksGateway) -> None:
    """/budget of an admin. Raises RedisUnavailableError."""
    now = await tasks.soon(lambda: _read(settings))
    await message.answer(shown(now, language))


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


def _read(settings: Settings) -> SupplyNow:
    with closing(redis_client("command", settings=settings)) as client:
        return supply_now(client, settings.faceit)


def is_admin(_message: Message, who: Requester) -> bool:
    """Whether an admin asks; for anybody else the command does not exist."""
    return who.admin


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="budget")
    router.message.register(budget, Command("budget", ignore_case=True), is_admin)
    return router
