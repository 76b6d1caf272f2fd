"""What is too old to be kept leaves the database. The scheduler's job does that; the bot does when nobody else has."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime

import redis.asyncio
import structlog
from redis.exceptions import RedisError

from bot.remembered import Remembered
from errors import StorageUnavailableError
from settings import Settings
from storage.terms import delete_expired
from tasks.turns import TERMS, done_key

EVERY_S = 3600.0
"""How often the bot looks whether anybody did."""

ALONE_AFTER_S = 7 * 3600.0
"""With nobody at it for so long the bot does it."""

log = structlog.get_logger(__name__)


async def keep_to_terms(
    settings: Settings,
    remembered: Remembered,
    client: redis.asyncio.Redis | None = None,
    every_s: float = EVERY_S,
) -> None:
    """Look after it for as long as the process lives; a database that is away is tried again next time.

    `client`: where the scheduler's job leaves its mark; without it the bot keeps to its own clock.
    """
    own = 0.0
    while True:
        if await _due(client, own):
            try:
                gone = await asyncio.to_thread(delete_expired, settings, datetime.now(UTC))
            except StorageUnavailableError as error:
                log.warning("retention.storage_away", error=type(error).__name__)
            else:
                own = time.time()
                await _done(client, own)
                log.info("retention.done", history=gone.history, predictions=gone.predictions, counts=gone.counts)
        await asyncio.sleep(every_s)


async def _due(client: redis.asyncio.Redis | None, own: float) -> bool:
    last = own
    if client is not None:
        with suppress(RedisError, OSError):
            last = max(last, int(await client.get(done_key(TERMS)) or 0) / 1000)
    return time.time() - last >= ALONE_AFTER_S


async def _done(client: redis.asyncio.Redis | None, at: float) -> None:
    if client is None:
        return
    try:
        await client.set(done_key(TERMS), int(at * 1000))
    except (RedisError, OSError) as error:
        log.info("retention.mark_stays", error=type(error).__name__)
