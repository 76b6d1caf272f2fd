"""The bot's parts put together: Telegram session with the limiter, dispatcher with its middlewares and routers."""

from dataclasses import dataclass

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.utils.token import TokenValidationError
from redis.asyncio import Redis

from bot import watch_handlers
from bot.admin_desk import AdminDesk
from bot.breaker import Breaker
from bot.bulk_desk import Desk
from bot.bulk_offers import BulkOffers
from bot.counting import Counting
from bot.discretion import Discretion
from bot.handlers import (
    account,
    admin,
    analyze,
    budget,
    bulk,
    buttons,
    language,
    my_tasks,
    player,
    privacy,
    start,
    stats,
    team,
    timezone,
)
from bot.intake import Intake
from bot.late_presses import LatePresses
from bot.limiter import SendLimiter
from bot.limits import Limits
from bot.lookup import Lookup
from bot.middlewares.flood import WINDOW_S, FloodMiddleware
from bot.middlewares.flood_shared import SharedFlood
from bot.middlewares.once import OnceMiddleware
from bot.middlewares.person import PersonMiddleware
from bot.middlewares.speech import LanguageMiddleware
from bot.mishaps import answer_error
from bot.pacing import Pacing
from bot.personal import PersonalData
from bot.progress import ProgressTracker
from bot.remembered import Remembered
from bot.tasks_gateway import TasksGateway
from bot.watch_store import WatchStore
from errors import ConfigurationError
from settings import Settings


@dataclass(frozen=True)
class Parts:
    """What the process runs."""

    bot: Bot
    dispatcher: Dispatcher
    tracker: ProgressTracker
    tasks: TasksGateway
    lookup: Lookup
    admin_desk: AdminDesk


def build_bot(settings: Settings, limiter: SendLimiter) -> Bot:
    """A Bot whose every send passes the limiter. Raises ConfigurationError when the token can't be one."""
    session = AiohttpSession(
        api=TelegramAPIServer.from_base(settings.telegram_api_url), timeout=settings.telegram.send_timeout
    )
    session.middleware(Pacing(limiter))
    session.middleware(LatePresses())
    session.middleware(Counting())
    defaults = DefaultBotProperties(
        parse_mode=ParseMode.HTML, link_preview_is_disabled=True, allow_sending_without_reply=True
    )
    token = settings.bot_token.get_secret_value()
    if not token:
        raise ConfigurationError("BOT_TOKEN", "is not set; @BotFather gives one")
    try:
        return Bot(token, session=session, default=defaults)
    except TokenValidationError as error:
        raise ConfigurationError("BOT_TOKEN", "does not look like a token; ask @BotFather for it") from error


def assemble(
    settings: Settings,
    client: Redis,
    tasks: TasksGateway,
    remembered: Remembered,
    *,
    tracking: type[ProgressTracker] = ProgressTracker,
    breaker: Breaker | None = None,
) -> Parts:
    """Everything that answers people, on a `command` client. Raises ConfigurationError."""
    breaker = breaker or Breaker.of(settings.redis)
    bot = build_bot(settings, SendLimiter(client, Limits.of(settings.telegram), breaker))
    tracker = tracking(bot, tasks, settings.tasks, settings.telegram.overall_per_second)
    lookup = Lookup(settings)
    admin_desk = AdminDesk(tasks, settings)
    dispatcher = Dispatcher(
        settings=settings,
        tasks=tasks,
        tracker=tracker,
        remembered=remembered,
        lookup=lookup,
        admin_desk=admin_desk,
        watch_store=WatchStore(client),
        discretion=Discretion(remembered, settings),
        personal=PersonalData(tasks, remembered.personal),
        desk=Desk(bot, BulkOffers(client, settings.bulk.offer_minutes), tasks, lookup, remembered, settings),
        intake=Intake(tasks, tracker, settings.tasks.max_concurrent_per_user),
    )
    dispatcher.update.outer_middleware(OnceMiddleware(client, breaker))
    dispatcher.update.outer_middleware(PersonMiddleware(settings.admins))
    flood = settings.telegram.updates_flood
    # One process polls, but any number may take updates by webhook.
    shared = SharedFlood(client, breaker, flood, WINDOW_S) if settings.telegram_webhook_url else None
    dispatcher.update.outer_middleware(FloodMiddleware(flood, remembered.last_known, shared=shared))
    dispatcher.update.outer_middleware(LanguageMiddleware(remembered))
    dispatcher.errors.register(answer_error)
    for module in (
        admin,
        watch_handlers,
        start,
        my_tasks,
        bulk,
        player,
        stats,
        team,
        account,
        timezone,
        language,
        privacy,
        buttons,
        budget,
        analyze,
    ):
        dispatcher.include_router(module.build_router())
    return Parts(bot, dispatcher, tracker, tasks, lookup, admin_desk)
