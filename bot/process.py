"""The bot process: polling, progress and delivery side by side, and an orderly end of all three."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import structlog
from aiogram import Bot
from redis.asyncio import Redis

from bot import admin_menus, commands
from bot.admin_chats import AdminChats
from bot.answers import log_unexpected
from bot.assembly import Parts, assemble
from bot.delivery import FINISH_S, Delivery, from_queue
from bot.failure_alerts import FailureAlerts
from bot.fallback.assembly import build_fallback
from bot.holding import Holder
from bot.marks import MemoryMarks, RedisMarks
from bot.operator_notice import OperatorNotice
from bot.pictures import Pictures
from bot.polling import Poller, sign_in
from bot.progress_feed import ProgressFeed
from bot.reconciling import reconcile
from bot.remembered import open_database, remember
from bot.retention import keep_to_terms
from bot.tasks_gateway import Manager
from bot.telling import Teller
from bot.veto_watch import VetoWatch
from bot.watch_alerts import WatchAlerts
from bot.watch_redis import RedisWatch
from bot.watch_store import WatchStore
from bot.webhook_keeping import WebhookKeeper
from connections import open_async, redis_client
from errors import ConfigurationError
from logs import secrets_of
from measures import recorder
from settings import Settings
from tasks.leases import Lease
from texts.catalogue import read_all

DELIVERED_WITHIN_S = FINISH_S + 2
END_WITHIN_S = DELIVERED_WITHIN_S + 1
"""Half a minute after SIGTERM a platform kills."""

log = structlog.get_logger(__name__)


async def serve(settings: Settings, manager: Manager, stop: asyncio.Event) -> int:
    """Serve until `stop` is set; the exit code. 1 when the settings don't let the bot sign in."""
    await asyncio.to_thread(read_all)
    command = await open_async("command", "tasks", settings)
    consumer = await open_async("consumer", "tasks", settings)
    feed = await open_async("consumer", "tasks", settings)
    database = await open_database(settings)
    remembered = remember(database)
    fallback = build_fallback(settings, command, manager)
    tasks = fallback.tasks
    parts: Parts | None = None
    recorder.start(lambda: redis_client("command", "tasks", settings))
    try:
        parts = assemble(settings, command, tasks, remembered)
        fallback.endings.wake = parts.tracker.wake
        if not await _signed_in(parts, stop):
            return 0
        ttl = settings.telegram.lease_seconds
        poller = Poller(parts.bot, parts.dispatcher, settings.telegram.poll_timeout)
        watch = VetoWatch(parts.bot, parts.lookup.match)
        notice = OperatorNotice(parts.bot, command, remembered, settings.admins)
        teller = partial(
            Teller,
            parts.bot,
            tasks,
            parts.tracker,
            remembered,
            keep_hours=settings.tasks.cleanup_hours,
            watch=watch,
            notice=notice,
            pictures=Pictures(settings, tasks),
        )
        chats = AdminChats(parts.bot, remembered, settings.admins)
        alerts = FailureAlerts(chats, command, secrets_of(settings))
        marks = RedisMarks(command, Lease(command, "delivery", ttl))
        told = teller(marks=marks, first=fallback.twins.settle, alerts=alerts)
        delivery = Delivery(lambda: from_queue(consumer), tasks, told, stop.is_set)
        own_delivery = Delivery(lambda: fallback.endings, tasks, teller(marks=MemoryMarks()))
        keeper = WebhookKeeper(parts.bot, parts.dispatcher, settings)
        incoming = keeper.run if settings.telegram_webhook_url else poller.run
        polling = Holder("poller", Lease(command, "poller", ttl), ttl, incoming, alone=True)
        poller.on_conflict = polling.doubt
        desk = parts.admin_desk
        state = WatchAlerts(
            chats,
            command,
            lambda: desk.ask(lambda tools: tools.overview.now()),
            every_s=settings.monitoring.look_seconds,
            gone_ms=round(settings.monitoring.gone_seconds * 1000),
        )
        work = partial(_together, delivery.run, alerts.run, state.run)
        delivering = Holder("delivery", marks.lease, ttl, work, end_within_s=DELIVERED_WITHIN_S)
        marks.on_lost = delivering.doubt
        progress_feed = ProgressFeed(feed, parts.tracker, tasks, lambda: polling.active)
        await _until_stopped(
            stop,
            polling.run(),
            delivering.run(),
            delivery.finish(),
            progress_feed.run(),
            parts.tracker.run(),
            own_delivery.run(),
            told.marking.run(),
            fallback.health.run(),
            fallback.twins.run(),
            watch.run(),
            RedisWatch(chats, command, lambda: polling.active, muted=WatchStore(command).muted).run(),
            reconcile(settings),
            keep_to_terms(settings, remembered, command),
            _publish_menus(parts.bot, command, settings),
        )
    except ConfigurationError as error:
        log.error("bot.not_configured", setting=error.setting, problem=error.problem)
        return 1
    finally:
        if parts is not None:
            await parts.bot.session.close()
            parts.admin_desk.close()
        for client in (command, consumer, feed):
            await client.aclose()
        await database.close()
        fallback.local.close()
        tasks.close()
        await asyncio.to_thread(recorder.stop)
        log.info("bot.stopped")
    return 0


async def _signed_in(parts: Parts, stop: asyncio.Event) -> bool:
    signing_in = asyncio.create_task(sign_in(parts.bot))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({signing_in, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not signing_in.done():
        signing_in.cancel()
        return False
    await signing_in
    log.info("bot.signed_in")
    return True


async def _publish_menus(bot: Bot, client: Redis, settings: Settings) -> None:
    await commands.publish(bot)
    await admin_menus.publish(bot, client, settings.admins)


async def _together(*works: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Works of one lease: the first to end or to fail ends the others."""
    running = {asyncio.create_task(work()) for work in works}
    try:
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _until_stopped(stop: asyncio.Event, *works: Coroutine[Any, Any, None]) -> None:
    """Run all works until `stop`, or until one fails; end them together, parts on their way to Telegram included."""
    running = {asyncio.create_task(work) for work in works}
    stopping = asyncio.create_task(stop.wait())
    waiting = {*running, stopping}
    try:
        while stopping in waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stopping}:
                task.result()
    finally:
        stopping.cancel()
        for task in running:
            task.cancel()
        ended, _ = await asyncio.wait(running, timeout=END_WITHIN_S)
        for task in ended:
            error = None if task.cancelled() else task.exception()
            if error is not None and not isinstance(error, ConfigurationError):
                log_unexpected("bot.part_broke", error)


async def run(settings: Settings, manager: Manager) -> int:
    """`serve` until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return await serve(settings, manager, stop)
